import type { Lab } from './lab.ts';

/**
 * The lab as learners get it: without the checks that are hidden and without the proof, which holds the solutions. Publishing what is
 * published changes nothing, so a teacher's copy and the site's can be compared by it.
 */
export function publishedLab(lab: Lab): Lab {
  return {
    ...lab,
    tasks: lab.tasks.map((task) => ({ ...task, checks: task.checks.filter((check) => !check.hidden) })),
    proof: { unsolved: lab.proof.unsolved, solutions: [], wrong: [] },
  };
}
