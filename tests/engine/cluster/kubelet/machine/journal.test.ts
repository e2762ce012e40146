import { expect, it } from 'vitest';
import { VirtualClock } from '../../../../../src/engine/cluster/clock.ts';
import { NodeJournal } from '../../../../../src/engine/cluster/kubelet/machine/journal.ts';

/** A journal and a writer of numbered lines a second apart; `made` tells which texts were made. */
function journal(betweenMs: number) {
  const clock = new VirtualClock(0);
  const lines = new NodeJournal(clock);
  const made: number[] = [];
  const write = (from: number, to: number): void => {
    for (let at = from; at <= to; at++) {
      clock.runUntil(clock.nowMs() + betweenMs);
      lines.write('kubelet.service', 'kubelet', 1, () => {
        made.push(at);
        return `line ${at}`;
      });
    }
  };
  return { lines, made, write };
}

it('keeps the newest 600 lines, and lets go of what old ones were made from', () => {
  const { lines, made, write } = journal(1_000);
  write(1, 1_751);
  // Those of the last five minutes are not made yet.
  expect(made.length).toBeGreaterThanOrEqual(1_751 - 300 - 150);
  const before = made.length;
  const found = lines.lines();
  expect(found).toHaveLength(600);
  expect(found.map(({ text }) => text)).toEqual(Array.from({ length: 600 }, (_, at) => `line ${at + 1_152}`));
  expect(found[0]).toEqual({
    timeMs: 1_152_000,
    unit: 'kubelet.service',
    identifier: 'kubelet',
    pid: 1,
    text: 'line 1152',
  });
  // A line that was made is not made again.
  expect(made.length - before).toBeLessThanOrEqual(450);
  expect(new Set(made.slice(0, before)).size).toBe(before);
});

it('makes no text of lines that are too many to be read', () => {
  const { lines, made, write } = journal(10);
  write(1, 5_000);
  expect(made).toEqual([]);
  expect(lines.lines().map(({ text }) => text)).toEqual(Array.from({ length: 600 }, (_, at) => `line ${at + 4_401}`));
});

it('tells followers each line until they stop', () => {
  const { lines, write } = journal(10);
  const followed: string[] = [];
  const stop = lines.follow(({ text }) => followed.push(text));
  write(1, 2);
  stop();
  write(3, 3);
  expect(followed).toEqual(['line 1', 'line 2']);
});
