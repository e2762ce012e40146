import { JqSyntaxError } from './node.ts';

/** A word or sign of a jq program. A string's parts hold the programs between `\(` and `)` as tokens. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly is: 'sign' | 'word' | 'field' | 'variable' | 'format'; readonly text: string }
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'string'; readonly parts: readonly (string | readonly Token[])[] }
  | { readonly is: 'end' }
);

const SIGNS = /^(?:\?\/\/=|\?\/\/|\/\/=|\/\/|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\.\.|[.[\](){}|,:;=<>+\-*/%?$])/;
const ESCAPES: { readonly [letter: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Cuts a program into tokens, up to its end or to a `)` that nothing opened. Throws `JqSyntaxError`. */
export function tokenize(
  text: string,
  from = 0,
  inString = false,
): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let at = from;
  let depth = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const blank = /^(?:\s+|#[^\n]*)/.exec(rest)?.[0];
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    if (rest.startsWith('"')) {
      const string = readString(text, at);
      tokens.push(string);
      at = string.end;
      continue;
    }
    const token = (is: 'sign' | 'word' | 'field' | 'variable' | 'format', found: string, shown: string): void => {
      tokens.push({ is, text: shown, at, end: at + found.length });
      at += found.length;
    };
    const number = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/.exec(rest)?.[0];
    if (number !== undefined) {
      tokens.push({ is: 'number', value: Number(number), at, end: at + number.length });
      at += number.length;
      continue;
    }
    const [field] = /^\.[A-Za-z_]\w*/.exec(rest) ?? [];
    const [word] = /^(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/.exec(rest) ?? [];
    const [variable] = /^\$(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/.exec(rest) ?? [];
    const [format] = /^@[A-Za-z0-9_]+/.exec(rest) ?? [];
    const [sign] = SIGNS.exec(rest) ?? [];
    if (field !== undefined) token('field', field, field.slice(1));
    else if (word !== undefined) token('word', word, word);
    else if (variable !== undefined) token('variable', variable, variable);
    else if (format !== undefined) token('format', format, format);
    else if (sign !== undefined) {
      if (sign === '(') depth++;
      if (sign === ')' && --depth < 0 && inString)
        return { tokens: [...tokens, { is: 'end', at, end: at }], end: at + 1 };
      token('sign', sign, sign);
    } else throw new JqSyntaxError(at);
  }
  if (inString) throw new JqSyntaxError(text.length);
  return { tokens: [...tokens, { is: 'end', at: text.length, end: text.length }], end: text.length };
}

function readString(text: string, from: number): Extract<Token, { is: 'string' }> {
  const parts: (string | readonly Token[])[] = [];
  let piece = '';
  let at = from + 1;
  for (;;) {
    const char = text[at];
    if (char === undefined) throw new JqSyntaxError(from);
    if (char === '"') break;
    if (char !== '\\') {
      piece += char;
      at++;
      continue;
    }
    const letter = text[at + 1] ?? '';
    if (letter === '(') {
      parts.push(piece);
      piece = '';
      const inner = tokenize(text, at + 2, true);
      parts.push(inner.tokens);
      at = inner.end;
      continue;
    }
    const code = letter === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 2))?.[0] : undefined;
    const plain = code === undefined ? ESCAPES[letter] : String.fromCharCode(Number.parseInt(code, 16));
    if (plain === undefined) throw new JqSyntaxError(at);
    piece += plain;
    at += code === undefined ? 2 : 6;
  }
  parts.push(piece);
  return { is: 'string', parts, at: from, end: at + 1 };
}
