import { describe, expect, it } from 'vitest';
import { idleChecks } from '../../../src/engine/grader/idle-checks.ts';
import type { Lab } from '../../../src/engine/grader/lab.ts';
import { readLabFile } from '../../../src/engine/grader/lab-file.ts';
import type { Report } from '../../../src/engine/grader/verdict.ts';

const TEXT = `id: idle
title: { en: A, ko: 가 }
summary: { en: A, ko: 가 }
lesson: pods
minutes: 5
tasks:
  - id: one
    title: { en: A, ko: 가 }
    checks:
      - { id: a, says: { en: A, ko: 가 }, points: 1, get: pod/a, exists: true }
      - { id: b, says: { en: A, ko: 가 }, points: 0, get: pod/b, exists: true }
      - { id: typed, says: { en: A, ko: 가 }, points: 0, command: '^kubectl' }
  - id: two
    title: { en: A, ko: 가 }
    needs: [one]
    checks:
      - { id: c, says: { en: A, ko: 가 }, points: 1, get: pod/c, exists: true, hidden: true }
proof:
  unsolved: 0
  solutions: [{ run: [x] }]
  wrong: [{ run: [x], fails: [a] }]
`;

const read = readLabFile('lab.yaml', TEXT, () => undefined);
const lab: Lab = 'lab' in read ? read.lab : (undefined as never);

/** The report of a run in which these checks hold. */
const holding = (...met: string[]): Report => ({
  lab: 'idle',
  earned: 0,
  points: 0,
  tasks: lab.tasks.map((task) => ({
    task: task.id,
    title: task.title,
    complete: task.checks.every(({ id }) => met.includes(id)),
    earned: 0,
    points: 0,
    verdicts: task.checks.map(({ id, says, points }) => ({
      check: id,
      outcome: met.includes(id) ? 'met' : 'not-met',
      points,
      earned: 0,
      says,
      why: undefined,
      counterExample: undefined,
    })),
  })),
});

const idle = (...reports: Report[]) => idleChecks(lab, reports).map(({ task, check }) => `${task}/${check}`);

describe('a check is idle', () => {
  it('when in no run it alone keeps its task from being complete', () => {
    expect(idle(holding())).toEqual(['one/a', 'one/b', 'two/c']);
    expect(idle(holding('b'), holding('a'))).toEqual(['one/a', 'one/b', 'two/c']);
    expect(idle(holding('b', 'typed'))).toEqual(['one/b', 'two/c']);
  });

  it('whatever points it has and whoever sees it, but for typed commands without points', () => {
    expect(idle(holding('b', 'typed'), holding('a', 'typed'), holding('a', 'b', 'typed'))).toEqual([]);
  });

  it('as long as its task waits for another one', () => {
    expect(idle(holding('a', 'typed'), holding('b', 'typed'))).toEqual(['two/c']);
  });
});
