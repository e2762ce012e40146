// Over 300 lines: one grammar, a method for each of its levels.
import { AwkSyntaxError, type Token, tokenize } from './lexer.ts';
import type { AwkFunction, AwkProgram, Expression, Place, Rule, Statement, Target } from './syntax.ts';

const BUILTINS = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush strftime systime mktime'.split(
    ' ',
  ),
);

/** Parses an awk program. Throws `AwkSyntaxError`. */
export function parseAwk(source: string): AwkProgram {
  return new AwkParser(tokenize(source)).program();
}

/** Binary operators by how loosely they bind, the loosest first; concatenation stands between comparison and addition. */
class AwkParser {
  private at = 0;
  /** Inside `print` a `>` redirects. */
  private noGreater = 0;
  /** In `for (x in a)` and before `|` of getline. */
  private noIn = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  program(): AwkProgram {
    const begin: Statement[] = [];
    const end: Statement[] = [];
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (;;) {
      this.skipEnds();
      if (this.token.kind === 'end') break;
      if (this.takeKeyword('BEGIN')) begin.push(this.block());
      else if (this.takeKeyword('END')) end.push(this.block());
      else if (this.takeKeyword('function')) {
        const name = this.next().text;
        functions.set(name, this.functionRest());
      } else rules.push(this.rule());
    }
    return { begin, end, rules, functions };
  }

