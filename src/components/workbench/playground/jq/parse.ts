import { type Jq, JqSyntaxError } from './node.ts';
import { type Token, tokenize } from './tokens.ts';

/** Operators by how they bind, the loosest first. Models: jq 1.7's src/parser.y */
const LEVELS: readonly { readonly signs: readonly string[]; readonly joins: 'left' | 'right' | 'none' }[] = [
  { signs: ['//'], joins: 'right' },
  { signs: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], joins: 'none' },
  { signs: ['or'], joins: 'left' },
  { signs: ['and'], joins: 'left' },
  { signs: ['==', '!=', '<', '<=', '>', '>='], joins: 'none' },
  { signs: ['+', '-'], joins: 'left' },
  { signs: ['*', '/', '%'], joins: 'left' },
];

const KEYWORDS = new Set(['then', 'elif', 'else', 'end', 'as', 'and', 'or', 'catch', 'import', 'include', '__loc__']);

/** Parses a jq program. Throws `JqSyntaxError` with the place from which it is none. */
export function parseJq(text: string): Jq {
  const parser = new Parser(tokenize(text).tokens);
  return parser.program();
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  program(): Jq {
    // a program may be empty: it is `.` then
    if (this.peek().is === 'end') return { is: 'identity', at: this.peek().at };
    const program = this.pipe();
    if (this.peek().is !== 'end') this.fail();
    return program;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { is: 'end', at: 0, end: 0 };
  }

  private fail(): never {
    throw new JqSyntaxError(this.peek().at);
  }

  private next(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }

  private sees(text: string): boolean {
    const token = this.peek();
    return (token.is === 'sign' || token.is === 'word') && token.text === text;
  }

  private take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at++;
    return true;
  }

  private want(text: string): void {
    if (!this.take(text)) this.fail();
  }

  private pipe(): Jq {
    const { at } = this.peek();
    if (this.sees('def')) {
      this.definition();
      this.pipe();
      return { is: 'other', what: 'def', at };
    }
    if (this.take('label')) {
      this.variable();
      this.want('|');
      this.pipe();
      return { is: 'other', what: 'label', at };
    }
    const left = this.comma();
    if (this.take('as')) {
      do this.pattern();
      while (this.take('?//'));
      this.want('|');
      this.pipe();
      return { is: 'other', what: 'as', at };
    }
    if (!this.take('|')) return left;
    return { is: 'pipe', left, right: this.pipe(), at };
  }

  private comma(): Jq {
    let left = this.binary(0);
    while (this.sees(',')) {
      this.at++;
      left = { is: 'comma', left, right: this.binary(0), at: left.at };
    }
    return left;
  }

  private binary(level: number): Jq {
    const rules = LEVELS[level];
    if (rules === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = rules.signs.find((sign) => this.sees(sign));
      if (operator === undefined) return left;
      this.at++;
      const right = this.binary(rules.joins === 'right' ? level : level + 1);
      left = { is: 'binary', operator, left, right, at: left.at };
      if (rules.joins === 'none' && rules.signs.some((sign) => this.sees(sign))) this.fail();
    }
  }

  private unary(): Jq {
    const { at } = this.peek();
    if (this.take('-')) return { is: 'negate', of: this.unary(), at };
    if (this.take('reduce')) return this.fold('reduce', at, 2);
    if (this.take('foreach')) return this.fold('foreach', at, 3);
    if (this.take('if')) return this.condition(at);
    if (this.take('try')) {
      this.postfix();
      if (this.take('catch')) this.postfix();
      return { is: 'other', what: 'try', at };
    }
    return this.postfix();
  }

  private fold(what: string, at: number, most: number): Jq {
    this.postfix();
    this.want('as');
    do this.pattern();
    while (this.take('?//'));
    this.want('(');
    this.pipe();
    this.want(';');
    this.pipe();
    if (most === 3 && this.take(';')) this.pipe();
    this.want(')');
    return this.suffixes({ is: 'other', what, at });
  }

  private condition(at: number): Jq {
    this.pipe();
    this.want('then');
    this.pipe();
    while (this.take('elif')) {
      this.pipe();
      this.want('then');
      this.pipe();
    }
    if (this.take('else')) this.pipe();
    this.want('end');
    return this.suffixes({ is: 'other', what: 'if', at });
  }

  private definition(): void {
    this.want('def');
    if (this.next().is !== 'word') this.back();
    if (this.take('(')) {
      do
        if (this.peek().is === 'word' || this.peek().is === 'variable') this.at++;
        else this.fail();
      while (this.take(';'));
      this.want(')');
    }
    this.want(':');
    this.pipe();
    this.want(';');
  }

  private back(): never {
    this.at--;
    this.fail();
  }

  private variable(): void {
    if (this.next().is !== 'variable') this.back();
  }

  private pattern(): void {
    if (this.take('[')) {
      do this.pattern();
      while (this.take(','));
      this.want(']');
    } else if (this.take('{')) {
      do {
        const key = this.next();
        if (key.is === 'sign' && key.text === '(') {
          this.pipe();
          this.want(')');
        } else if (key.is !== 'word' && key.is !== 'string' && key.is !== 'variable') this.back();
        if (this.take(':')) this.pattern();
      } while (this.take(','));
      this.want('}');
    } else this.variable();
  }

  private postfix(): Jq {
    return this.suffixes(this.term());
  }

  private term(): Jq {
    const token = this.next();
    const { at } = token;
    switch (token.is) {
      case 'number':
        return { is: 'literal', value: token.value, at };
      case 'string':
        return this.string(token, undefined);
      case 'format': {
        const following = this.peek();
        if (following.is !== 'string') return { is: 'format', name: token.text, at };
        this.at++;
        return this.string(following, token.text);
      }
      case 'field':
        return { is: 'field', of: { is: 'identity', at }, name: token.text, at };
      case 'variable':
        return { is: 'other', what: token.text, at };
      case 'word':
        return this.word(token.text, at);
      case 'sign':
        return this.sign(token.text, at);
      case 'end':
        return this.back();
    }
  }

  private word(text: string, at: number): Jq {
    if (text === 'true' || text === 'false') return { is: 'literal', value: text === 'true', at };
    if (text === 'null') return { is: 'literal', value: null, at };
    if (text === 'break') {
      this.variable();
      return { is: 'other', what: 'break', at };
    }
    if (['reduce', 'foreach', 'if', 'try'].includes(text)) {
      this.at--;
      return this.unary();
    }
    if (text === 'def') {
      this.at--;
      return this.pipe();
    }
    if (KEYWORDS.has(text)) this.back();
    const args: Jq[] = [];
    if (this.take('(')) {
      do args.push(this.pipe());
      while (this.take(';'));
      this.want(')');
    }
    return { is: 'call', name: text, args, at };
  }

  private sign(text: string, at: number): Jq {
    switch (text) {
      case '.': {
        const following = this.peek();
        if (following.is === 'string' && following.at === at + 1) {
          this.at++;
          return this.named({ is: 'identity', at }, this.string(following, undefined));
        }
        return { is: 'identity', at };
      }
      case '..':
        return { is: 'recurse', at };
      case '(': {
        const inner = this.pipe();
        this.want(')');
        return inner;
      }
      case '[': {
        if (this.take(']')) return { is: 'array', of: undefined, at };
        const of = this.pipe();
        this.want(']');
        return { is: 'array', of, at };
      }
      case '{':
        this.object();
        return { is: 'other', what: '{…}', at };
      default:
        return this.back();
    }
  }

  private object(): void {
    if (this.take('}')) return;
    do {
      const key = this.next();
      if (key.is === 'sign' && key.text === '(') {
        this.pipe();
        this.want(')');
        if (!this.sees(':')) this.fail();
      } else if (!['word', 'string', 'variable', 'format', 'number'].includes(key.is)) this.back();
      else if (key.is === 'format' && this.peek().is === 'string') this.at++;
      if (this.take(':')) this.objectValue();
    } while (this.take(','));
    this.want('}');
  }

  private objectValue(): void {
    do this.binary(0);
    while (this.take('|'));
  }

  private string(token: Extract<Token, { is: 'string' }>, format: string | undefined): Jq {
    const parts = token.parts.map((part) => (typeof part === 'string' ? part : new Parser(part).program()));
    return { is: 'string', parts, format, at: token.at };
  }

  private named(of: Jq, name: Jq): Jq {
    const [only] = name.is === 'string' ? name.parts : [];
    return name.is === 'string' && name.parts.length === 1 && typeof only === 'string'
      ? { is: 'field', of, name: only, at: of.at }
      : { is: 'index', of, index: name, at: of.at };
  }

  private suffixes(term: Jq): Jq {
    let of = term;
    for (;;) {
      const token = this.peek();
      const { at } = of;
      if (token.is === 'field') {
        this.at++;
        of = { is: 'field', of, name: token.text, at };
      } else if (this.sees('.')) {
        const following = this.tokens[this.at + 1];
        if (following?.is === 'string') {
          this.at += 2;
          of = this.named(of, this.string(following, undefined));
        } else if (following?.is === 'sign' && following.text === '[') this.at++;
        else this.fail();
      } else if (this.take('[')) of = this.bracket(of);
      else if (this.take('?')) of = { is: 'optional', of, at };
      else return of;
    }
  }

  private bracket(of: Jq): Jq {
    const { at } = of;
    if (this.take(']')) return { is: 'iterate', of, at };
    if (this.take(':')) {
      const to = this.pipe();
      this.want(']');
      return { is: 'slice', of, from: undefined, to, at };
    }
    const index = this.pipe();
    if (this.take(':')) {
      const to = this.sees(']') ? undefined : this.pipe();
      this.want(']');
      return { is: 'slice', of, from: index, to, at };
    }
    this.want(']');
    return index.is === 'string' ? this.named(of, index) : { is: 'index', of, index, at };
  }
}
