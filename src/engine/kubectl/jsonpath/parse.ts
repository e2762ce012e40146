import { JsonPathError, type PathNode, type SlicePart } from './node.ts';
import { unquoteExtended } from './unquote.ts';

/** Parses a template: text with `{…}` expressions. Throws `JsonPathError` with client-go's words. Models: client-go/util/jsonpath/parser.go */
export function parseTemplate(text: string): readonly PathNode[] {
  const parser = new Parser(text);
  try {
    return parser.template();
  } catch (error) {
    if (error instanceof JsonPathError) error.at = parser.place;
    throw error;
  }
}

class Parser {
  private at = 0;
  private start = 0;
  private readonly characters: readonly string[];
  private readonly root: PathNode[] = [];

  constructor(text: string) {
    this.characters = [...text];
  }

  /** How far it has read. */
  get place(): number {
    return Math.min(this.at, this.characters.length);
  }

  template(): readonly PathNode[] {
    while (this.at < this.characters.length) {
      if (this.characters[this.at] !== '{') {
        this.at++;
        continue;
      }
      this.flushText();
      this.at++;
      this.take();
      this.root.push({ type: 'list', nodes: this.action() });
    }
    this.flushText();
    return this.root;
  }

  private flushText(): void {
    if (this.at > this.start) this.root.push({ type: 'text', text: this.take() });
  }

  private take(): string {
    const value = this.characters.slice(this.start, this.at).join('');
    this.start = this.at;
    return value;
  }

  private next(): string | undefined {
    const character = this.characters[this.at];
    if (character !== undefined) this.at++;
    return character;
  }

  private looksAt(text: string): boolean {
    return [...text].every((character, offset) => this.characters[this.at + offset] === character);
  }

  /** What stands between the braces. */
  private action(): readonly PathNode[] {
    const nodes: PathNode[] = [];
    for (;;) {
      if (this.looksAt('}')) {
        this.at++;
        this.take();
        return nodes;
      }
      if (this.looksAt('[?(')) nodes.push(this.filter());
      else if (this.looksAt('..')) this.recursive(nodes);
      else this.one(nodes);
    }
  }

  private one(nodes: PathNode[]): void {
    const character = this.next();
    if (character === undefined || isEndOfLine(character)) throw new JsonPathError('unclosed action');
    if (character === ' ' || character === '@' || character === '$') this.take();
    else if (character === '[') nodes.push(...this.array());
    else if (character === '"' || character === "'") nodes.push(this.quoted(character));
    else if (character === '.') nodes.push(this.field());
    else if (/[-+]|\p{Nd}/u.test(character)) {
      this.at--;
      nodes.push(this.number());
    } else if (isAlphaNumeric(character)) {
      this.at--;
      nodes.push(this.identifier());
    } else {
      this.at--;
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      throw new JsonPathError(`unrecognized character in action: U+${code} '${character}'`);
    }
  }

  private identifier(): PathNode {
    while (!isTerminator(this.characters[this.at])) this.at++;
    const name = this.take();
    return name === 'true' || name === 'false'
      ? { type: 'bool', value: name === 'true' }
      : { type: 'identifier', name };
  }

  private recursive(nodes: PathNode[]): void {
    if (nodes.at(-1)?.type === 'recursive') throw new JsonPathError('invalid multiple recursive descent');
    this.at += 2;
    this.take();
    nodes.push({ type: 'recursive' });
    const next = this.characters[this.at];
    if (next !== undefined && isAlphaNumeric(next)) nodes.push(this.field());
  }

  private number(): PathNode {
    if (/[-+]/.test(this.characters[this.at] ?? '')) this.at++;
    while (/[.0-9]/.test(this.characters[this.at] ?? '')) this.at++;
    const text = this.take();
    if (/^[-+]?\d+$/.test(text)) return { type: 'number', value: Number(text), float: false };
    if (/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) return { type: 'number', value: Number(text), float: true };
    throw new JsonPathError(`cannot parse number ${text}`);
  }

