import { describe, expect, it } from 'vitest';
import { SessionPort } from '../../../src/components/workbench/session/port.ts';
import { checkWhenSettled } from '../../../src/components/workbench/tasks/auto-check.ts';
import { cutAt, momentsBefore } from '../../../src/components/workbench/tasks/go-back.ts';
import { markIn } from '../../../src/components/workbench/tasks/marks.ts';
import { hasTried, NOTHING_DONE } from '../../../src/components/workbench/tasks/progress.ts';
import type { Lab, Task } from '../../../src/engine/grader/lab.ts';
import type { FromSession, ToSession } from '../../../src/engine/hosts/protocol.ts';

const task = (id: string): Task => ({
  id,
  title: { en: id, ko: id },
  text: undefined,
  needs: [],
  checks: [],
  hints: [],
});
const lab = { tasks: [task('one'), task('two'), task('three')] } as unknown as Lab;
const [one, two, three] = lab.tasks as readonly [Task, Task, Task];

const line = (atMs: number, input: object) => JSON.stringify({ atMs, input, previous: 'x' });
const journal = (...inputs: readonly [number, object][]): string =>
  `${['{"skiff":"journal/v1","startMs":1000000}', ...inputs.map(([atMs, input]) => line(atMs, input))].join('\n')}\n`;

describe('what the journal says of tasks', () => {
  it('is an answer, a task that was done, a solution that was seen', () => {
    expect(markIn(line(1, { do: 'answer', check: 'count', text: 'seven' }))).toEqual({
      is: 'answer',
      check: 'count',
      text: 'seven',
    });
    expect(markIn(line(1, { do: 'reached', task: 'one' }))).toEqual({ is: 'reached', task: 'one' });
    expect(markIn(line(1, { do: 'solution', task: 'one' }))).toEqual({ is: 'solution', task: 'one' });
  });

  it('is nothing where somebody only typed the words', () => {
    expect(markIn(line(1, { do: 'check', task: null }))).toBeUndefined();
    expect(markIn(line(1, { do: 'write-file', path: 'a', content: '"do":"answer"' }))).toBeUndefined();
  });
});

describe('going back to where a task began', () => {
  const session = journal(
    [0, { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 }],
    [1000, { do: 'run', terminal: 1, line: 'kubectl run web' }],
    [2000, { do: 'reached', task: 'one' }],
    [3000, { do: 'type', terminal: 1, text: 'ls\rpwd\r' }],
    [4000, { do: 'write-file', path: 'a.yaml', content: 'x' }],
    [5000, { do: 'fault', fault: {} }],
    [6000, { do: 'check', task: null }],
  );

  it('goes to the moment at which the task before it was done, and says what that undoes', () => {
    const { usual, moments } = momentsBefore(session, lab, two, 1_000_500);
    expect(usual).toEqual({ keep: 4, atMs: 1500, after: one, undoes: { commands: 2, files: 1, others: 1 } });
    expect(moments.map(({ after }) => after?.id)).toEqual(['one', undefined]);
    expect(cutAt(session, usual).trimEnd().split('\n')).toHaveLength(4);
    expect(session.startsWith(cutAt(session, usual))).toBe(true);
  });

  it('goes to the beginning of the lab for the first task, and keeps the terminal that was open', () => {
    const { usual } = momentsBefore(session, lab, one, 1_000_000);
    expect(usual).toMatchObject({ keep: 2, after: undefined, undoes: { commands: 3, files: 1, others: 1 } });
  });

  it('goes no later than the task was itself done', () => {
    const early = journal(
      [0, { do: 'run', terminal: 1, line: 'a' }],
      [1, { do: 'reached', task: 'three' }],
      [2, { do: 'run', terminal: 1, line: 'b' }],
      [3, { do: 'reached', task: 'two' }],
      [4, { do: 'run', terminal: 1, line: 'c' }],
    );
    expect(momentsBefore(early, lab, three, 1_000_000).usual.after).toBeUndefined();
    expect(momentsBefore(early, lab, three, 1_000_000).moments.map(({ after }) => after?.id)).toEqual([
      'two',
      undefined,
    ]);
  });

  it('offers no moment since which nothing was done', () => {
    const late = journal(
      [0, { do: 'run', terminal: 1, line: 'a' }],
      [1, { do: 'reached', task: 'one' }],
      [2, { do: 'run', terminal: 1, line: 'b' }],
      [3, { do: 'check', task: null }],
      [3, { do: 'reached', task: 'two' }],
    );
    const { usual, moments } = momentsBefore(late, lab, three, 1_000_000);
    expect(usual).toMatchObject({ after: one, undoes: { commands: 1, files: 0, others: 0 } });
    expect(moments.map(({ after }) => after?.id)).toEqual(['one', undefined]);
  });

  it('undoes nothing in a session in which nothing was done', () => {
    const fresh = journal([0, { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 }]);
    expect(momentsBefore(fresh, lab, two, 1_000_000).usual).toMatchObject({
      keep: 2,
      undoes: { commands: 0, files: 0, others: 0 },
    });
  });
});

describe('a solution', () => {
  it('opens without a question after three checks, or when it was seen before', () => {
    expect(hasTried('one', NOTHING_DONE)).toBe(false);
    expect(hasTried('one', { ...NOTHING_DONE, attempts: { one: 3 } })).toBe(true);
    expect(hasTried('one', { ...NOTHING_DONE, solutions: ['one'] })).toBe(true);
  });
});

describe('a check by itself', () => {
  function world() {
    const sent: ToSession[] = [];
    const found: unknown[] = [];
    let hear: (message: FromSession) => void = () => {};
    const port = new SessionPort();
    const state = { wanted: true };
    checkWhenSettled(
      port,
      () => state.wanted,
      (report) => found.push(report),
    );
    port.connect({
      kind: 'worker',
      send: (message) => void sent.push(message),
      listen: ({ message }) => {
        hear = message;
      },
      stop() {},
    });
    hear({ is: 'ready', engine: '0', tookMs: 1, replayed: 0 });
    const time = (settled: boolean): FromSession => ({ is: 'time', nowMs: 1, startMs: 0, speed: 1, settled });
    const asked = () => sent.filter((message) => message.is === 'ask').length;
    return { port, found, state, asked, hear: (message: FromSession) => hear(message), time };
  }

  it('comes when the cluster has settled after something changed, and once', async () => {
    const { port, found, asked, hear, time } = world();
    port.input({ do: 'run', terminal: 1, line: 'kubectl run web' });
    hear({ is: 'map', changes: [] });
    hear(time(false));
    expect(asked()).toBe(0);
    hear(time(true));
    hear(time(true));
    expect(asked()).toBe(1);
    hear({ is: 'answer', id: 1, answer: { ok: true, value: { earned: 3 } } });
    await Promise.resolve();
    expect(found).toEqual([{ earned: 3 }]);
  });

  it('does not come before the learner has done something, nor where it is not wanted', () => {
    const { port, state, asked, hear, time } = world();
    hear({ is: 'map', changes: [] });
    hear(time(true));
    state.wanted = false;
    port.input({ do: 'run', terminal: 1, line: 'ls' });
    hear(time(true));
    expect(asked()).toBe(0);
  });
});
