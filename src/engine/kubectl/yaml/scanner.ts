// One state machine: the scanner's rules share its position, indents and possible keys, so they stay in one file.
import { faultText, type Mark, YamlFault } from './fault.ts';

export type TokenType =
  | 'stream-end'
  | 'document'
  | 'directive'
  | 'block-sequence'
  | 'block-mapping'
  | 'block-end'
  | 'flow-sequence'
  | 'flow-sequence-end'
  | 'flow-mapping'
  | 'flow-mapping-end'
  | 'entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'property'
  | 'scalar';

export interface Token {
  readonly type: TokenType;
  readonly start: Mark;
}

/** A scalar that turns out to be a key when a colon follows on its line. */
interface SimpleKey {
  possible: boolean;
  readonly required: boolean;
  readonly tokenNumber: number;
  readonly mark: Mark;
}

const NO_KEY: SimpleKey = { possible: false, required: false, tokenNumber: -1, mark: { index: 0, line: 0, column: 0 } };
const INDICATORS = '-?:,[]{}#&*!|>\'"%@`';
const ESCAPES = '0abt\tnvfre "\'\\N_LP';
const LENGTHS: { readonly [letter: string]: number | undefined } = { x: 2, u: 4, U: 8 };

/**
 * Splits YAML into tokens, only to find where and why it is no YAML; values are not kept. Throws `YamlFault` with Go's words.
 * Models: go.yaml.in/yaml/v2 scannerc.go
 */
export class Scanner {
  private at = 0;
  private line = 0;
  private column = 0;
  private readonly queue: Token[] = [];
  private parsed = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private flowLevel = 0;
  private keyAllowed = true;
  private readonly keys: SimpleKey[] = [NO_KEY];
  private ended = false;

  constructor(private readonly text: string) {}

  /** The next token, not taken. */
  peek(): Token {
    while (this.needsMore()) this.fetch();
    const [token] = this.queue;
    if (token === undefined) return { type: 'stream-end', start: this.mark() };
    return token;
  }

  /** Takes the next token. */
  take(): Token {
    const token = this.peek();
    this.queue.shift();
    this.parsed++;
    return token;
  }

  private needsMore(): boolean {
    if (this.queue.length === 0) return !this.ended;
    const head = this.keys.find((key) => key.possible && key.tokenNumber === this.parsed);
    return head !== undefined && this.isValid(head);
  }

  private mark(): Mark {
    return { index: this.at, line: this.line, column: this.column };
  }

  private peekAt(offset = 0): string {
    return this.text[this.at + offset] ?? '';
  }

  private skip(count = 1): void {
    this.at += count;
    this.column += count;
  }

  private skipLine(): void {
    this.at += this.peekAt() === '\r' && this.peekAt(1) === '\n' ? 2 : 1;
    this.line++;
    this.column = 0;
  }

  private fail(problem: string, context: Mark): YamlFault {
    return new YamlFault(faultText('scanner', problem, this.mark(), context));
  }

  private add(type: TokenType, start: Mark): void {
    this.queue.push({ type, start });
  }

  private fetch(): void {
    this.toNextToken();
    this.unroll(this.column);
    const start = this.mark();
    const character = this.peekAt();
    const blankNext = isBlankOrEnd(this.peekAt(1));
    const plain =
      (!isBlankOrEnd(character) && !INDICATORS.includes(character)) ||
      (character === '-' && !isBlank(this.peekAt(1))) ||
      (this.flowLevel === 0 && '?:'.includes(character) && !blankNext);
    if (character === '') this.endStream();
    else if (this.column === 0 && character === '%') this.directive(start);
    else if (this.atDocumentIndicator()) this.document(start);
    else if (character === '[' || character === '{') this.openFlow(character, start);
    else if (character === ']' || character === '}') this.closeFlow(character, start);
    else if (character === ',') this.flowEntry(start);
    else if (character === '-' && blankNext) this.blockEntry(start);
    else if (character === '?' && (this.flowLevel > 0 || blankNext)) this.key(start);
    else if (character === ':' && (this.flowLevel > 0 || blankNext)) this.value(start);
    else if (character === '*' || character === '&') this.anchor(character, start);
    else if (character === '!') this.tag(start);
    else if ((character === '|' || character === '>') && this.flowLevel === 0) this.blockScalar(start);
    else if (character === "'" || character === '"') this.flowScalar(character, start);
    else if (plain) this.plainScalar(start);
    else throw this.fail('found character that cannot start any token', start);
  }

  private toNextToken(): void {
    for (;;) {
      if (this.column === 0 && this.peekAt() === '\uFEFF') this.skip();
      while (this.peekAt() === ' ' || ((this.flowLevel > 0 || !this.keyAllowed) && this.peekAt() === '\t')) this.skip();
      if (this.peekAt() === '#') while (!isBreakOrEnd(this.peekAt())) this.skip();
      if (!isBreak(this.peekAt())) return;
      this.skipLine();
      if (this.flowLevel === 0) this.keyAllowed = true;
    }
  }

