import { piDigits } from './pi.ts';

/** Thrown for what this perl does not know. */
export class NotSimulated extends Error {}

type Value = number | string;

/** What an expression may look at. */
export interface Scope {
  readonly env: ReadonlyMap<string, string>;
  /** Functions that `-M` brought. */
  readonly modules: ReadonlySet<string>;
  readonly variables: Map<string, Value>;
  /** Counts work, in steps. */
  step(count: number): void;
}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*")|('(?:[^'\\]|\\.)*')|(\$ENV\{\s*['"]?\w+['"]?\s*\})|(\$\w+)|([A-Za-z_][\w:]*)|(\*\*|[-+*/%.(),=]))/y;

/** Cuts an expression into tokens; throws `NotSimulated` at what is none. */
export function tokens(text: string): string[] {
  const out: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match === null) throw new NotSimulated(text.trim());
    out.push(match[0].trim());
  }
  return out;
}

const ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r', '0': '\0', e: '\x1b' };

function environmentName(token: string): string {
  return token.replace(/^\$ENV\{\s*['"]?/, '').replace(/['"]?\s*\}$/, '');
}

function interpolate(text: string, scope: Scope): string {
  return text
    .replace(/\$ENV\{\s*['"]?\w+['"]?\s*\}/g, (whole) => scope.env.get(environmentName(whole)) ?? '')
    .replace(/\\(.)|\$(\w+)/g, (_whole, escaped?: string, name?: string) =>
      escaped !== undefined ? (ESCAPES[escaped] ?? escaped) : String(scope.variables.get(name ?? '') ?? ''),
    );
}

/** Reads expressions by precedence: `. + -`, then `* / %`, then `**`. */
export class Expression {
  private at = 0;
  constructor(
    private readonly words: readonly string[],
    private readonly scope: Scope,
  ) {}

  /** A comma-separated list to the end. */
  list(): Value[] {
    const values: Value[] = [];
    while (this.at < this.words.length) {
      values.push(this.sum());
      if (this.words[this.at] === undefined) break;
      this.expect(',');
    }
    return values;
  }

  private expect(word: string): void {
    if (this.words[this.at] !== word) throw new NotSimulated(this.words.slice(this.at).join(' '));
    this.at += 1;
  }

  private sum(): Value {
    let left = this.product();
    for (;;) {
      const operator = this.words[this.at];
      if (operator !== '+' && operator !== '-' && operator !== '.') return left;
      this.at += 1;
      const right = this.product();
      if (operator === '.') left = `${left}${right}`;
      else left = operator === '+' ? number(left) + number(right) : number(left) - number(right);
    }
  }

  private product(): Value {
    let left = this.power();
    for (;;) {
      const operator = this.words[this.at];
      if (operator !== '*' && operator !== '/' && operator !== '%') return left;
      this.at += 1;
      const right = number(this.power());
      if (operator === '*') left = number(left) * right;
      else if (right === 0)
        throw new NotSimulated(operator === '/' ? 'Illegal division by zero' : 'Illegal modulus zero');
      else left = operator === '/' ? number(left) / right : number(left) % right;
    }
  }

  private power(): Value {
    const left = this.term();
    if (this.words[this.at] !== '**') return left;
    this.at += 1;
    return number(left) ** number(this.power());
  }

  private term(): Value {
    const word = this.words[this.at] ?? '';
    this.at += 1;
    if (word === '(') {
      const value = this.sum();
      this.expect(')');
      return value;
    }
    if (word === '-') return -number(this.term());
    if (/^\d/.test(word)) return Number(word);
    if (word.startsWith('"')) return interpolate(word.slice(1, -1), this.scope);
    if (word.startsWith("'")) return word.slice(1, -1).replace(/\\(['\\])/g, '$1');
    if (word.startsWith('$ENV')) return this.scope.env.get(environmentName(word)) ?? '';
    if (word.startsWith('$')) return this.scope.variables.get(word.slice(1)) ?? '';
    return this.call(word);
  }

  private call(name: string): Value {
    if (!this.scope.modules.has(name) && name !== 'length' && name !== 'uc' && name !== 'lc')
      throw new NotSimulated(name);
    this.expect('(');
    const argument = this.sum();
    this.expect(')');
    if (name === 'length') return String(argument).length;
    if (name === 'uc') return String(argument).toUpperCase();
    if (name === 'lc') return String(argument).toLowerCase();
    const digits = number(argument);
    if (!Number.isInteger(digits) || digits < 1 || digits > 10_000) throw new NotSimulated(`${name}(${argument})`);
    this.scope.step(digits);
    return piDigits(digits);
  }
}

function number(value: Value): number {
  if (typeof value === 'number') return value;
  return Number.parseFloat(value) || 0;
}
