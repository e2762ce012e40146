import { describe, expect, it } from 'vitest';
import { Learner } from './learner.ts';

describe('a session', () => {
  it('tells how each command line ended, when it has ended', () => {
    const learner = new Learner();
    const told: string[] = [];
    learner.listen({
      entered: (_terminal, line) => void told.push(line),
      finished: (terminal, status) => void told.push(`${terminal}: ${status}`),
    });
    for (const line of ['true', 'sh -c "exit 3"', 'nothing-like-it'])
      learner.session.apply({ do: 'run', terminal: 1, line });
    learner.wait(5_000);
    expect(told).toEqual(['true', '1: 0', 'sh -c "exit 3"', '1: 3', 'nothing-like-it', '1: 127']);
  });
});
