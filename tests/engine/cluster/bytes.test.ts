import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../../src/engine/cluster/base64.ts';
import { ByteReader, fromBytes, isBinary, toBytes } from '../../../src/engine/cluster/bytes.ts';
import { utf8Length, utf8Prefix } from '../../../src/engine/cluster/network/utf8.ts';

describe('bytes as text', () => {
  it('gives every sequence of bytes back, and counts it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = fromBytes(bytes);
        expect([...toBytes(text)]).toEqual([...bytes]);
        expect(utf8Length(text)).toBe(bytes.length);
        expect(utf8Length(utf8Prefix(text, 7))).toBeLessThanOrEqual(7);
        expect([...toBytes(decodeBase64(encodeBase64(text)) ?? '')]).toEqual([...bytes]);
      }),
    );
  });

  it('leaves text as it is, with the marks of its order and characters beyond the first plane', () => {
    for (const text of ['', 'abc', '\ufeffabc', 'é €', '😀 \u{1f480}', '한글']) {
      expect(fromBytes(toBytes(text))).toBe(text);
      expect(isBinary(text)).toBe(false);
    }
    expect(isBinary(fromBytes(Uint8Array.of(0xff)))).toBe(true);
    // Overlong, a half of a pair, beyond the last character, cut short.
    for (const bytes of [
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xe2, 0x82],
    ])
      expect([...toBytes(fromBytes(Uint8Array.from(bytes)))]).toEqual(bytes);
  });

  it('waits for the rest of a character that comes in pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.integer({ min: 1, max: 3 }), (text, size) => {
        const bytes = toBytes(text);
        const reader = new ByteReader();
        let read = '';
        for (let at = 0; at < bytes.length; at += size) read += reader.read(bytes.subarray(at, at + size));
        expect(read + reader.end()).toBe(text);
      }),
    );
    const reader = new ByteReader();
    expect(reader.read(Uint8Array.of(0x61, 0xe2, 0x82))).toBe('a');
    expect([...toBytes(reader.end())]).toEqual([0xe2, 0x82]);
  });
});
