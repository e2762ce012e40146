import type { TreeNode } from '../../cluster/files.ts';
import { FileFailure, fileErrorText, tryFile } from '../files/errors.ts';
import { baseName, directoryName, joinPath } from '../files/paths.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';

/** GNU's and busybox' words for what could not be done. */
function cannot(call: Call, gnu: string, busybox: string, error: string): number {
  return call.fail(`${call.style === 'busybox' ? busybox : gnu}: ${error}`);
}

/** Runs `act`; the errno text of what went wrong. */
function problem(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return fileErrorText(error);
  }
}

/** `mkdir`. */
export const mkdir: CommandDefinition = {
  name: 'mkdir',
  synopsis: '[OPTION]... DIRECTORY...',
  summary: 'Create the DIRECTORY(ies), if they do not already exist.',
  short: 'pvm:',
  long: { parents: 'p', verbose: 'v', mode: 'm' },
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing operand');
    let status = 0;
    for (const name of call.operands) {
      const mode = call.value('m');
      const error = problem(() => {
        call.process.fs.makeDirectory(call.path(name), { parents: call.has('p') });
        if (mode !== undefined && /^[0-7]+$/.test(mode))
          call.process.fs.chmod(call.path(name), Number.parseInt(mode, 8));
      });
      if (error !== undefined)
        status = cannot(call, `cannot create directory '${name}'`, `can't create directory '${name}'`, error);
      else if (call.has('v')) call.print(`mkdir: created directory '${name}'\n`);
    }
    return status;
  },
};

/** `rmdir`. */
export const rmdir: CommandDefinition = {
  name: 'rmdir',
  synopsis: '[OPTION]... DIRECTORY...',
  summary: 'Remove the DIRECTORY(ies), if they are empty.',
  short: 'pv',
  long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': '1' },
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing operand');
    let status = 0;
    for (const name of call.operands) {
      for (let path = name; path !== '' && path !== '.' && path !== '/'; path = directoryName(path)) {
        const error = problem(() => {
          if (call.process.fs.entry(call.path(path)).type !== 'directory') throw new FileFailure('ENOTDIR', path);
          call.process.fs.remove(call.path(path));
        });
        if (error !== undefined) {
          if (!(call.has('1') && error === 'Directory not empty'))
            status = cannot(call, `failed to remove '${path}'`, `'${path}'`, error);
          break;
        }
        if (!call.has('p')) break;
      }
    }
    return status;
  },
};

