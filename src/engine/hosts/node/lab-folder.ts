import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Lab } from '../../grader/lab.ts';
import { type Diagnostic, readLabFile } from '../../grader/lab-file.ts';
import { publishedLab } from '../../grader/publish.ts';
import { CliError } from './command.ts';

/** A lab with where it came from. */
export interface LabFolder {
  readonly folder: string;
  readonly lab: Lab;
  /** SHA-256 of the published lab's JSON: what a journal's header names. */
  readonly digest: string;
  readonly readFile: (path: string) => string | undefined;
}

/** The digest by which a journal and a lab know each other. */
export function labDigest(lab: Lab): string {
  return createHash('sha256')
    .update(JSON.stringify(publishedLab(lab)))
    .digest('hex');
}

function diagnosticText({ file, line, column, message }: Diagnostic): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** Reads a lab's folder (or its lab.yaml). Throws `CliError` with every fault and its place. */
export function readLabFolder(path: string): LabFolder {
  const folder = basename(path) === 'lab.yaml' ? join(path, '..') : path;
  const file = join(folder, 'lab.yaml');
  if (!existsSync(file)) throw new CliError(`there is no ${file}`);
  const readFile = (name: string): string | undefined => {
    const at = join(folder, name);
    return existsSync(at) && statSync(at).isFile() ? readFileSync(at, 'utf8') : undefined;
  };
  const read = readLabFile(file, readFileSync(file, 'utf8'), readFile);
  if ('diagnostics' in read) throw new CliError(read.diagnostics.map(diagnosticText).join('\n'));
  return { folder, lab: read.lab, digest: labDigest(read.lab), readFile };
}

/** All labs below a folder of labs. */
export function labFolders(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'lab.yaml')))
    .map((entry) => join(root, entry.name))
    .sort((a, b) => (a < b ? -1 : 1));
}
