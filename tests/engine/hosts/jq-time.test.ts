import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunJq } from '../../../src/engine/session/instruments.ts';
import { realJq } from '../real-jq.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5) + 678;
const zone = process.env.TZ;
let jq: RunJq;
beforeAll(async () => {
  jq = await realJq();
});
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('what jq calls now', () => {
  test('is the time of the cluster', () => {
    expect(jq('now', [], 'null', NOW).stdout.trim()).toBe('1767323045.678');
    expect(jq('now | todate', ['-r'], 'null', NOW).stdout.trim()).toBe('2026-01-02T03:04:05Z');
  });

  test('has the same hours wherever the host lives', () => {
    process.env.TZ = 'Asia/Seoul';
    expect(jq('now | localtime | .[3]', [], 'null', NOW).stdout.trim()).toBe('3');
    expect(jq('now | strftime("%H:%M %j")', ['-r'], 'null', NOW).stdout.trim()).toBe('03:04 002');
  });

  test('leaves the time of the host alone', () => {
    const before = Date;
    jq('now', [], 'null', NOW);
    jq('error', [], 'null', NOW);
    expect(Date).toBe(before);
  });
});
