import { tryFile } from '../files/errors.ts';
import { joinPath } from '../files/paths.ts';
import type { Call, CommandDefinition } from './command.ts';
import { cannot, problem } from './file-problem.ts';

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
