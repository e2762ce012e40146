import { awk } from './awk/awk.ts';
import { cat } from './cat.ts';
import { chroot } from './chroot.ts';
import type { CommandDefinition } from './command.ts';
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

/** Every small command that Debian or the learner's machine has, one definition each. */
export const COMMANDS: readonly CommandDefinition[] = [
  apk,
  apt,
  aptGet,
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
  column,
  comm,
  cp,
  curl,
  cut,
  date,
  dd,
  df,
  diff,
  dig,
  dirname,
  dnf,
  du,
  echo,
  editorCommand,
  egrep,
  env,
  expr,
  fallocate,
  falseCommand,
  fgrep,
  find,
  fold,
  getent,
  grep,
  head,
  hostname,
  id,
  jq,
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
  nano,
  nc,
  nl,
  nohup,
  nproc,
  nslookup,
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
  vi,
  vim,
  watch,
  wc,
  wget,
  which,
  whoami,
  xargs,
  yes,
  yum,
];

/** What only busybox has here. */
export const BUSYBOX_ONLY: readonly CommandDefinition[] = [hexdump, ip, sysctl];
