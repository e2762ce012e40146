import type { Report } from '../grader/verdict.ts';
import type { Progress } from './progress.ts';

/** The report with the cost of the hints taken; the floor of a task is 0. */
export function withHintCosts(report: Report, progress: Progress): Report {
  const tasks = report.tasks.map((task) => ({
    ...task,
    earned: Math.max(0, task.earned - progress.hintCost(task.task)),
  }));
  return { ...report, tasks, earned: tasks.reduce((sum, task) => sum + task.earned, 0) };
}
