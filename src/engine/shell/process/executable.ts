import { type FileNode, file } from '../../cluster/files.ts';
import { tryFile } from '../files/errors.ts';
import { resolvePath } from '../files/paths.ts';
import type { FileSystem } from '../files/types.ts';
import type { Program } from './types.ts';

/** What a compiled program's file begins with here; its name in the registry of programs follows. */
const BINARY_MARK = '\x7fELF\x02\x01\x01';

/** The PATH of a process that has none. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** An executable file that runs the program of that name: what images put into `/bin`. */
export function programFile(name: string, modifiedMs = 0): FileNode {
  return file(`${BINARY_MARK}${name}\n`, modifiedMs, 0o755);
}

/** The program's name that a file's content stands for; undefined for a file that is no compiled program. */
export function programName(content: string): string | undefined {
  return content.startsWith(BINARY_MARK) ? content.slice(BINARY_MARK.length).trimEnd() : undefined;
}

export type Programs = (name: string) => Program | undefined;

/** What running a command means. */
export type Executable =
  | { readonly kind: 'program'; readonly program: Program; readonly argv: readonly string[]; readonly path: string }
  /** Text with a run bit but no `#!`: a shell runs it itself, the kernel says "exec format error". */
  | { readonly kind: 'text'; readonly path: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-executable'; readonly path: string };

/** Where a command is found: the path itself when it has a slash, else the first executable of that name in PATH. */
export function findCommand(fs: FileSystem, cwd: string, path: string | undefined, name: string): string | undefined {
  if (name === '') return undefined;
  if (name.includes('/')) {
    const at = resolvePath(cwd, name);
    return fs.exists(at) ? at : undefined;
  }
  let fallback: string | undefined;
  for (const directory of (path ?? DEFAULT_PATH).split(':')) {
    const at = resolvePath(cwd, `${directory === '' ? '.' : directory}/${name}`);
    const node = tryFile(() => fs.node(at));
    if (!node.ok || node.value.type !== 'file') continue;
    if ((node.value.mode & 0o111) !== 0) return at;
    fallback ??= at;
  }
  return fallback;
}

/** Finds out what `argv` runs: PATH, links, run bits, `#!` lines. */
export function resolveExecutable(
  fs: FileSystem,
  programs: Programs,
  cwd: string,
  path: string | undefined,
  argv: readonly string[],
  depth = 0,
): Executable {
  const name = argv[0] ?? '';
  const at = findCommand(fs, cwd, path, name);
  if (at === undefined) return { kind: 'not-found' };
  const found = tryFile(() => fs.node(at));
  if (!found.ok) return { kind: 'not-found' };
  const node = found.value;
  if (node.type !== 'file' || (node.mode & 0o111) === 0 || depth > 4) return { kind: 'not-executable', path: at };
  const binary = programName(node.content);
  if (binary !== undefined) {
    const program = programs(binary);
    return program === undefined ? { kind: 'not-executable', path: at } : { kind: 'program', program, argv, path: at };
  }
  const shebang = /^#![ \t]*(\S+)(?:[ \t]+([^\n]*?))?[ \t]*(?:\n|$)/.exec(node.content);
  if (shebang === null) return { kind: 'text', path: at };
  const interpreter = shebang[1] ?? '';
  const argument = shebang[2] ?? '';
  const script = name.includes('/') ? name : at;
  const inner = [interpreter, ...(argument === '' ? [] : [argument]), script, ...argv.slice(1)];
  return resolveExecutable(fs, programs, cwd, path, inner, depth + 1);
}
