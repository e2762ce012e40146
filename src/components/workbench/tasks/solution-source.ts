import type { PublishedSolution } from '../../../engine/grader/publish.ts';
import { filled, type Variables } from '../../../engine/grader/variables.ts';

/** Loads a lab's solution with the student's variables filled in; undefined where the site shows none. Rejects when it cannot be had. */
export async function loadSolution(
  base: string,
  folder: string,
  variables: Variables,
): Promise<PublishedSolution | undefined> {
  const response = await fetch(`${base.replace(/\/?$/, '/')}labs/${folder}.solution.json`);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`labs/${folder}.solution.json: ${response.status}`);
  const solution: PublishedSolution = await response.json();
  return filled(solution, variables);
}
