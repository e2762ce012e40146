import { readFile } from 'node:fs/promises';
import { CliError } from './command.ts';

/** A file's text; `-` is standard input. Throws `CliError` in plain words. */
export async function readText(path: string): Promise<string> {
  if (path === '-') {
    const pieces: string[] = [];
    for await (const piece of process.stdin) pieces.push(String(piece));
    return pieces.join('');
  }
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    throw new CliError(
      code === 'ENOENT'
        ? `there is no file ${path}`
        : `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
