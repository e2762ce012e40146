import { findCommand } from '../../process/executable.ts';
import type { SpawnError, SpawnOptions, Task } from '../../process/types.ts';
import { shellProgram } from '../program.ts';
import type { Shell } from '../shell.ts';
import { waitInForeground } from './foreground.ts';

/** Runs a program and waits for it; `replace`: in this process. A text file without `#!` is run by the shell itself. */
export function* runProgram(
  shell: Shell,
  argv: readonly string[],
  env: ReadonlyMap<string, string>,
  replace: boolean,
  text: () => string,
): Task<number> {
  const { io } = shell;
  const options: SpawnOptions = {
    argv,
    env,
    stdin: io.stdin,
    stdout: io.stdout,
    stderr: io.stderr,
    ...(io.more === undefined ? {} : { fds: io.more }),
    ...(shell.jobControl ? { group: 'new' as const } : {}),
  };
  if (replace) {
    const running = shell.process.exec(options);
    if (!('error' in running)) return yield* running;
    const script = scriptPath(shell, argv, running.error);
    if (script === undefined) return commandError(shell, argv[0] ?? '', running.error);
  }
  let child = shell.process.spawn(options);
  if ('error' in child) {
    const script = scriptPath(shell, argv, child.error);
    if (script === undefined) return commandError(shell, argv[0] ?? '', child.error);
    child = shell.process.spawn({
      ...options,
      argv: [shell.name, script, ...argv.slice(1)],
      program: shellProgram(shell.flavour),
    });
    if ('error' in child) return commandError(shell, argv[0] ?? '', child.error);
  }
  const statuses = yield* waitInForeground(shell, [child], text);
  return statuses.at(-1) ?? 0;
}

/** The path of an executable text without `#!`. */
function scriptPath(shell: Shell, argv: readonly string[], error: SpawnError): string | undefined {
  if (error !== 'not-executable') return undefined;
  const { fs, cwd } = shell.process;
  const path = findCommand(fs, cwd, shell.variables.get('PATH'), argv[0] ?? '');
  if (path === undefined) return undefined;
  const node = fs.node(path);
  return node.type === 'file' &&
    (node.mode & 0o111) !== 0 &&
    !node.content.startsWith('\x7fELF') &&
    !node.content.startsWith('#!')
    ? path
    : undefined;
}

/** Says why a command could not be run: 127 not found, 126 not executable. */
export function commandError(shell: Shell, name: string, error: SpawnError): number {
  if (error === 'no-process') {
    shell.complain(shell.wording.fork);
    return 254;
  }
  const { fs, cwd } = shell.process;
  if (!name.includes('/')) {
    if (error === 'not-found') {
      shell.complain(shell.wording.notFound(name));
      return 127;
    }
    shell.complain(`${name}: Permission denied`);
    return 126;
  }
  const path = fs.resolve(cwd, name);
  if (error === 'not-found' || !fs.exists(path)) {
    const badInterpreter = fs.exists(path);
    if (shell.flavour === 'bash' && badInterpreter) {
      const wanted = /^#!\s*(\S+)/.exec(fs.read(path))?.[1] ?? '';
      shell.complain(`${name}: ${wanted}: bad interpreter: No such file or directory`);
      return 126;
    }
    shell.complain(shell.flavour === 'bash' ? `${name}: No such file or directory` : shell.wording.notFound(name));
    return 127;
  }
  const directory = fs.isDirectory(path);
  if (shell.flavour === 'bash') shell.complain(`${name}: ${directory ? 'Is a directory' : 'Permission denied'}`);
  else shell.complain(`${name}: Permission denied`);
  return 126;
}
