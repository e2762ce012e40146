import { expect, test } from 'vitest';
import { formatMicroTime, formatTime, parseTime } from '../../../src/engine/cluster/timestamp.ts';

test('times are written and read as the real calendar has them', () => {
  for (const ms of [0, 951_782_400_000, 1_795_312_253_076, 4_107_542_399_999, 1_709_164_800_000]) {
    expect(formatTime(ms)).toBe(`${new Date(ms).toISOString().slice(0, 19)}Z`);
    expect(parseTime(new Date(ms).toISOString())).toBe(ms);
  }
  expect(formatMicroTime(1_795_312_253_076.731)).toBe('2026-11-22T01:50:53.076731Z');
  expect(parseTime('2026-11-22T10:50:53+09:00')).toBe(1_795_312_253_000);
  expect(parseTime('yesterday')).toBeUndefined();
});
