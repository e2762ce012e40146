import type { Lab, Task } from '../../../engine/grader/lab.ts';

/** A moment of the session that one can go back to: the journal is cut there and replayed. */
export interface Moment {
  /** So many lines of the journal are kept. */
  readonly keep: number;
  /** Virtual milliseconds since the learner came. */
  readonly atMs: number;
  /** The task that had just been done; undefined for the beginning of the lab. */
  readonly after: Task | undefined;
  /** What going back there undoes. */
  readonly undoes: { readonly commands: number; readonly files: number; readonly others: number };
}

interface Line {
  readonly atMs: number;
  readonly input: { readonly do: string; readonly [field: string]: unknown };
}

/** What opens a session without doing anything in it. */
const OPENING = new Set(['open-terminal', 'close-terminal', 'resize']);
/** What a learner does that leaves the cluster and the files alone. */
const LOOKING = new Set([
  ...OPENING,
  'check',
  'hint',
  'solution',
  'reached',
  'export',
  'host-output',
  'host-exit',
  'browse',
]);

function undone(lines: readonly Line[]): Moment['undoes'] {
  let commands = 0;
  let files = 0;
  let others = 0;
  for (const { input } of lines) {
    if (input.do === 'run') commands++;
    else if (input.do === 'type') commands += String(input['text']).split('\r').length - 1;
    else if (input.do === 'write-file' || input.do === 'remove-file' || input.do === 'edited') files++;
    else if (!LOOKING.has(input.do)) others++;
  }
  return { commands, files, others };
}

const undoesSomething = ({ undoes: { commands, files, others } }: Moment): boolean => commands + files + others > 0;

/**
 * The moments before a task to which a session can go back, the latest first: the lab's beginning, and whenever another task had just been
 * done, unless nothing was done since: tasks are found done when one presses Check, often several at once and after the last step. `usual` is the one at which this task began: the last at which a task before it was done, and not after it was itself done.
 */
export function momentsBefore(
  journal: string,
  lab: Lab,
  task: Task,
  arrivedMs: number,
): { readonly moments: readonly Moment[]; readonly usual: Moment } {
  const [head = '{}', ...rest] = journal.split('\n').filter((line) => line !== '');
  const preparedMs = arrivedMs - Number(JSON.parse(head).startMs ?? arrivedMs);
  const lines = rest.map((line): Line => JSON.parse(line));
  const moment = (count: number, after: Task | undefined): Moment => ({
    keep: count + 1,
    atMs: Math.max(0, (lines[count - 1]?.atMs ?? 0) - preparedMs),
    after,
    undoes: undone(lines.slice(count)),
  });
  const first = lines.findIndex(({ input }) => !OPENING.has(input.do));
  const beginning = moment(first < 0 ? lines.length : first, undefined);
  const reached = lines.flatMap(({ input }, at) =>
    input.do === 'reached' ? [{ at, task: String(input['task']) }] : [],
  );
  const own = reached.find((each) => each.task === task.id)?.at ?? lines.length;
  const found = reached.flatMap(({ at, task: id }) => {
    const other = lab.tasks.find((each) => each.id === id);
    if (other === undefined || other === task) return [];
    const then = moment(at + 1, other);
    return undoesSomething(then) ? [then] : [];
  });
  const position = lab.tasks.indexOf(task);
  const before = found.filter(
    ({ after, keep }) => after !== undefined && lab.tasks.indexOf(after) < position && keep - 1 <= own,
  );
  return { moments: [...found.reverse(), beginning], usual: before.at(-1) ?? beginning };
}

/** The journal up to a moment. */
export function cutAt(journal: string, { keep }: Moment): string {
  return `${journal
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, keep)
    .join('\n')}\n`;
}
