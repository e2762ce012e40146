import { shellProgram } from '../language/program.ts';
import type { Program } from '../process/types.ts';
import { interactiveShell } from '../terminal/interactive.ts';
import { awk } from './awk/awk.ts';
import { cat } from './cat.ts';
import { chroot } from './chroot.ts';
import { type CommandDefinition, commandProgram, type Style } from './command.ts';
import { cp, mv } from './copy-move.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { dd, fallocate } from './dd.ts';
import { diff } from './diff.ts';
import { base64, md5sum, sha256sum } from './digests.ts';
import { echo } from './echo.ts';
import { editorCommand, nano, vi, vim } from './editors.ts';
import { env, printenv } from './env.ts';
import { expr } from './expr.ts';
import { df, du, mktemp, mount, readlink, realpath, stat } from './file-facts.ts';
import { find } from './find.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { hexdump } from './hexdump.ts';
import { jq } from './jq.ts';
import { ls } from './ls.ts';
import { mkdir, rmdir } from './make-directory.ts';
import { chgrp, chmod, chown } from './modes.ts';
import { curl } from './net/curl.ts';
import { dig } from './net/dig.ts';
import { getent } from './net/getent.ts';
import { ip } from './net/ip.ts';
import { nc } from './net/nc.ts';
import { nslookup } from './net/nslookup.ts';
import { wget } from './net/wget.ts';
import { less, more } from './pagers.ts';
import { kill, killall, pgrep, pidof, pkill, ps } from './processes.ts';
import { apk, apt, aptGet, dnf, ping, yum } from './refused.ts';
import { rm } from './remove.ts';
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
import { sysctl } from './sysctl.ts';
import { nohup, stty, sync, uptime } from './system.ts';
import { tail } from './tail.ts';
import { tar } from './tar/tar.ts';
import { tee } from './tee.ts';
import { column, comm, fold, nl, paste, rev, tac, yes } from './text-tools.ts';
import { time, timeout } from './timing.ts';
import { ln, touch } from './touch-link.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { watch } from './watch.ts';
import { wc } from './wc.ts';
import { which } from './which.ts';
import { xargs } from './xargs.ts';

/** What every Linux image here has: GNU's and busybox' common ground. */
const COMMON: readonly CommandDefinition[] = [
  awk,
  base64,
  basename,
  bracket,
  cat,
  chgrp,
  chmod,
  chown,
  chroot,
  clear,
  comm,
  cp,
  cut,
  date,
  dd,
  df,
  diff,
  dirname,
  du,
  echo,
  egrep,
  env,
  expr,
  fallocate,
  falseCommand,
  fgrep,
  find,
  fold,
  grep,
  head,
  hostname,
  id,
  kill,
  killall,
  less,
  ln,
  ls,
  md5sum,
  mkdir,
  mktemp,
  more,
  mount,
  mv,
  nl,
  nohup,
  nproc,
  paste,
  pgrep,
  pidof,
  ping,
  pkill,
  printenv,
  printf,
  ps,
  pwd,
  readlink,
  realpath,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  sha256sum,
  sleep,
  sort,
  stat,
  stty,
  sync,
  tac,
  tail,
  tar,
  tee,
  test,
  time,
  timeout,
  touch,
  tr,
  trueCommand,
  tty,
  uname,
  uniq,
  uptime,
  watch,
  wc,
  whoami,
  which,
  xargs,
  yes,
];

/** What goes over the network. */
const NETWORK: readonly CommandDefinition[] = [curl, nc, nslookup, wget];

/** Package managers, which refuse plainly. */
const PACKAGE_MANAGERS: readonly CommandDefinition[] = [apk, apt, aptGet, dnf, yum];

const DNS: readonly CommandDefinition[] = [dig, getent];
const LEARNER: readonly CommandDefinition[] = [
  ...NETWORK,
  ...DNS,
  apk,
  column,
  dnf,
  editorCommand,
  jq,
  nano,
  vi,
  vim,
  yum,
];

/** Every small command, one definition each. */
export const COMMANDS: readonly CommandDefinition[] = [...new Set([...COMMON, ...PACKAGE_MANAGERS, ...LEARNER])];

function programs(style: Style, definitions: readonly CommandDefinition[]): ReadonlyMap<string, Program> {
  return new Map(definitions.map((definition) => [definition.name, commandProgram(definition, style)]));
}

/** Name → program with GNU's texts, as Debian images have them. */
export const coreutils: ReadonlyMap<string, Program> = programs('gnu', [...COMMON, apt, aptGet]);

/** Name → program with busybox' texts; `wget`, `nc` and `nslookup` belong to it, `curl` does not. */
export const busyboxApplets: ReadonlyMap<string, Program> = programs('busybox', [
  ...COMMON,
  nc,
  nslookup,
  wget,
  vi,
  hexdump,
  ip,
  sysctl,
]);

/** DNS tools by name, for images that have them installed. */
export const dnsTools: ReadonlyMap<string, Program> = programs('gnu', DNS);

/** GNU-style network tools by name, for images that have them installed. */
export const networkTools: ReadonlyMap<string, Program> = programs('gnu', NETWORK);

/** Name → package manager, for images that come with one. */
export const packageManagers: ReadonlyMap<string, Program> = programs('gnu', PACKAGE_MANAGERS);

/** What the learner's machine has besides `coreutils` and the shells. */
export const learnerTools: ReadonlyMap<string, Program> = programs('gnu', LEARNER);

/** The shells: `sh` is dash, `ash` busybox'. */
export const shells: ReadonlyMap<string, Program> = new Map([
  ['sh', shellProgram('dash', interactiveShell())],
  ['dash', shellProgram('dash', interactiveShell())],
  ['ash', shellProgram('ash', interactiveShell())],
  ['bash', shellProgram('bash', interactiveShell())],
]);
