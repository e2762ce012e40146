const SIMPLE: { readonly [letter: string]: string } = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Replaces `\n`, `\t`, `\0101` and the like. `zeroOctal`: octal numbers begin with 0 (echo, `%b`). `\c` stops all output. */
export function unescapeBackslashes(
  text: string,
  zeroOctal: boolean,
): { readonly text: string; readonly stopped: boolean } {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char !== '\\' || at === text.length - 1) {
      out += char;
      continue;
    }
    const rest = text.slice(at + 1);
    const letter = rest.charAt(0);
    if (letter === 'c') return { text: out, stopped: true };
    const octal = zeroOctal ? /^0([0-7]{0,3})/.exec(rest) : /^([0-7]{1,3})/.exec(rest);
    const hexadecimal = /^x([0-9a-fA-F]{1,2})/.exec(rest);
    const unicode = /^(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(rest);
    if (octal !== null) {
      out += String.fromCharCode(Number.parseInt(octal[1] || '0', 8) & 255);
      at += octal[0].length;
    } else if (hexadecimal !== null) {
      out += String.fromCharCode(Number.parseInt(hexadecimal[1] ?? '', 16));
      at += hexadecimal[0].length;
    } else if (unicode !== null) {
      const code = Number.parseInt(unicode[1] ?? unicode[2] ?? '', 16);
      out += code <= 0x10ffff ? String.fromCodePoint(code) : '';
      at += unicode[0].length;
    } else {
      const simple = SIMPLE[letter];
      out += simple ?? `\\${letter}`;
      at++;
    }
  }
  return { text: out, stopped: false };
}