  private get token(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '', line: 0 };
  }

  private next(): Token {
    const { token } = this;
    this.at++;
    return token;
  }

  private is(text: string): boolean {
    return this.token.kind === 'operator' && this.token.text === text;
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private takeKeyword(text: string): boolean {
    if (this.token.kind !== 'keyword' || this.token.text !== text) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) this.fail();
  }

  private fail(): never {
    const { token } = this;
    const near =
      token.kind === 'end' || (token.kind === 'newline' && this.tokens[this.at + 1]?.kind === 'end')
        ? 'end of file'
        : token.text === '\n'
          ? 'newline'
          : token.text;
    throw new AwkSyntaxError(`syntax error at or near ${near}`, token.line);
  }

  private skipLines(): void {
    while (this.token.kind === 'newline') this.at++;
  }

  private skipEnds(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.at++;
  }

  private functionRest(): AwkFunction {
    this.expect('(');
    const parameters: string[] = [];
    while (!this.take(')')) {
      parameters.push(this.next().text);
      if (!this.take(',') && !this.is(')')) this.fail();
    }
    this.skipLines();
    return { parameters, body: this.block() };
  }

  private rule(): Rule {
    let pattern: Expression | undefined;
    let until: Expression | undefined;
    if (!this.is('{')) {
      pattern = this.expression();
      if (this.take(',')) {
        this.skipLines();
        until = this.expression();
      }
    }
    return { pattern, until, action: this.is('{') ? this.block() : undefined };
  }

  private block(): Statement {
    this.skipLines();
    this.expect('{');
    const body: Statement[] = [];
    for (;;) {
      this.skipEnds();
      if (this.take('}')) return { kind: 'block', body };
      if (this.token.kind === 'end') this.fail();
      body.push(this.statement());
    }
  }

  private endStatement(): void {
    if (this.take(';')) return;
    if (this.token.kind === 'newline') {
      this.at++;
      return;
    }
    if (!this.is('}') && this.token.kind !== 'end') this.fail();
  }

  private body(): Statement {
    this.skipLines();
    if (this.take(';')) return { kind: 'block', body: [] };
    const statement = this.statement();
    return statement;
  }

  private statement(): Statement {
    if (this.is('{')) return this.block();
    const { token } = this;
    if (token.kind === 'keyword') {
      switch (token.text) {
        case 'if':
          return this.ifStatement();
        case 'while': {
          this.at++;
          const test = this.parenthesized();
          return { kind: 'while', test, body: this.body() };
        }
        case 'do': {
          this.at++;
          const body = this.body();
          this.skipEnds();
          if (!this.takeKeyword('while')) this.fail();
          const test = this.parenthesized();
          this.endStatement();
          return { kind: 'do', test, body };
        }
        case 'for':
          return this.forStatement();
        default:
      }
    }
    const statement = this.simpleStatement();
    this.endStatement();
    return statement;
  }

  private parenthesized(): Expression {
    this.expect('(');
    const expression = this.expression();
    this.expect(')');
    return expression;
  }

  private ifStatement(): Statement {
    this.at++;
    const test = this.parenthesized();
    const yes = this.body();
    const mark = this.at;
    this.skipEnds();
    if (this.takeKeyword('else')) return { kind: 'if', test, yes, no: this.body() };
    this.at = mark;
    return { kind: 'if', test, yes, no: undefined };
  }

  private forStatement(): Statement {
    this.at++;
    this.expect('(');
    const [name, inWord, array, close] = [0, 1, 2, 3].map((ahead) => this.tokens[this.at + ahead]);
    if (
      name?.kind === 'name' &&
      inWord?.text === 'in' &&
      inWord.kind === 'keyword' &&
      array?.kind === 'name' &&
      close?.text === ')'
    ) {
      this.at += 4;
      return { kind: 'for-in', name: name.text, array: array.text, body: this.body() };
    }
    const start = this.is(';') ? undefined : this.simpleStatement();
    this.expect(';');
    this.skipLines();
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.skipLines();
    const step = this.is(')') ? undefined : this.simpleStatement();
    this.expect(')');
    return { kind: 'for', start, test, step, body: this.body() };
  }

  private simpleStatement(): Statement {
    const { token } = this;
    if (token.kind !== 'keyword' || token.text === 'getline')
      return { kind: 'expression', expression: this.expression() };
    this.at++;
    switch (token.text) {
      case 'print':
      case 'printf':
        return this.print(token.text === 'printf');
      case 'break':
      case 'continue':
      case 'next':
      case 'nextfile':
        return { kind: token.text };
      case 'exit':
      case 'return':
        return { kind: token.text, value: this.atEnd() ? undefined : this.expression() };
      case 'delete': {
        const array = this.next().text;
        if (!this.take('[')) return { kind: 'delete', array, keys: undefined };
        const keys = this.list(']');
        return { kind: 'delete', array, keys };
      }
      default:
        this.at--;
        return this.fail();
    }
  }

  private atEnd(): boolean {
    return this.is(';') || this.is('}') || this.token.kind === 'newline' || this.token.kind === 'end';
  }

  private list(close: string): readonly Expression[] {
    const items: Expression[] = [];
    const { noGreater } = this;
    this.noGreater = 0;
    this.skipLines();
    while (!this.take(close)) {
      items.push(this.expression());
      this.skipLines();
      if (this.take(',')) this.skipLines();
      else if (!this.is(close)) this.fail();
    }
    this.noGreater = noGreater;
    return items;
  }

  private print(format: boolean): Statement {
    let args: readonly Expression[] = [];
    this.noGreater++;
    const mark = this.at;
    if (this.is('(')) {
      // a parenthesized list, unless the parenthesis only begins an expression
      this.at++;
      const list = this.list(')');
      if (this.atEnd() || this.is('>') || this.is('>>') || this.is('|')) args = list;
      else {
        this.at = mark;
        args = this.printList();
      }
    } else if (!this.atEnd() && !this.is('>') && !this.is('>>') && !this.is('|')) args = this.printList();
    this.noGreater--;
    let target: Target | undefined;
    for (const kind of ['>>', '>', '|'] as const) {
      if (target === undefined && this.take(kind)) target = { kind, name: this.concatenation() };
    }
    return { kind: 'print', format, args, target };
  }

  private printList(): readonly Expression[] {
    const args = [this.expression()];
    while (this.take(',')) {
      this.skipLines();
      args.push(this.expression());
    }
    return args;
  }

  private expression(): Expression {
    return this.assignment();
  }

  private assignment(): Expression {
    const left = this.conditional();
    const operator = ['=', '+=', '-=', '*=', '/=', '%=', '^='].find((text) => this.is(text));
    if (operator === undefined) return left;
    const place = placeOf(left);
    if (place === undefined) return this.fail();
    this.at++;
    this.skipLines();
    return { kind: 'assign', operator, place, value: this.assignment() };
  }

  private conditional(): Expression {
    const test = this.or();
    if (!this.take('?')) return test;
    this.skipLines();
    const yes = this.assignment();
    this.skipLines();
    this.expect(':');
    this.skipLines();
    return { kind: 'conditional', test, yes, no: this.assignment() };
  }

  private or(): Expression {
    let left = this.and();
    while (this.take('||')) {
      this.skipLines();
      left = { kind: 'binary', operator: '||', left, right: this.and() };
    }
    return left;
  }

  private and(): Expression {
    let left = this.inArray();
    while (this.take('&&')) {
      this.skipLines();
      left = { kind: 'binary', operator: '&&', left, right: this.inArray() };
    }
    return left;
  }

  private inArray(): Expression {
    let left = this.matching();
    while (this.noIn === 0 && this.takeKeyword('in')) left = { kind: 'in', keys: [left], array: this.next().text };
    return left;
  }

  private matching(): Expression {
    let left = this.comparison();
    for (;;) {
      if (this.take('~')) left = { kind: 'match', negated: false, left, right: this.comparison() };
      else if (this.take('!~')) left = { kind: 'match', negated: true, left, right: this.comparison() };
      else return left;
    }
  }

  private comparison(): Expression {
    const left = this.concatenation();
    const operator = ['<', '<=', '==', '!=', '>', '>='].find(
      (text) => this.is(text) && !(text === '>' && this.noGreater > 0),
    );
    if (operator !== undefined) {
      this.at++;
      return { kind: 'binary', operator, left, right: this.concatenation() };
    }
    return this.pipedGetline(left);
  }

  private pipedGetline(command: Expression): Expression {
    let left = command;
    while (this.is('|') && this.tokens[this.at + 1]?.text === 'getline') {
      this.at += 2;
      left = { kind: 'getline', place: this.optionalPlace(), file: undefined, command: left };
    }
    return left;
  }

  private startsValue(): boolean {
    const { token } = this;
    if (
      token.kind === 'number' ||
      token.kind === 'string' ||
      token.kind === 'regexp' ||
      token.kind === 'name' ||
      token.kind === 'function-name'
    )
      return true;
    if (token.kind !== 'operator') return false;
    return (
      token.text === '$' ||
      token.text === '!' ||
      token.text === '(' ||
      token.text === '-' ||
      token.text === '+' ||
      token.text === '++' ||
      token.text === '--'
    );
  }

  private concatenation(): Expression {
    let left = this.additive();
    while (this.startsValue() && !this.is('-') && !this.is('+') && !this.is('!')) {
      left = { kind: 'concat', left, right: this.additive() };
    }
    return left;
  }

  private additive(): Expression {
    let left = this.multiplicative();
    for (;;) {
      const operator = this.is('+') ? '+' : this.is('-') ? '-' : undefined;
      if (operator === undefined) return left;
      this.at++;
      left = { kind: 'binary', operator, left, right: this.multiplicative() };
    }
  }

  private multiplicative(): Expression {
    let left = this.unary();
    for (;;) {
      const operator = ['*', '/', '%'].find((text) => this.is(text));
      if (operator === undefined) return left;
      this.at++;
      left = { kind: 'binary', operator, left, right: this.unary() };
    }
  }

  private unary(): Expression {
    for (const operator of ['!', '-', '+'] as const) {
      if (this.take(operator)) return { kind: 'unary', operator, operand: this.unary() };
    }
    return this.power();
  }

  private power(): Expression {
    const left = this.postfix();
    if (!this.take('^')) return left;
    // binds tighter than a sign on its left, looser than one on its right
    const right = this.is('-') || this.is('+') || this.is('!') ? this.unary() : this.power();
    return { kind: 'binary', operator: '^', left, right };
  }

  private postfix(): Expression {
    const inner = this.primary();
    const place = placeOf(inner);
    if (place !== undefined && this.take('++')) return { kind: 'step', by: 1, prefix: false, place };
    if (place !== undefined && this.take('--')) return { kind: 'step', by: -1, prefix: false, place };
    return inner;
  }

  private primary(): Expression {
    const token = this.next();
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'string':
        return { kind: 'string', value: token.text };
      case 'regexp':
        return { kind: 'regexp', source: token.text };
      case 'name':
        if (token.text === 'length') return { kind: 'builtin', name: 'length', args: [] };
        if (this.take('[')) return { kind: 'element', array: token.text, keys: this.list(']') };
        return { kind: 'variable', name: token.text };
      case 'function-name':
        this.expect('(');
        return { kind: BUILTINS.has(token.text) ? 'builtin' : 'call', name: token.text, args: this.list(')') };
      case 'keyword':
        if (token.text === 'getline') {
          const place = this.optionalPlace();
          const file = this.take('<') ? this.primary() : undefined;
          return { kind: 'getline', place, file, command: undefined };
        }
        break;
      case 'operator': {
        if (token.text === '$') {
          if (this.is('++') || this.is('--')) return { kind: 'field', index: this.primary() };
          return { kind: 'field', index: this.is('-') ? this.unary() : this.primary() };
        }
        if (token.text === '++' || token.text === '--') {
          const place = placeOf(this.primary());
          if (place === undefined) return this.fail();
          return { kind: 'step', by: token.text === '++' ? 1 : -1, prefix: true, place };
        }
        if (token.text === '(') {
          const items = this.list(')');
          if (items.length > 1 || (this.token.kind === 'keyword' && this.token.text === 'in' && items.length > 1)) {
            if (!this.takeKeyword('in')) return this.fail();
            return { kind: 'in', keys: items, array: this.next().text };
          }
          const [inner] = items;
          if (inner === undefined) return this.fail();
          return { kind: 'group', inner };
        }
        break;
      }
      default:
    }
    this.at--;
    return this.fail();
  }

  private optionalPlace(): Place | undefined {
    if (this.token.kind === 'name' || this.is('$')) return placeOf(this.primary());
    return undefined;
  }
}

function placeOf(expression: Expression): Place | undefined {
  return expression.kind === 'variable' || expression.kind === 'field' || expression.kind === 'element'
    ? expression
    : undefined;
}
