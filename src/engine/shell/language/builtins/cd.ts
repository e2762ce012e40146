import { tryFile } from '../../files/errors.ts';
import type { Shell } from '../shell.ts';

/** `cd [-L|-P] [directory|-]`. */
export function cd(shell: Shell, argv: readonly string[]): number {
  const { process, variables } = shell;
  const args = argv.slice(1).filter((word) => word !== '-L' && word !== '-P' && word !== '--');
  if (args.length > 1 && shell.flavour === 'bash') {
    shell.complain('cd: too many arguments');
    return 1;
  }
  let target = args[0] ?? variables.get('HOME');
  if (target === undefined) {
    if (shell.flavour === 'bash') shell.complain('cd: HOME not set');
    return shell.flavour === 'bash' ? 1 : 0;
  }
  const back = target === '-';
  if (back) {
    target = variables.get('OLDPWD');
    if (target === undefined) {
      shell.complain('cd: OLDPWD not set');
      return 1;
    }
  }
  const found = target === '' ? { path: process.cwd, announce: false } : searched(shell, target);
  const error = directoryError(shell, found.path);
  if (error !== undefined) {
    if (shell.flavour === 'bash') shell.complain(`cd: ${target}: ${error}`);
    else if (shell.flavour === 'dash') shell.complain(`cd: can't cd to ${target}`);
    else shell.complain(`cd: can't cd to ${target}: ${error}`);
    return shell.flavour === 'dash' ? 2 : 1;
  }
  const path = argv.includes('-P') ? process.fs.canonical(found.path) : found.path;
  variables.set('OLDPWD', process.cwd);
  process.cwd = path;
  variables.set('PWD', path);
  if (back || found.announce) shell.io.stdout.write(`${path}\n`);
  return 0;
}

function searched(shell: Shell, target: string): { path: string; announce: boolean } {
  const { fs, cwd } = shell.process;
  if (!/^\.{0,2}\//.test(target) && target !== '.' && target !== '..') {
    for (const base of (shell.variables.get('CDPATH') ?? '').split(':')) {
      if (base === '') continue;
      const path = fs.resolve(cwd, `${base}/${target}`);
      if (fs.isDirectory(path)) return { path, announce: true };
    }
  }
  return { path: fs.resolve(cwd, target), announce: false };
}

function directoryError(shell: Shell, path: string): string | undefined {
  const node = tryFile(() => shell.process.fs.node(path));
  if (!node.ok) return node.error.message;
  return node.value.type === 'directory' ? undefined : 'Not a directory';
}

/** `pwd [-L|-P]`. */
export function pwd(shell: Shell, argv: readonly string[]): number {
  const { fs, cwd } = shell.process;
  shell.io.stdout.write(`${argv.includes('-P') ? fs.canonical(cwd) : cwd}\n`);
  return 0;
}
