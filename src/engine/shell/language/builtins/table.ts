import type { Task } from '../../process/types.ts';
import type { Flavour } from '../flavour.ts';
import type { Shell } from '../shell.ts';
import { alias, unalias } from './alias.ts';
import { cd, pwd } from './cd.ts';
import { declare, exportVariables, local, readonlyVariables, unset } from './declare.ts';
import { breakLoop, continueLoop, exit, returnFromFunction, shift } from './flow.ts';
import { getopts } from './getopts.ts';
import { history } from './history.ts';
import { bg, fg, jobs, kill, wait } from './jobs.ts';
import { mapfile } from './mapfile.ts';
import { echo, printf } from './output.ts';
import { read } from './read.ts';
import { command, evalText, exec, source, type } from './run.ts';
import { setOptions, shopt } from './set.ts';
import { test } from './test.ts';
import { trap } from './trap.ts';
import { help, letArithmetic, times, ulimit, umask } from './various.ts';

/** A command that the shell runs itself. `argv[0]` is its name. What never waits answers with the status at once. */
export type Builtin = (shell: Shell, argv: readonly string[]) => number | Task<number>;

/** All builtins by name. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['true', () => 0],
  ['false', () => 1],
  ['.', source],
  ['source', source],
  ['[', test],
  ['test', test],
  ['alias', alias],
  ['unalias', unalias],
  ['bg', bg],
  ['fg', fg],
  ['jobs', jobs],
  ['kill', kill],
  ['wait', wait],
  ['break', breakLoop],
  ['continue', continueLoop],
  ['cd', cd],
  ['pwd', pwd],
  ['command', command],
  ['builtin', command],
  ['type', type],
  ['declare', declare],
  ['typeset', declare],
  ['export', exportVariables],
  ['readonly', readonlyVariables],
  ['local', local],
  ['unset', unset],
  ['echo', echo],
  ['printf', printf],
  ['eval', evalText],
  ['exec', exec],
  ['exit', exit],
  ['logout', exit],
  ['return', returnFromFunction],
  ['shift', shift],
  ['getopts', getopts],
  ['hash', () => 0],
  ['help', help],
  ['history', history],
  ['let', letArithmetic],
  ['read', read],
  ['mapfile', mapfile],
  ['readarray', mapfile],
  ['set', setOptions],
  ['shopt', shopt],
  ['times', times],
  ['trap', trap],
  ['ulimit', ulimit],
  ['umask', umask],
]);

/** Builtins that dash, and those that ash has not. */
const NOT_DASH = new Set('builtin declare help history let logout mapfile readarray shopt source typeset'.split(' '));
const NOT_ASH = new Set('builtin declare logout mapfile readarray shopt typeset'.split(' '));

/** The builtin of that name in a shell of that flavour. */
export function builtinOf(flavour: Flavour, name: string): Builtin | undefined {
  if (flavour !== 'bash' && (flavour === 'dash' ? NOT_DASH : NOT_ASH).has(name)) return undefined;
  return BUILTINS.get(name);
}

const SPECIAL = new Set([
  ':',
  '.',
  'break',
  'continue',
  'eval',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'times',
  'trap',
  'unset',
]);

/** POSIX special builtins: functions do not hide them and assignments before them stay. */
export function isSpecial(name: string): boolean {
  return SPECIAL.has(name);
}

const DECLARING = new Set(['export', 'readonly', 'local', 'declare', 'typeset', 'alias']);

/** Builtins whose `name=value` arguments are assignments: not split, no file names. */
export function isDeclaration(name: string): boolean {
  return DECLARING.has(name);
}