  /** What is wrong inside of brackets is told of where they begin. */
  private within<T>(begin: number, run: () => T): T {
    const end = this.at;
    this.at = begin;
    const result = run();
    this.at = end;
    return result;
  }

  private array(): readonly PathNode[] {
    const begin = this.at - 1;
    for (;;) {
      const character = this.next();
      if (character === undefined || character === '\n') throw new JsonPathError('unterminated array');
      if (character === ']') break;
    }
    let text = this.take().slice(1, -1);
    if (text === '*') text = ':';
    const parts = text.split(',');
    if (parts.length > 1) {
      return this.within(begin, () => [
        { type: 'union', lists: parts.map((part) => inner(`[${part.replace(/^ +| +$/g, '')}]`)) },
      ]);
    }
    const key = /^'([^']*)'$/.exec(text)?.[1];
    if (key !== undefined) return inner(`.${key}`);
    return this.within(begin, () => [slice(text)]);
  }

  private filter(): PathNode {
    const opened = this.at;
    this.at += 3;
    this.take();
    let begin = false;
    let end = false;
    let pair = '';
    for (;;) {
      const character = this.next();
      if (character === undefined || character === '\n') throw new JsonPathError('unterminated filter');
      if (character === '"' || character === "'") {
        if (!begin) {
          begin = true;
          pair = character;
        } else if (this.characters[this.at - 2] !== '\\' && character === pair) end = true;
      } else if (character === ')' && begin === end) break;
    }
    if (this.next() !== ']') throw new JsonPathError('unclosed array expect ]');
    const text = this.take().slice(0, -2);
    const match = /^([^!<>=]+)([!<>=]+)([^\n]+)$/.exec(text);
    return this.within(opened, () =>
      match === null
        ? { type: 'filter', left: inner(text), right: [], operator: 'exists' }
        : { type: 'filter', left: inner(match[1] ?? ''), right: inner(match[3] ?? ''), operator: match[2] ?? '' },
    );
  }

  private quoted(end: string): PathNode {
    for (;;) {
      const character = this.next();
      if (character === undefined || character === '\n') throw new JsonPathError('unterminated quoted string');
      if (character === end && this.characters[this.at - 2] !== '\\') break;
    }
    const value = this.take();
    const text = unquoteExtended(value);
    if (text === undefined) throw new JsonPathError(`unquote string ${value} error invalid syntax`);
    return { type: 'text', text };
  }

  private field(): PathNode {
    this.take();
    while (!isTerminator(this.characters[this.at])) this.at += this.characters[this.at] === '\\' ? 2 : 1;
    this.at = Math.min(this.at, this.characters.length);
    const name = this.take();
    return name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') };
  }
}

function inner(text: string): readonly PathNode[] {
  const first = parseTemplate(`{${text}}`)[0];
  return first?.type === 'list' ? first.nodes : [];
}

function slice(text: string): PathNode {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (match === null) throw new JsonPathError(`invalid array index ${text}`);
  const unknown: SlicePart = { value: 0, known: false, derived: false };
  const part = (value: string): SlicePart => {
    if (value === '') return unknown;
    if (!/^-?\d+$/.test(value)) throw new JsonPathError(`array index ${value} is not a number`);
    return { value: Number(value), known: true, derived: false };
  };
  const from = part(match[1] ?? '');
  const to = match[2] === undefined ? { value: from.value + 1, known: true, derived: true } : part(match[2].slice(1));
  const step = match[3] === undefined ? unknown : part(match[3].slice(1));
  return { type: 'slice', from, to, step };
}

function isTerminator(character: string | undefined): boolean {
  return character === undefined || ' \t\r\n.,[]$@{}'.includes(character);
}

function isEndOfLine(character: string): boolean {
  return character === '\r' || character === '\n';
}

function isAlphaNumeric(character: string): boolean {
  return /[_\p{L}\p{Nd}]/u.test(character);
}
