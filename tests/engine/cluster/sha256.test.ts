import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../src/engine/cluster/canonical.ts';
import { Sha256, sha256Hex } from '../../../src/engine/cluster/sha256.ts';

const real = (text: string): string => createHash('sha256').update(text).digest('hex');

test('the digest of every length around a block is the real one', () => {
  for (let length = 0; length < 200; length++) {
    const text = 'pod/쿠버네티스-'.repeat(20).slice(0, length);
    expect(sha256Hex(text)).toBe(real(text));
  }
});

test('what is fed in pieces, and asked for between, comes to the same', () => {
  const running = new Sha256();
  let all = '';
  for (let piece = 0; piece < 150; piece++) {
    const text = 'x'.repeat((piece * 37) % 131);
    all += text;
    running.update(text);
    expect(running.hex()).toBe(real(all));
  }
});

test('canonical JSON sorts keys by code unit and leaves out what is undefined', () => {
  const value = { b: [1, { z: null, y: undefined }], a: 'é"\n', Z: true, aa: -0, 10: [], 9: {}, n: Number.NaN };
  expect(canonicalJson(value)).toBe('{"10":[],"9":{},"Z":true,"a":"é\\"\\n","aa":0,"b":[1,{"z":null}],"n":null}');
  expect(canonicalJson([undefined, 'x'])).toBe('[null,"x"]');
});
