import type { Hint, Task } from '../../../engine/grader/lab.ts';
import type { Progress } from '../../../engine/hosts/protocol.ts';

/** How far the learner is, as far as the page knows. */
export const NOTHING_DONE: Progress = { attempts: {}, hints: {}, solutions: [] };

export type HintState =
  | { readonly is: 'taken'; readonly hint: Hint }
  | { readonly is: 'open'; readonly hint: Hint }
  /** Opens after so many more checks. */
  | { readonly is: 'locked'; readonly hint: Hint; readonly checksMore: number };

/** The hints of a task up to the first that has not been taken: they come in order. */
export function hintStates(task: Task, progress: Progress): readonly HintState[] {
  const taken = progress.hints[task.id] ?? 0;
  const attempts = progress.attempts[task.id] ?? 0;
  return task.hints.slice(0, taken + 1).map((hint, at): HintState => {
    if (at < taken) return { is: 'taken', hint };
    return attempts >= hint.afterAttempts
      ? { is: 'open', hint }
      : { is: 'locked', hint, checksMore: hint.afterAttempts - attempts };
  });
}

/** The progress after a hint has been taken; the session counts the same way. */
export function withHint(progress: Progress, task: string): Progress {
  return { ...progress, hints: { ...progress.hints, [task]: (progress.hints[task] ?? 0) + 1 } };
}

/** So many checks of a task count as having tried: then its solution opens without a question. */
const TRIED = 3;

/** Whether the learner has tried a task, or seen its solution before. */
export function hasTried(task: string, { attempts, solutions }: Progress): boolean {
  return (attempts[task] ?? 0) >= TRIED || solutions.includes(task);
}
