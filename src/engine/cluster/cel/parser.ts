import { syntaxError, type Token, tokens } from './lexer.ts';

/** A CEL expression as a tree, with where each part's name or operator stands in the text. */
export type Expression = { readonly offset?: number } & Node;

type Node =
  | { readonly kind: 'literal'; readonly value: null | boolean | bigint | number | string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'field'; readonly of: Expression; readonly name: string; readonly isOptional: boolean }
  | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression; readonly isOptional: boolean }
  | {
      readonly kind: 'call';
      readonly on: Expression | undefined;
      readonly name: string;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  | {
      readonly kind: 'message';
      readonly type: string;
      readonly entries: readonly (readonly [key: string, value: Expression])[];
    }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'choice'; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression };

/** From loosest to tightest. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['<', '<=', '>', '>=', '==', '!=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];
/** Words that may not name anything. */
const RESERVED = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
/** Deeper than this is refused. Models: cel-go parser's maxRecursionDepth */
const MAX_DEPTH = 250;

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.tokens = tokens(text);
  }

  whole(): Expression {
    const expression = this.expression();
    if (this.next.kind !== 'end') this.unexpected();
    return expression;
  }

  private get next(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '<EOF>', at: this.text.length };
  }

  private unexpected(): never {
    const { text, at, kind } = this.next;
    throw syntaxError(
      this.text,
      at,
      kind === 'end' ? "mismatched input '<EOF>' expecting an expression" : `extraneous input '${text}'`,
    );
  }

  private is(symbol: string): boolean {
    return this.next.kind === 'symbol' && this.next.text === symbol;
  }

  private take(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.at++;
    return true;
  }

  private need(symbol: string): void {
    if (!this.take(symbol)) this.unexpected();
  }

  private name(): string {
    if (this.next.kind !== 'name') this.unexpected();
    const { text } = this.next;
    this.at++;
    return text;
  }

  private expression(): Expression {
    if (++this.depth > MAX_DEPTH)
      throw syntaxError(this.text, this.next.at, `expression recursion limit exceeded: ${MAX_DEPTH}`);
    const test = this.binary(0);
    let result = test;
    const offset = this.next.at;
    if (this.take('?')) {
      const then = this.binary(0);
      this.need(':');
      result = { kind: 'choice', test, then, otherwise: this.expression(), offset };
    }
    this.depth--;
    return result;
  }

  private binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const { kind, text: operator } = this.next;
      if (!operators.includes(operator) || (kind !== 'symbol' && operator !== 'in')) return left;
      const offset = this.next.at;
      this.at++;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1), offset };
    }
  }

  private unary(): Expression {
    for (const operator of ['!', '-'] as const) {
      const offset = this.next.at;
      if (!this.take(operator)) continue;
      const of = this.unary();
      if (operator === '-' && of.kind === 'literal' && (typeof of.value === 'bigint' || typeof of.value === 'number'))
        return { kind: 'literal', value: -of.value, offset };
      return { kind: 'unary', operator, of, offset };
    }
    return this.member();
  }

  private member(): Expression {
    let of = this.primary();
    for (;;) {
      const isOptional = this.is('.?') || this.is('[?');
      const offset = this.next.at;
      if (this.take('.') || this.take('.?')) {
        const name = this.name();
        of =
          !isOptional && this.is('(')
            ? { kind: 'call', on: of, name, offset: this.next.at, args: this.args() }
            : { kind: 'field', of, name, isOptional, offset };
      } else if (this.take('[') || this.take('[?')) {
        const at = this.expression();
        this.need(']');
        of = { kind: 'index', of, at, isOptional, offset };
      } else if (this.is('{') && typeName(of) !== undefined) {
        of = { kind: 'message', type: typeName(of) ?? '', entries: this.message() };
      } else return of;
    }
  }

  private args(): readonly Expression[] {
    this.need('(');
    return this.until(')', () => this.expression());
  }

  private until<Item>(close: string, read: () => Item): readonly Item[] {
    const items: Item[] = [];
    while (!this.take(close)) {
      items.push(read());
      if (this.take(',')) continue;
      this.need(close);
      break;
    }
    return items;
  }

  private message(): readonly (readonly [string, Expression])[] {
    this.need('{');
    return this.until('}', () => {
      const name = this.name();
      this.need(':');
      return [name, this.expression()] as const;
    });
  }

  private primary(): Expression {
    const { kind, text, at: offset } = this.next;
    if (kind === 'symbol') {
      if (this.take('(')) {
        const inner = this.expression();
        this.need(')');
        return inner;
      }
      if (this.take('[')) return { kind: 'list', items: this.until(']', () => this.expression()), offset };
      if (this.take('{'))
        return {
          kind: 'map',
          entries: this.until('}', () => {
            const key = this.expression();
            this.need(':');
            return [key, this.expression()] as const;
          }),
        };
      this.take('.');
      if (this.next.kind !== 'name') this.unexpected();
      return this.primary();
    }
    if (kind === 'end') this.unexpected();
    if (kind === 'name' && RESERVED.has(text))
      throw syntaxError(this.text, this.next.at, `reserved identifier: ${text}`);
    this.at++;
    if (kind === 'int' || kind === 'uint') return { kind: 'literal', value: BigInt(text) };
    if (kind === 'double') return { kind: 'literal', value: Number(text) };
    if (kind === 'string' || kind === 'bytes') return { kind: 'literal', value: text };
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' };
    if (text === 'null') return { kind: 'literal', value: null };
    if (this.is('(')) return { kind: 'call', on: undefined, name: text, offset: this.next.at, args: this.args() };
    return { kind: 'name', name: text, offset };
  }
}

/** `Object.spec` of a chain of names that begins with a capital; undefined for other expressions. */
function typeName(expression: Expression): string | undefined {
  if (expression.kind === 'name') return /^[A-Z]/.test(expression.name) ? expression.name : undefined;
  if (expression.kind !== 'field') return undefined;
  const of = typeName(expression.of);
  return of === undefined ? undefined : `${of}.${expression.name}`;
}

/** Reads a CEL expression. Throws `CelSyntaxError`. Models: cel-go/parser */
export function parseCel(text: string): Expression {
  return new Parser(text).whole();
}