/** `rm`. */
export const rm: CommandDefinition = {
  name: 'rm',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Remove (unlink) the FILE(s).',
  short: 'rRfivdI',
  long: { recursive: 'r', force: 'f', verbose: 'v', dir: 'd' },
  *run(call: Call): Task<number> {
    const recursive = call.has('r') || call.has('R');
    if (call.operands.length === 0) return call.has('f') ? 0 : call.misuse('missing operand');
    let status = 0;
    for (const name of call.operands) {
      const { fs } = call.process;
      const path = call.path(name);
      const node = tryFile(() => fs.entry(path));
      if (!node.ok) {
        if (!call.has('f') || node.error.code !== 'ENOENT')
          status = cannot(call, `cannot remove '${name}'`, `can't remove '${name}'`, node.error.message);
        continue;
      }
      if (path === '/' || /(^|\/)\.{1,2}\/*$/.test(name)) {
        if (path === '/')
          call.complain(
            "it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe",
          );
        else call.complain(`refusing to remove '.' or '..' directory: skipping '${name}'`);
        status = 1;
        continue;
      }
      if (node.value.type === 'directory' && !recursive && !call.has('d')) {
        status =
          call.style === 'busybox'
            ? call.fail(`'${name}' is a directory`)
            : call.fail(`cannot remove '${name}': Is a directory`);
        continue;
      }
      if (call.has('i') && !(yield* confirm(call, name, node.value))) continue;
      const error = problem(() => fs.remove(path, { recursive }));
      if (error !== undefined) {
        const text = error === 'Invalid argument' ? 'Device or resource busy' : error;
        status = cannot(call, `cannot remove '${name}'`, `can't remove '${name}'`, text);
      } else if (call.has('v')) call.print(`removed ${node.value.type === 'directory' ? 'directory ' : ''}'${name}'\n`);
    }
    return status;
  },
};

function* confirm(call: Call, name: string, node: TreeNode): Task<boolean> {
  const kind =
    node.type === 'directory'
      ? 'directory'
      : node.type === 'link'
        ? 'symbolic link'
        : node.content === ''
          ? 'regular empty file'
          : 'regular file';
  call.process.stderr.write(`rm: remove ${kind} '${name}'? `);
  const answer = yield* call.process.stdin.readLine();
  return /^[yY]/.test(answer ?? '');
}

/** Where `cp` and `mv` put a source: into a directory under its own name, or exactly there. */
function targets(
  call: Call,
): { readonly sources: readonly string[]; readonly target: string; readonly into: boolean } | number {
  const given = call.value('t');
  const sources = [...call.operands];
  const target = given ?? sources.pop();
  if (target === undefined) return call.misuse('missing file operand');
  const [first] = sources;
  if (first === undefined) return call.misuse(`missing destination file operand after '${target}'`);
  const into = !call.has('T') && call.process.fs.isDirectory(call.path(target));
  if (sources.length > 1 && !into)
    return call.fail(
      call.style === 'busybox' ? `target '${target}' is not a directory` : `target '${target}' is not a directory`,
    );
  return { sources, target, into };
}

/** `cp`. */
export const cp: CommandDefinition = {
  name: 'cp',
  synopsis: '[OPTION]... SOURCE... DEST',
  summary: 'Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.',
  short: 'rRafipvnutLPHTdl',
  long: {
    recursive: 'r',
    archive: 'a',
    force: 'f',
    interactive: 'i',
    verbose: 'v',
    'no-clobber': 'n',
    update: 'u',
    'no-dereference': 'P',
    'no-target-directory': 'T',
    'target-directory': 't',
  },
  *run(call: Call): Task<number> {
    const where = targets(call);
    if (typeof where === 'number') return where;
    const recursive = call.has('r') || call.has('R') || call.has('a');
    let status = 0;
    for (const source of where.sources) {
      const { fs } = call.process;
      const node = tryFile(() =>
        call.has('P') || call.has('a') || call.has('d') ? fs.entry(call.path(source)) : fs.node(call.path(source)),
      );
      if (!node.ok) {
        status = cannot(call, `cannot stat '${source}'`, `can't stat '${source}'`, node.error.message);
        continue;
      }
      if (node.value.type === 'directory' && !recursive) {
        status = call.fail(
          call.style === 'busybox'
            ? `omitting directory '${source}'`
            : `-r not specified; omitting directory '${source}'`,
        );
        continue;
      }
      const target = where.into
        ? joinPath(where.target, baseName(source.replace(/\/\.?$/, '') || source))
        : where.target;
      const to = source.endsWith('/.') ? call.path(where.target) : call.path(target);
      if (to === call.path(source)) {
        status = call.fail(`'${source}' and '${target}' are the same file`);
        continue;
      }
      if (node.value.type === 'directory' && `${to}/`.startsWith(`${call.path(source)}/`)) {
        status = call.fail(`cannot copy a directory, '${source}', into itself, '${target}'`);
        continue;
      }
      if (call.has('n') && fs.exists(to)) continue;
      const error = problem(() => copyNode(call, call.path(source), to, node.value));
      if (error !== undefined)
        status = cannot(call, `cannot create regular file '${target}'`, `can't create '${target}'`, error);
      else if (call.has('v')) call.print(`'${source}' -> '${target}'\n`);
      yield* call.process.breathe();
    }
    return status;
  },
};

function copyNode(call: Call, from: string, to: string, node: TreeNode): void {
  const { fs } = call.process;
  call.process.step();
  if (node.type === 'link') {
    if (tryFile(() => fs.entry(to)).ok) fs.remove(to);
    fs.symlink(node.target, to);
  } else if (node.type === 'file') {
    fs.write(to, node.content);
    fs.chmod(to, node.mode);
  } else {
    if (!fs.isDirectory(to)) fs.makeDirectory(to);
    for (const name of fs.list(from)) {
      const child =
        call.has('a') || call.has('P') || call.has('d')
          ? fs.entry(joinPath(from, name))
          : fs.entry(joinPath(from, name));
      copyNode(call, joinPath(from, name), joinPath(to, name), child);
    }
  }
}

/** `mv`. */
export const mv: CommandDefinition = {
  name: 'mv',
  synopsis: '[OPTION]... SOURCE... DEST',
  summary: 'Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.',
  short: 'finvut:T',
  long: {
    force: 'f',
    interactive: 'i',
    'no-clobber': 'n',
    verbose: 'v',
    update: 'u',
    'target-directory': 't',
    'no-target-directory': 'T',
  },
  run(call: Call): number {
    const where = targets(call);
    if (typeof where === 'number') return where;
    let status = 0;
    for (const source of where.sources) {
      const { fs } = call.process;
      const from = call.path(source);
      const node = tryFile(() => fs.entry(from));
      if (!node.ok) {
        status = cannot(call, `cannot stat '${source}'`, `can't rename '${source}'`, node.error.message);
        continue;
      }
      const target = where.into ? joinPath(where.target, baseName(source)) : where.target;
      const to = call.path(target);
      if (from === to) {
        status = call.fail(`'${source}' and '${target}' are the same file`);
        continue;
      }
      if (call.has('n') && fs.exists(to)) continue;
      const error = problem(() => fs.rename(from, to));
      if (error !== undefined) {
        const text =
          error === 'Invalid argument' ? `cannot move '${source}' to a subdirectory of itself, '${target}'` : undefined;
        status =
          text !== undefined && call.style === 'gnu'
            ? call.fail(text)
            : cannot(call, `cannot move '${source}' to '${target}'`, `can't rename '${source}'`, error);
      } else if (call.has('v')) call.print(`renamed '${source}' -> '${target}'\n`);
    }
    return status;
  },
};

/** `touch`. */
export const touch: CommandDefinition = {
  name: 'touch',
  synopsis: '[OPTION]... FILE...',
  summary: 'Update the modification times of each FILE to the current time.',
  short: 'acmhd:t:r:',
  long: { 'no-create': 'c', date: 'd', reference: 'r' },
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing file operand');
    if (call.has('d') || call.has('t') || call.has('r'))
      return call.fail('setting a time other than now is not supported here');
    let status = 0;
    for (const name of call.operands) {
      if (call.has('c') && !call.process.fs.exists(call.path(name))) continue;
      const error = problem(() => call.process.fs.touch(call.path(name)));
      if (error !== undefined) status = cannot(call, `cannot touch '${name}'`, name, error);
    }
    return status;
  },
};

/** `ln`. */
export const ln: CommandDefinition = {
  name: 'ln',
  synopsis: '[OPTION]... TARGET [LINK_NAME]',
  summary: 'Create a link to TARGET with the name LINK_NAME.',
  short: 'sfnvT',
  long: { symbolic: 's', force: 'f', 'no-dereference': 'n', verbose: 'v' },
  run(call: Call): number {
    const { fs } = call.process;
    const [target, given = '.'] = call.operands;
    if (target === undefined) return call.misuse('missing file operand');
    const into = !call.has('n') && !call.has('T') && fs.isDirectory(call.path(given));
    const name = into ? joinPath(given, baseName(target)) : given;
    const path = call.path(name);
    if (call.has('f') && tryFile(() => fs.entry(path)).ok) {
      const error = problem(() => fs.remove(path));
      if (error !== undefined) return call.fail(`cannot remove '${name}': ${error}`);
    }
    const error = problem(() => (call.has('s') ? fs.symlink(target, path) : fs.link(call.path(target), path)));
    if (error === undefined) return 0;
    if (!call.has('s') && error === 'No such file or directory')
      return cannot(call, `failed to access '${target}'`, target, error);
    return cannot(call, `failed to create ${call.has('s') ? 'symbolic ' : 'hard '}link '${name}'`, name, error);
  },
};

/** A mode after `755`, `+x`, `u=rw,go-w`; undefined for what is none. */
export function changeMode(text: string, mode: number, isDirectory: boolean): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let out = mode;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*)+)$/.exec(clause);
    if (match === null) return undefined;
    const who = match[1] === '' || match[1]?.includes('a') === true ? 'ugo' : (match[1] ?? '');
    for (const [, operator = '', letters = ''] of (match[2] ?? '').matchAll(/([-+=])([rwxXst]*)/g)) {
      let bits = 0;
      let affected = 0;
      for (const [at, group] of [...'ugo'].entries()) {
        if (!who.includes(group)) continue;
        const shift = 6 - at * 3;
        affected |= 7 << shift;
        if (letters.includes('r')) bits |= 4 << shift;
        if (letters.includes('w')) bits |= 2 << shift;
        if (letters.includes('x') || (letters.includes('X') && (isDirectory || (mode & 0o111) !== 0)))
          bits |= 1 << shift;
      }
      if (letters.includes('t')) bits |= 0o1000;
      out = operator === '+' ? out | bits : operator === '-' ? out & ~bits : (out & ~affected) | bits;
    }
  }
  return out;
}

