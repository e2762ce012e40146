import { createHash } from 'node:crypto';
import type { Lab } from '../../engine/grader/lab.ts';
import { readLabFile } from '../../engine/grader/lab-file.ts';
import { type PublishedSolution, publishedLab, publishedSolution } from '../../engine/grader/publish.ts';

const texts = import.meta.glob<string>('/labs/*/**/*', { query: '?raw', import: 'default', eager: true });

/** A lab of the site: what learners get, and the solution that they may ask for. */
export interface SiteLab {
  readonly folder: string;
  readonly lab: Lab;
  readonly solution: PublishedSolution | undefined;
}

let known: readonly SiteLab[] | undefined;

/** The labs of the site in the order of their folders, read once for all pages. Throws where a lab file has a fault: then the site does not build. */
export function siteLabs(): readonly SiteLab[] {
  known ??= readLabs();
  return known;
}

function readLabs(): readonly SiteLab[] {
  return Object.entries(texts).flatMap(([path, text]): SiteLab[] => {
    const folder = /^\/labs\/([^/]+)\/lab\.yaml$/.exec(path)?.[1];
    if (folder === undefined) return [];
    const beside = (name: string): string | undefined => texts[`/labs/${folder}/${name}`];
    const read = readLabFile(path.slice(1), text, beside);
    if ('diagnostics' in read) {
      const faults = read.diagnostics.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
      throw new Error(`a lab file needs mending\n${faults.join('\n')}`);
    }
    return [{ folder, lab: publishedLab(read.lab), solution: publishedSolution(read.lab, beside) }];
  });
}

/** The SHA-256 of a published lab as JSON, which journals name. */
export const digestOf = (lab: Lab): string => createHash('sha256').update(JSON.stringify(lab)).digest('hex');

/** The labs of the site by folder, as learners get them. */
export function publishedLabs(): ReadonlyMap<string, Lab> {
  return new Map(siteLabs().map(({ folder, lab }) => [folder, lab]));
}
