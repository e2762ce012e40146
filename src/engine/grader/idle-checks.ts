import type { Check, Lab } from './lab.ts';
import type { Report } from './verdict.ts';

/** A check that could be left out, and nobody would be graded otherwise. */
export interface IdleCheck {
  readonly task: string;
  readonly check: string;
}

/** What was typed is looked at for its own sake where it carries no points: it decides nothing, and need not. */
const isRemark = (check: Check): boolean => check.subject.kind === 'command' && check.points === 0;

/**
 * The checks of a lab that no run needs: with the check disabled, its task is complete in no run in which it should not be. A check is
 * needed when there is a run in which, of the checks of its task, it alone fails. `reports` are those of the runs that do not solve the lab;
 * a task that waits for another one says nothing there.
 */
export function idleChecks(lab: Lab, reports: readonly Report[]): readonly IdleCheck[] {
  const needed = new Set<string>();
  for (const report of reports)
    for (const task of lab.tasks) {
      const complete = (id: string): boolean => report.tasks.find((other) => other.task === id)?.complete === true;
      const verdicts = report.tasks.find((other) => other.task === task.id)?.verdicts ?? [];
      const [failed, ...others] = verdicts.filter((verdict) => verdict.outcome === 'not-met');
      if (failed !== undefined && others.length === 0 && task.needs.every(complete)) needed.add(failed.check);
    }
  return lab.tasks.flatMap((task) =>
    task.checks
      .filter((check) => !isRemark(check) && !needed.has(check.id))
      .map((check) => ({ task: task.id, check: check.id })),
  );
}
