import type { Lab } from '../../engine/grader/lab.ts';
import { readLabFile } from '../../engine/grader/lab-file.ts';
import { publishedLab } from '../../engine/grader/publish.ts';

const texts = import.meta.glob<string>('/labs/*/**/*', { query: '?raw', import: 'default', eager: true });

/** The labs of the site by folder, as learners get them. Throws where a lab file has a fault: then the site does not build. */
export function publishedLabs(): ReadonlyMap<string, Lab> {
  const labs = new Map<string, Lab>();
  for (const [path, text] of Object.entries(texts)) {
    const folder = /^\/labs\/([^/]+)\/lab\.yaml$/.exec(path)?.[1];
    if (folder === undefined) continue;
    const read = readLabFile(path.slice(1), text, (name) => texts[`/labs/${folder}/${name}`]);
    if ('diagnostics' in read) {
      const faults = read.diagnostics.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
      throw new Error(`a lab file needs mending\n${faults.join('\n')}`);
    }
    labs.set(folder, publishedLab(read.lab));
  }
  return labs;
}
