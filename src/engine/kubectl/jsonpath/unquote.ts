const SHORT: { readonly [letter: string]: string | undefined } = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** A quoted string's text, in either quotes, with Go's escapes; undefined when an escape is none of Go's. Models: jsonpath.UnquoteExtend */
export function unquoteExtended(quoted: string): string | undefined {
  const mark = quoted[0];
  if (quoted.length < 2 || mark !== quoted.at(-1)) return undefined;
  const body = quoted.slice(1, -1);
  let out = '';
  for (let at = 0; at < body.length; at++) {
    const character = body[at] ?? '';
    if (character === mark) return undefined;
    if (character !== '\\') {
      out += character;
      continue;
    }
    const letter = body[++at] ?? '';
    const short = SHORT[letter] ?? (letter === mark ? mark : undefined);
    if (short !== undefined) {
      out += short;
      continue;
    }
    const length = { x: 2, u: 4, U: 8 }[letter];
    const digits = length === undefined ? '' : body.slice(at + 1, at + 1 + length);
    if (length !== undefined && digits.length === length && /^[0-9a-fA-F]+$/.test(digits)) {
      const code = Number.parseInt(digits, 16);
      if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
      out += String.fromCodePoint(code);
      at += length;
      continue;
    }
    const octal = /^[0-7]{3}/.exec(body.slice(at))?.[0];
    if (octal === undefined) return undefined;
    out += String.fromCodePoint(Number.parseInt(octal, 8));
    at += 2;
  }
  return out;
}
