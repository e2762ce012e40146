import type { Owner } from '../../cluster/files.ts';
import { tryFile } from '../files/errors.ts';
import { joinPath } from '../files/paths.ts';
import type { Call, CommandDefinition } from './command.ts';
import { cannot, problem } from './file-problem.ts';
import { type OwnerNames, ownerNames } from './owner-names.ts';

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

/** What `USER`, `USER:GROUP`, `USER:` or `:GROUP` asks for; text where it names nobody. */
function askedOwner(text: string, names: OwnerNames, style: Call['style']): Partial<Owner> | string {
  const [, user = '', colon, group = ''] = /^([^:.]*)(?:([:.])(.*))?$/.exec(text) ?? [];
  const number = (name: string, find: (name: string) => number | undefined): number | undefined =>
    /^\d+$/.test(name) ? Number(name) : find(name);
  const uid = number(user, names.userId);
  const gid = number(group, names.groupId);
  if (user !== '' && uid === undefined) return style === 'busybox' ? `unknown user ${user}` : `invalid user: '${text}'`;
  if (group !== '' && gid === undefined)
    return style === 'busybox' ? `unknown group ${group}` : `invalid group: '${text}'`;
  // `USER:` means the user's own group, which has the user's number here.
  const own = colon !== undefined && group === '' && uid !== undefined ? uid : gid;
  return { ...(uid === undefined ? {} : { uid }), ...(own === undefined ? {} : { gid: own }) };
}

function ownerCommand(name: 'chown' | 'chgrp'): CommandDefinition {
  const ofGroup = name === 'chgrp';
  return {
    name,
    synopsis: `[OPTION]... ${ofGroup ? 'GROUP' : 'OWNER[:GROUP]'} FILE...`,
    summary: ofGroup ? 'Change the group of each FILE to GROUP.' : 'Change the owner and/or group of each FILE.',
    short: 'RvfhLHP',
    long: { recursive: 'R' },
    run(call: Call): number {
      const [owner, ...files] = call.operands;
      if (owner === undefined || files.length === 0) return call.misuse('missing operand');
      const asked = askedOwner(ofGroup ? `:${owner}` : owner, ownerNames(call.process), call.style);
      if (typeof asked === 'string') return call.fail(asked);
      const { fs, machine } = call.process;
      let status = 0;
      const apply = (path: string, shown: string): void => {
        const found = tryFile(() => fs.node(path));
        if (!found.ok) {
          status = cannot(call, `cannot access '${shown}'`, shown, found.error.message);
          return;
        }
        const mayNot = machine.user.uid !== 0 ? 'Operation not permitted' : undefined;
        const error = mayNot ?? problem(() => fs.chown(path, asked));
        if (error !== undefined)
          status = cannot(call, `changing ${ofGroup ? 'group' : 'ownership'} of '${shown}'`, shown, error);
        if (call.has('R') && found.value.type === 'directory')
          for (const child of fs.list(path)) apply(joinPath(path, child), joinPath(shown, child));
      };
      for (const file of files) apply(call.path(file), file);
      return status;
    },
  };
}

export const chown = ownerCommand('chown');
export const chgrp = ownerCommand('chgrp');
