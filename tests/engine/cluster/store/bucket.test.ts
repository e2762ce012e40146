import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { Bucket, type Slot } from '../../../../src/engine/cluster/store/bucket.ts';
import { StoredVersion, sharedFacts } from '../../../../src/engine/cluster/store/version.ts';

const clock = new VirtualClock(0);
const WRITER = { manager: 'test', operation: 'Update', subresource: '' } as const;

function slot(space: string, name: string): Slot {
  const metadata = { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-05T09:00:00Z' };
  const object: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata };
  return {
    space,
    name,
    version: new StoredVersion(1, clock.nowMs(), sharedFacts('ADDED', 'pods', WRITER), object, undefined),
  };
}

const namesIn = (bucket: Bucket): string[] => bucket.objects().map(({ metadata }) => metadata.name);

describe('a bucket of slots', () => {
  test('hands them out by namespace and name, however they came', () => {
    const bucket = new Bucket();
    for (const [space, name] of [
      ['b/', 'a'],
      ['a/', 'z'],
      ['a/', 'c'],
      ['a-b/', 'a'],
      ['a/', 'Z'],
    ] as const)
      bucket.add(slot(space, name));
    expect([...bucket].map((each) => each.space + each.name)).toEqual(['a-b/a', 'a/Z', 'a/c', 'a/z', 'b/a']);
  });

  test('a slot that goes and comes back is there once', () => {
    const bucket = new Bucket();
    const [a, b, c] = [slot('x/', 'a'), slot('x/', 'b'), slot('x/', 'c')];
    for (const each of [b, a, c]) bucket.add(each);
    bucket.remove(a);
    bucket.add(a);
    expect(bucket.size).toBe(3);
    expect(namesIn(bucket)).toEqual(['a', 'b', 'c']);
  });

  test('reading while it changes sees what was there', () => {
    const bucket = new Bucket();
    for (const name of ['c', 'a', 'b']) bucket.add(slot('x/', name));
    const seen: string[] = [];
    for (const each of bucket) {
      if (seen.length === 0) bucket.add(slot('x/', '0'));
      seen.push(each.name);
    }
    expect(seen.filter((name) => name !== '0')).toEqual(['a', 'b', 'c']);
    expect(namesIn(bucket)).toEqual(['0', 'a', 'b', 'c']);
  });

  test('any mix of adding, removing and reading gives the sorted set', () => {
    const random = new Random(7);
    for (let run = 0; run < 50; run++) {
      const bucket = new Bucket();
      const members = new Map<string, Slot>();
      for (let step = 0; step < 200; step++) {
        const name = String(random.integer(0, 40));
        const member = members.get(name);
        if (member !== undefined) {
          bucket.remove(member);
          members.delete(name);
        } else {
          const fresh = slot('x/', name);
          bucket.add(fresh);
          members.set(name, fresh);
        }
        expect(bucket.size).toBe(members.size);
        if (random.integer(0, 10) === 0) expect(namesIn(bucket)).toEqual([...members.keys()].sort());
      }
      expect(namesIn(bucket)).toEqual([...members.keys()].sort());
    }
  });
});
