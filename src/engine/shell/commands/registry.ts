import { shellProgram } from '../language/program.ts';
import type { Program } from '../process/types.ts';
import { interactiveShell } from '../terminal/interactive.ts';
import { awk } from './awk/awk.ts';
import { cat } from './cat.ts';
import { type CommandDefinition, commandProgram, type Style } from './command.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { echo } from './echo.ts';
import { env, printenv } from './env.ts';
import { chmod, chown, cp, ln, mkdir, mv, rm, rmdir, touch } from './file-operations.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { ls } from './ls.ts';
import { kill, killall, pgrep, pidof, pkill, ps } from './processes.ts';
import { sed } from './sed/sed.ts';
import { seq } from './seq.ts';
import { sleep } from './sleep.ts';
import {
  basename,
  bracket,
  clear,
  dirname,
  falseCommand,
  hostname,
  id,
  nproc,
  printf,
  pwd,
  test,
  trueCommand,
  tty,
  uname,
  whoami,
} from './small.ts';
import { sort } from './sort.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';

/** Every small command, one definition each. */
export const COMMANDS: readonly CommandDefinition[] = [
  awk,
  sed,
  basename,
  bracket,
  cat,
  chmod,
  chown,
  clear,
  cp,
  cut,
  date,
  dirname,
  echo,
  egrep,
  env,
  falseCommand,
  fgrep,
  grep,
  head,
  hostname,
  id,
  kill,
  killall,
  ln,
  ls,
  mkdir,
  mv,
  nproc,
  pgrep,
  pidof,
  pkill,
  printenv,
  printf,
  ps,
  pwd,
  rm,
  rmdir,
  seq,
  sleep,
  sort,
  tail,
  tee,
  test,
  touch,
  tr,
  trueCommand,
  tty,
  uname,
  uniq,
  wc,
  whoami,
];

function programs(style: Style): ReadonlyMap<string, Program> {
  return new Map(COMMANDS.map((definition) => [definition.name, commandProgram(definition, style)]));
}

/** Name → program with GNU's texts: Debian images and the learner's machine. */
export const coreutils: ReadonlyMap<string, Program> = programs('gnu');

/** Name → program with busybox' texts. */
export const busyboxApplets: ReadonlyMap<string, Program> = programs('busybox');

/** What only the learner's machine has. */
export const learnerTools: ReadonlyMap<string, Program> = new Map();

/** The shells: `sh` is dash, `ash` busybox'. */
export const shells: ReadonlyMap<string, Program> = new Map([
  ['sh', shellProgram('dash', interactiveShell())],
  ['dash', shellProgram('dash', interactiveShell())],
  ['ash', shellProgram('ash', interactiveShell())],
  ['bash', shellProgram('bash', interactiveShell())],
]);
