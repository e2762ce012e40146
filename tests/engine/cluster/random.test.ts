import { expect, test } from 'vitest';
import { Random } from '../../../src/engine/cluster/random.ts';

test('a seed draws the same UUIDs and the same letters after them for ever', () => {
  const random = new Random(7);
  expect([random.uuid(), random.uuid(), random.hex(4)]).toEqual([
    '00fb8673-8b42-4835-a84f-3e32248c1e89',
    'f9ed0256-01c5-47fb-b552-2e53a50ae8da',
    '18ae',
  ]);
});

test('every UUID is one of version 4', () => {
  const random = new Random(1);
  for (let at = 0; at < 200; at++)
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
