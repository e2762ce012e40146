import type { Lab } from '../grader/lab.ts';

/** How far a learner is: what hints unlock by and what the grader needs besides the cluster. */
export class Progress {
  private readonly attemptsByTask = new Map<string, number>();
  private readonly hintsByTask = new Map<string, number>();
  /** Tasks whose solution was shown; '' is the whole lab's. */
  readonly solutions = new Set<string>();
  readonly answers = new Map<string, string>();
  readonly commands: { readonly line: string; readonly atMs: number }[] = [];

  constructor(private readonly lab: Lab) {}

  /** A check of one task, or of all. */
  attempted(task: string | null): void {
    for (const each of this.lab.tasks)
      if (task === null || each.id === task)
        this.attemptsByTask.set(each.id, (this.attemptsByTask.get(each.id) ?? 0) + 1);
  }

  /** Takes a hint when it is unlocked: the hints of a task come in order. */
  takeHint(task: string, hint: number): void {
    const taken = this.hintsByTask.get(task) ?? 0;
    const wanted = this.lab.tasks.find((each) => each.id === task)?.hints[hint];
    if (wanted === undefined || hint !== taken || wanted.afterAttempts > (this.attemptsByTask.get(task) ?? 0)) return;
    this.hintsByTask.set(task, taken + 1);
  }

  get attempts(): { readonly [task: string]: number } {
    return Object.fromEntries(this.attemptsByTask);
  }

  get hints(): { readonly [task: string]: number } {
    return Object.fromEntries(this.hintsByTask);
  }

  /** Points that the hints taken for a task cost. */
  hintCost(task: string): number {
    const hints = this.lab.tasks.find((each) => each.id === task)?.hints ?? [];
    return hints.slice(0, this.hintsByTask.get(task) ?? 0).reduce((sum, hint) => sum + hint.costs, 0);
  }
}
