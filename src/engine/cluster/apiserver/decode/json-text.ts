import type { Json } from '../../json.ts';
import { put } from '../patch/put.ts';

/** JSON text that does not parse; the message is the one that Go's encoding/json gives. */
export class JsonSyntaxError extends Error {}

/** A parsed text and the paths of keys that an object has twice: `spec.replicas`, `spec.containers[0].name`. */
export interface ParsedJson {
  readonly value: Json;
  readonly duplicates: readonly string[];
}

const MAX_DEPTH = 10_000;
const ESCAPES: { readonly [char: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const LITERALS: readonly (readonly [text: string, value: Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

function quoteChar(char: string): string {
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  return `'${JSON.stringify(char).slice(1, -1)}'`;
}

/** A recursive-descent reader that reports what Go's scanner reports. */
class Reader {
  private at = 0;
  private depth = 0;
  readonly duplicates: string[] = [];

  constructor(
    private readonly text: string,
    /** Where given: told the place of each key's first and, where it is repeated, its second occurrence. */
    private readonly seen?: (path: string, at: number, isRepeated: boolean) => void,
  ) {}

  document(): Json {
    this.blanks();
    const value = this.value('');
    this.blanks();
    if (this.at < this.text.length) this.fail('after top-level value');
    return value;
  }

  private fail(where: string): never {
    if (this.at >= this.text.length) throw new JsonSyntaxError('unexpected end of JSON input');
    const char = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    throw new JsonSyntaxError(`invalid character ${quoteChar(char)} ${where}`);
  }

  private blanks(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  private value(path: string): Json {
    const char = this.text.charAt(this.at);
    if (char === '{') return this.nested(() => this.object(path));
    if (char === '[') return this.nested(() => this.array(path));
    if (char === '"') return this.string();
    if (char === '-' || (char >= '0' && char <= '9')) return this.number();
    for (const [text, value] of LITERALS) {
      if (char !== text.charAt(0)) continue;
      for (let at = 1; at < text.length; at++) {
        this.at++;
        if (this.text.charAt(this.at) !== text.charAt(at))
          this.fail(`in literal ${text} (expecting ${quoteChar(text.charAt(at))})`);
      }
      this.at++;
      return value;
    }
    return this.fail('looking for beginning of value');
  }

  private nested(read: () => Json): Json {
    if (++this.depth > MAX_DEPTH) throw new JsonSyntaxError('exceeded max depth');
    const value = read();
    this.depth--;
    return value;
  }

  private object(path: string): Json {
    const object: { [key: string]: Json } = {};
    this.at++;
    this.blanks();
    if (this.text.charAt(this.at) === '}') {
      this.at++;
      return object;
    }
    for (;;) {
      if (this.text.charAt(this.at) !== '"') this.fail('looking for beginning of object key string');
      const key = this.string();
      const inner = path === '' ? key : `${path}.${key}`;
      const isRepeated = Object.hasOwn(object, key);
      if (isRepeated) this.duplicates.push(inner);
      this.seen?.(inner, this.at, isRepeated);
      this.blanks();
      if (this.text.charAt(this.at) !== ':') this.fail('after object key');
      this.at++;
      this.blanks();
      const value = this.value(inner);
      put(object, key, value);
      this.blanks();
      const next = this.text.charAt(this.at);
      if (next !== ',' && next !== '}') this.fail('after object key:value pair');
      this.at++;
      if (next === '}') return object;
      this.blanks();
    }
  }

  private array(path: string): Json {
    const items: Json[] = [];
    this.at++;
    this.blanks();
    if (this.text.charAt(this.at) === ']') {
      this.at++;
      return items;
    }
    for (;;) {
      items.push(this.value(`${path}[${items.length}]`));
      this.blanks();
      const next = this.text.charAt(this.at);
      if (next !== ',' && next !== ']') this.fail('after array element');
      this.at++;
      if (next === ']') return items;
      this.blanks();
    }
  }

  private string(): string {
    let out = '';
    this.at++;
    let from = this.at;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (Number.isNaN(code) || code < 0x20) this.fail('in string literal');
      if (code === 0x22) break;
      if (code !== 0x5c) {
        this.at++;
        continue;
      }
      out += this.text.slice(from, this.at);
      this.at++;
      const char = this.text.charAt(this.at);
      const simple = ESCAPES[char];
      if (simple !== undefined) {
        out += simple;
        this.at++;
      } else if (char === 'u') {
        const start = ++this.at;
        for (; this.at < start + 4; this.at++)
          if (!/^[0-9a-fA-F]$/.test(this.text.charAt(this.at))) this.fail('in \\u hexadecimal character escape');
        out += String.fromCharCode(Number.parseInt(this.text.slice(start, this.at), 16));
      } else {
        this.fail('in string escape code');
      }
      from = this.at;
    }
    out += this.text.slice(from, this.at);
    this.at++;
    return out;
  }

  private digits(where: string): void {
    if (!this.isDigit()) this.fail(where);
    while (this.isDigit()) this.at++;
  }

  private isDigit(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code >= 0x30 && code <= 0x39;
  }

  private number(): number {
    const from = this.at;
    if (this.text.charAt(this.at) === '-') this.at++;
    if (this.text.charAt(this.at) === '0') this.at++;
    else this.digits('in numeric literal');
    if (this.text.charAt(this.at) === '.') {
      this.at++;
      this.digits('after decimal point in numeric literal');
    }
    if (this.text.charAt(this.at).toLowerCase() === 'e') {
      this.at++;
      if ('+-'.includes(this.text.charAt(this.at) || 'x')) this.at++;
      this.digits('in exponent of numeric literal');
    }
    return Number(this.text.slice(from, this.at));
  }
}

/** Parses JSON text, naming keys that occur twice (the last one counts). Throws `JsonSyntaxError`. */
export function parseJson(text: string): ParsedJson {
  const reader = new Reader(text);
  const value = reader.document();
  return { value, duplicates: reader.duplicates };
}

/** The places in a text at which keys stand, and at which they are repeated, by their paths. The text is JSON. */
export function keyPlaces(text: string): {
  readonly first: ReadonlyMap<string, number>;
  readonly repeated: ReadonlyMap<string, number>;
} {
  const first = new Map<string, number>();
  const repeated = new Map<string, number>();
  new Reader(text, (path, at, isRepeated) => {
    const places = isRepeated ? repeated : first;
    if (!places.has(path)) places.set(path, at);
  }).document();
  return { first, repeated };
}
