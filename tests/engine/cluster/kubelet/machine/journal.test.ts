import { expect, it } from 'vitest';
import { VirtualClock } from '../../../../../src/engine/cluster/clock.ts';
import { NodeJournal } from '../../../../../src/engine/cluster/kubelet/machine/journal.ts';

it('keeps the newest 600 lines, and lets go of what old ones were made from', () => {
  const journal = new NodeJournal(new VirtualClock(0));
  const made: number[] = [];
  const followed: string[] = [];
  const stop = journal.follow(({ text }) => followed.push(text));
  journal.write('kubelet.service', 'kubelet', 1, () => 'line 0');
  stop();
  for (let at = 1; at <= 751; at++) {
    journal.write('kubelet.service', 'kubelet', 1, () => {
      made.push(at);
      return `line ${at}`;
    });
  }
  expect(made.length).toBeGreaterThan(0);
  expect(made.length).toBeLessThanOrEqual(600);
  const before = made.length;
  const lines = journal.lines();
  expect(lines).toHaveLength(600);
  expect([lines.at(0)?.text, lines.at(-1)?.text]).toEqual(['line 152', 'line 751']);
  expect(followed).toEqual(['line 0']);
  // A line that was made is not made again.
  expect(made.length - before).toBeLessThanOrEqual(1);
});
