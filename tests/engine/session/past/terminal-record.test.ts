import { describe, expect, it } from 'vitest';
import { TerminalRecord } from '../../../../src/engine/session/past/terminal-record.ts';
import { recorded } from './recorded.ts';

describe('the record of the terminals', () => {
  it('shows at a moment what had been printed by then', () => {
    const { learner, past } = recorded();
    learner.run('echo one');
    learner.wait(1_000);
    const then = learner.clock.nowMs();
    learner.wait(1_000);
    learner.run('echo two');
    const [screen] = past.terminals.at(then);
    expect(screen).toMatchObject({ terminal: 1, columns: 100, rows: 30 });
    expect(screen?.text).toContain('one');
    expect(screen?.text).not.toContain('two');
    expect(past.terminals.at(learner.clock.nowMs())[0]?.text).toContain('two');
    expect(past.terminals.at(learner.session.arrivedMs - 1)).toEqual([]);
  });

  it('knows the size that a terminal had, and when it was open', () => {
    const record = new TerminalRecord();
    record.opened(1, 0, 80, 24);
    record.printed(1, 5, 'a');
    record.opened(2, 10, 80, 24);
    record.resized(1, 20, 120, 40);
    record.closed(2, 30);
    expect(record.at(5).map(({ terminal, columns }) => [terminal, columns])).toEqual([[1, 80]]);
    expect(record.at(20).map(({ terminal, columns }) => [terminal, columns])).toEqual([
      [1, 120],
      [2, 80],
    ]);
    expect(record.at(30)).toHaveLength(1);
  });

  it('keeps no more than it must, and begins what it shows with a whole line', () => {
    const record = new TerminalRecord();
    record.opened(1, 0, 80, 24);
    const line = `${'x'.repeat(99)}\n`;
    for (let at = 1; at <= 20_000; at++) record.printed(1, at, line);
    const [screen] = record.at(20_000);
    expect(screen?.text.length).toBeLessThanOrEqual(100_000);
    expect(screen?.text.startsWith('x'.repeat(99))).toBe(true);
    expect(record.at(1)[0]?.text).toBe('');
  });
});
