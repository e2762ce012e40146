/** Text that is no CEL expression; the message is what the API server says after `compilation failed: `. */
export class CelSyntaxError extends Error {}

/** One token of an expression, with where it starts. */
export interface Token {
  readonly kind: 'name' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'symbol' | 'end';
  /** A name, a symbol, a number's digits, or a string's value. */
  readonly text: string;
  readonly at: number;
}

const SPACE = /(?:\s|\/\/[^\n]*)*/y;
const NAME = /[A-Za-z_]\w*/y;
const HEX = /0[xX][0-9a-fA-F]+/y;
const NUMBER = /(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|\d+)/y;
const SYMBOL = /&&|\|\||==|!=|<=|>=|\[\?|\.\?|[-+*/%<>!?:.,()[\]{}]/y;
const STRING = /([bB]?[rR]?|[rR][bB])("""|'''|"|')/y;
const ESCAPES: { readonly [char: string]: string } = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** `1:5` of a place in a text. */
export function place(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `${before.length}:${(before[before.length - 1] ?? '').length + 1}`;
}

/** The sentence for a fault at a place, with the line and a caret below it. Models: cel-go/common.Error.ToDisplayString */
export function syntaxError(text: string, at: number, what: string): CelSyntaxError {
  const line = text.slice(0, at).split('\n').length - 1;
  const shown = text.split('\n')[line] ?? '';
  const column = Number(place(text, at).split(':')[1]) - 1;
  return new CelSyntaxError(
    `ERROR: <input>:${place(text, at)}: Syntax error: ${what}\n | ${shown}\n | ${'.'.repeat(column)}^`,
  );
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function stringAt(
  text: string,
  at: number,
  prefix: string,
  quote: string,
): { readonly value: string; readonly end: number } {
  const isRaw = /r/i.test(prefix);
  let value = '';
  let from = at + prefix.length + quote.length;
  while (!text.startsWith(quote, from)) {
    const char = text[from];
    if (char === undefined || (char === '\n' && quote.length === 1))
      throw syntaxError(text, at, `token recognition error at: '${text.slice(at)}'`);
    if (char !== '\\' || isRaw) {
      value += char;
      from++;
      continue;
    }
    const hex = /^\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(text.slice(from, from + 10));
    const octal = /^\\([0-3][0-7]{2})/.exec(text.slice(from, from + 4));
    const escaped = text[from + 1] ?? '';
    if (hex !== null) value += String.fromCodePoint(Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '0', 16));
    else if (octal !== null) value += String.fromCharCode(Number.parseInt(octal[1] ?? '0', 8));
    else value += ESCAPES[escaped] ?? escaped;
    from += hex?.[0].length ?? octal?.[0].length ?? 2;
  }
  return { value, end: from + quote.length };
}

/** Splits an expression into tokens. Throws `CelSyntaxError`. */
export function tokens(text: string): readonly Token[] {
  const out: Token[] = [];
  let at = matchAt(SPACE, text, 0)?.[0].length ?? 0;
  while (at < text.length) {
    const opened = matchAt(STRING, text, at);
    const number = matchAt(HEX, text, at) ?? matchAt(NUMBER, text, at);
    const previous = out[out.length - 1];
    let end: number;
    if (opened !== null) {
      const { value, end: after } = stringAt(text, at, opened[1] ?? '', opened[2] ?? '"');
      out.push({ kind: /b/i.test(opened[1] ?? '') ? 'bytes' : 'string', text: value, at });
      end = after;
    } else if (
      number !== null &&
      !(number[0].startsWith('.') && previous !== undefined && previous.kind !== 'symbol')
    ) {
      end = at + number[0].length;
      const isUnsigned = /^[uU]$/.test(text[end] ?? '');
      const isWhole = /^(\d+|0[xX].*)$/.test(number[0]);
      out.push({ kind: !isWhole ? 'double' : isUnsigned ? 'uint' : 'int', text: number[0], at });
      if (isUnsigned && isWhole) end++;
    } else {
      const name = matchAt(NAME, text, at);
      const symbol = name ?? matchAt(SYMBOL, text, at);
      if (symbol === null) throw syntaxError(text, at, `token recognition error at: '${text[at]}'`);
      out.push({ kind: name === null ? 'symbol' : 'name', text: symbol[0], at });
      end = at + symbol[0].length;
    }
    at = end + (matchAt(SPACE, text, end)?.[0].length ?? 0);
  }
  out.push({ kind: 'end', text: '<EOF>', at: text.length });
  return out;
}
