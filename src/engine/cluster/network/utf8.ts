import { isRawByte } from '../bytes.ts';

/** How many bytes `toBytes` makes of the text, without encoding it. Other lone surrogates count as the replacement character (3). */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00 && isLowSurrogate(text.charCodeAt(at + 1))) {
      bytes += 4;
      at++;
    } else bytes += isRawByte(code) ? 1 : 3;
  }
  return bytes;
}

/** The longest prefix of `text` that has at most `bytes` bytes in UTF-8; never splits a character. */
export function utf8Prefix(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text;
  let left = bytes;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const pair = code >= 0xd800 && code < 0xdc00 && isLowSurrogate(text.charCodeAt(at + 1));
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : pair ? 4 : isRawByte(code) ? 1 : 3;
    if (size > left) break;
    left -= size;
    at += pair ? 2 : 1;
  }
  return text.slice(0, at);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}