  private isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.mark.line >= this.line && key.mark.index + 1024 >= this.at) return true;
    if (key.required) throw this.fail("could not find expected ':'", key.mark);
    key.possible = false;
    return false;
  }

  private saveKey(): void {
    if (!this.keyAllowed) return;
    const required = this.flowLevel === 0 && this.indent === this.column;
    this.removeKey();
    this.keys[this.keys.length - 1] = {
      possible: true,
      required,
      tokenNumber: this.parsed + this.queue.length,
      mark: this.mark(),
    };
  }

  private removeKey(): void {
    const key = this.keys.at(-1);
    if (key === undefined || !key.possible) return;
    if (key.required) throw this.fail("could not find expected ':'", key.mark);
    key.possible = false;
  }

  private roll(column: number, type: 'block-sequence' | 'block-mapping', start: Mark, number?: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (number === undefined) this.add(type, start);
    else this.queue.splice(number - this.parsed, 0, { type, start });
  }

  private unroll(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.add('block-end', this.mark());
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private endStream(): void {
    if (this.column !== 0) {
      this.column = 0;
      this.line++;
    }
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
    this.add('stream-end', this.mark());
    this.ended = true;
  }

  private directive(start: Mark): void {
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
    this.skip();
    const name = /^[A-Za-z0-9_-]*/.exec(this.text.slice(this.at))?.[0] ?? '';
    this.skip(name.length);
    if (name === '') throw this.fail('could not find expected directive name', start);
    if (!isBlankOrEnd(this.peekAt())) throw this.fail('found unexpected non-alphabetical character', start);
    if (name !== 'YAML' && name !== 'TAG') throw this.fail('found unknown directive name', start);
    while (!isBreakOrEnd(this.peekAt())) this.skip();
    this.add('directive', start);
  }

  private atDocumentIndicator(): boolean {
    const three = this.text.slice(this.at, this.at + 3);
    return this.column === 0 && (three === '---' || three === '...') && isBlankOrEnd(this.peekAt(3));
  }

  private document(start: Mark): void {
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
    this.skip(3);
    this.add('document', start);
  }

  private openFlow(character: string, start: Mark): void {
    this.saveKey();
    this.keys.push({ ...NO_KEY });
    this.flowLevel++;
    this.keyAllowed = true;
    this.skip();
    this.add(character === '[' ? 'flow-sequence' : 'flow-mapping', start);
  }

  private closeFlow(character: string, start: Mark): void {
    this.removeKey();
    if (this.flowLevel > 0) {
      this.flowLevel--;
      this.keys.pop();
    }
    this.keyAllowed = false;
    this.skip();
    this.add(character === ']' ? 'flow-sequence-end' : 'flow-mapping-end', start);
  }

  private flowEntry(start: Mark): void {
    this.removeKey();
    this.keyAllowed = true;
    this.skip();
    this.add('flow-entry', start);
  }

  private blockEntry(start: Mark): void {
    if (this.flowLevel === 0) {
      if (!this.keyAllowed) throw this.fail('block sequence entries are not allowed in this context', start);
      this.roll(this.column, 'block-sequence', start);
    }
    this.removeKey();
    this.keyAllowed = true;
    this.skip();
    this.add('entry', start);
  }

  private key(start: Mark): void {
    if (this.flowLevel === 0) {
      if (!this.keyAllowed) throw this.fail('mapping keys are not allowed in this context', start);
      this.roll(this.column, 'block-mapping', start);
    }
    this.removeKey();
    this.keyAllowed = this.flowLevel === 0;
    this.skip();
    this.add('key', start);
  }

  private value(start: Mark): void {
    const key = this.keys.at(-1) ?? NO_KEY;
    if (this.isValid(key)) {
      this.queue.splice(key.tokenNumber - this.parsed, 0, { type: 'key', start: key.mark });
      this.roll(key.mark.column, 'block-mapping', key.mark, key.tokenNumber);
      key.possible = false;
      this.keyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.keyAllowed) throw this.fail('mapping values are not allowed in this context', start);
        this.roll(this.column, 'block-mapping', start);
      }
      this.keyAllowed = this.flowLevel === 0;
    }
    this.skip();
    this.add('value', start);
  }

  private anchor(character: string, start: Mark): void {
    this.saveKey();
    this.keyAllowed = false;
    this.skip();
    const name = /^[A-Za-z0-9_-]*/.exec(this.text.slice(this.at))?.[0] ?? '';
    this.skip(name.length);
    if (name === '' || !(isBlankOrEnd(this.peekAt()) || '?:,]}%@`'.includes(this.peekAt()))) {
      throw this.fail('did not find expected alphabetic or numeric character', start);
    }
    this.add(character === '*' ? 'alias' : 'property', start);
  }

  private tag(start: Mark): void {
    this.saveKey();
    this.keyAllowed = false;
    while (!isBlankOrEnd(this.peekAt()) && !(this.flowLevel > 0 && ',[]{}'.includes(this.peekAt()))) this.skip();
    this.add('property', start);
  }

  private blockScalar(start: Mark): void {
    this.removeKey();
    this.keyAllowed = true;
    this.skip();
    const header = /^(?:[+-]?[0-9]?|[0-9][+-])/.exec(this.text.slice(this.at, this.at + 2))?.[0] ?? '';
    if (header.includes('0')) throw this.fail('found an indentation indicator equal to 0', start);
    this.skip(header.length);
    while (isBlank(this.peekAt())) this.skip();
    if (this.peekAt() === '#') while (!isBreakOrEnd(this.peekAt())) this.skip();
    if (!isBreakOrEnd(this.peekAt())) throw this.fail('did not find expected comment or line break', start);
    if (isBreak(this.peekAt())) this.skipLine();
    const increment = Number(header.replace(/[+-]/, '') || 0);
    let indent = increment > 0 ? Math.max(this.indent, 0) + increment : 0;
    indent = this.scalarBreaks(indent, start);
    while (this.column === indent && this.peekAt() !== '') {
      while (!isBreakOrEnd(this.peekAt())) this.skip();
      if (this.peekAt() !== '') this.skipLine();
      indent = this.scalarBreaks(indent, start);
    }
    this.add('scalar', start);
  }

  private scalarBreaks(given: number, start: Mark): number {
    let widest = 0;
    for (;;) {
      while ((given === 0 || this.column < given) && this.peekAt() === ' ') this.skip();
      widest = Math.max(widest, this.column);
      if ((given === 0 || this.column < given) && this.peekAt() === '\t') {
        throw this.fail('found a tab character where an indentation space is expected', start);
      }
      if (!isBreak(this.peekAt())) break;
      this.skipLine();
    }
    return given === 0 ? Math.max(widest, this.indent + 1, 1) : given;
  }

  private flowScalar(quote: string, start: Mark): void {
    this.saveKey();
    this.keyAllowed = false;
    this.skip();
    for (;;) {
      if (this.atDocumentIndicator()) throw this.fail('found unexpected document indicator', start);
      const character = this.peekAt();
      if (character === '') throw this.fail('found unexpected end of stream', start);
      if (isBreak(character)) this.skipLine();
      else if (character === quote && quote === "'" && this.peekAt(1) === "'") this.skip(2);
      else if (character === quote) break;
      else if (character === '\\' && quote === '"') this.escape(start);
      else this.skip();
    }
    this.skip();
    this.add('scalar', start);
  }

  private escape(start: Mark): void {
    const letter = this.peekAt(1);
    if (isBreak(letter)) {
      this.skip();
      this.skipLine();
      return;
    }
    const length = LENGTHS[letter];
    if (length === undefined && (letter === '' || !ESCAPES.includes(letter))) {
      throw this.fail('found unknown escape character', start);
    }
    this.skip(2);
    if (length === undefined) return;
    const digits = this.text.slice(this.at, this.at + length);
    if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) {
      throw this.fail('did not find expected hexdecimal number', start);
    }
    this.skip(length);
  }

  private plainScalar(start: Mark): void {
    this.saveKey();
    this.keyAllowed = false;
    const indent = this.indent + 1;
    let leadingBlanks = false;
    for (;;) {
      if (this.atDocumentIndicator() || this.peekAt() === '#') break;
      while (!isBlankOrEnd(this.peekAt())) {
        const character = this.peekAt();
        if (character === ':' && isBlankOrEnd(this.peekAt(1))) break;
        if (this.flowLevel > 0 && ',?[]{}'.includes(character)) break;
        leadingBlanks = false;
        this.skip();
      }
      if (!isBlank(this.peekAt()) && !isBreak(this.peekAt())) break;
      while (isBlank(this.peekAt()) || isBreak(this.peekAt())) {
        if (isBreak(this.peekAt())) {
          this.skipLine();
          leadingBlanks = true;
          continue;
        }
        if (leadingBlanks && this.column < indent && this.peekAt() === '\t') {
          throw this.fail('found a tab character that violates indentation', start);
        }
        this.skip();
      }
      if (this.flowLevel === 0 && this.column < indent) break;
    }
    if (leadingBlanks) this.keyAllowed = true;
    this.add('scalar', start);
  }
}

function isBreak(character: string): boolean {
  return character !== '' && '\r\n\x85\u2028\u2029'.includes(character);
}

function isBreakOrEnd(character: string): boolean {
  return character === '' || isBreak(character);
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

function isBlankOrEnd(character: string): boolean {
  return isBlank(character) || isBreakOrEnd(character);
}