/** `chmod`. */
export const chmod: CommandDefinition = {
  name: 'chmod',
  synopsis: '[OPTION]... MODE[,MODE]... FILE...',
  summary: 'Change the mode of each FILE to MODE.',
  short: 'Rvf',
  long: { recursive: 'R', verbose: 'v', silent: 'f' },
  prepare: (words) => {
    const at = words.findIndex((word) => /^-[rwxXst]+$/.test(word));
    return at < 0 ? words : [...words.slice(0, at), '--', ...words.slice(at)];
  },
  run(call: Call): number {
    const [mode, ...names] = call.operands;
    if (mode === undefined) return call.misuse('missing operand');
    if (names.length === 0) return call.misuse(`missing operand after '${mode}'`);
    let status = 0;
    const apply = (path: string, name: string): void => {
      const { fs } = call.process;
      const node = tryFile(() => fs.node(path));
      if (!node.ok || node.value.type === 'link') {
        status = cannot(call, `cannot access '${name}'`, name, node.ok ? '' : node.error.message);
        return;
      }
      const next = changeMode(mode, node.value.mode, node.value.type === 'directory');
      if (next === undefined) return;
      const error = problem(() => fs.chmod(path, next));
      if (error !== undefined) status = cannot(call, `changing permissions of '${name}'`, name, error);
      if (call.has('R') && node.value.type === 'directory')
        for (const child of fs.list(path)) apply(joinPath(path, child), joinPath(name, child));
    };
    if (changeMode(mode, 0, false) === undefined) return call.misuse(`invalid mode: '${mode}'`);
    for (const name of names) apply(call.path(name), name);
    return status;
  },
};

/** `chown`, `chgrp`: everything belongs to root here, and may be given to root only. */
export const chown: CommandDefinition = {
  name: 'chown',
  synopsis: '[OPTION]... OWNER[:GROUP] FILE...',
  summary: 'Change the owner and/or group of each FILE.',
  short: 'RvfhLHP',
  long: { recursive: 'R' },
  run(call: Call): number {
    const [owner, ...names] = call.operands;
    if (owner === undefined || names.length === 0) return call.misuse('missing operand');
    if (!/^(root|0)?(:(root|0)?)?$/.test(owner))
      return call.fail(`${owner}: owners other than root are not supported here`);
    for (const name of names)
      if (!call.process.fs.exists(call.path(name)))
        return cannot(call, `cannot access '${name}'`, name, 'No such file or directory');
    return 0;
  },
};
