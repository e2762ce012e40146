import type { Lab, ProofStep } from './lab.ts';

/**
 * The lab as learners get it: without the checks that are hidden, without solutions and without the proof, which holds some. Publishing
 * what is published changes nothing, so a teacher's copy and the site's can be compared by it.
 */
export function publishedLab(lab: Lab): Lab {
  const { showSolution: _show, ...shown } = lab;
  return {
    ...shown,
    tasks: lab.tasks.map(({ solution: _solution, ...task }) => ({
      ...task,
      checks: task.checks.filter((check) => !check.hidden),
    })),
    proof: { unsolved: lab.proof.unsolved, solutions: [], wrong: [] },
  };
}

/** One step of a solution as the page shows it: an edit comes with the text that the file then has. */
export type SolutionStep =
  | Exclude<ProofStep, { readonly kind: 'edit' }>
  | { readonly kind: 'edit'; readonly path: string; readonly content: string };

/** A lab's solution, in a file of its own that nobody loads who does not ask. */
export interface PublishedSolution {
  /** Steps by task; empty where the lab's author gave none. */
  readonly tasks: { readonly [task: string]: readonly SolutionStep[] };
  /** A way through the whole lab; empty where tasks have their own. */
  readonly whole: readonly SolutionStep[];
}

/** What the site shows to who asks for the solution; undefined where the lab's author wants none shown. Variables are not filled in. */
export function publishedSolution(lab: Lab, read: (path: string) => string | undefined): PublishedSolution | undefined {
  if (lab.showSolution === false) return undefined;
  const shown = (steps: readonly ProofStep[]): readonly SolutionStep[] =>
    steps.map((step) =>
      step.kind === 'edit' ? { kind: 'edit', path: step.path, content: read(step.with) ?? '' } : step,
    );
  const own = lab.tasks.filter((task) => task.solution !== undefined);
  return {
    tasks: Object.fromEntries(own.map((task) => [task.id, shown(task.solution ?? [])])),
    whole: own.length > 0 ? [] : shown(lab.proof.solutions[0]?.run ?? []),
  };
}
