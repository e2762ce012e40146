import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../../src/engine/cluster/canonical.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { objectDigest } from '../../../../src/engine/cluster/store/digest.ts';

const random = new Random(11);

const text = (length: number, alphabet: string): string =>
  Array.from({ length }, () => alphabet.charAt(random.integer(0, alphabet.length))).join('');

function value(depth: number): unknown {
  const kind = random.integer(0, depth > 3 ? 5 : 7);
  if (kind === 0) return random.integer(-3, 4);
  if (kind === 1) return text(random.integer(0, 3), 'ab0');
  if (kind === 2) return random.integer(0, 2) === 0;
  if (kind === 3) return null;
  if (kind === 4) return String(random.integer(-3, 4));
  const count = random.integer(0, 4);
  if (kind === 5) return Array.from({ length: count }, () => value(depth + 1));
  return Object.fromEntries(Array.from({ length: count }, () => [text(1, 'abc'), value(depth + 1)]));
}

const pod = (spec: unknown, status: unknown) => ({ kind: 'Pod', metadata: { name: 'a' }, spec, status });

describe('the digest of an object', () => {
  test('differs exactly where the canonical JSON differs', () => {
    const texts = new Map<string, string>();
    for (let run = 0; run < 20_000; run++) {
      const object = pod(value(0), value(0));
      const json = canonicalJson(object);
      const digest = objectDigest(object);
      expect(texts.get(digest) ?? json).toBe(json);
      texts.set(digest, json);
    }
    expect(new Set(texts.values()).size).toBe(texts.size);
  });

  test('does not depend on the order in which keys were set', () => {
    expect(objectDigest(pod({ a: 1, b: { c: [1, 2], d: 'x' } }, {}))).toBe(
      objectDigest(pod({ b: { d: 'x', c: [1, 2] }, a: 1, gone: undefined }, {})),
    );
  });

  test('tells apart what is easily confused', () => {
    const all = [[], {}, null, '', 0, false, '0', 'null', [null], [[]], [0, 1], [1, 0], { a: 1, b: 2 }, { a: 2, b: 1 }];
    expect(new Set(all.map((spec) => objectDigest(pod(spec, {})))).size).toBe(all.length);
    expect(objectDigest(pod({ a: 1 }, {}))).not.toBe(objectDigest(pod({}, { a: 1 })));
  });
});
