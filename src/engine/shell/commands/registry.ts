import { shellProgram } from '../language/program.ts';
import type { Program } from '../process/types.ts';
import { interactiveShell } from '../terminal/interactive.ts';
import type { Style } from './command.ts';
import { commandNamed } from './named.ts';

/** What every Linux image here has: GNU's and busybox' common ground. */
const COMMON =
  `awk base64 basename [ cat chgrp chmod chown chroot clear comm cp cut date dd df diff dirname du echo egrep env expr fallocate false fgrep find fold grep head hostname id kill killall less ln ls md5sum mkdir mktemp more mount mv nl nohup nproc paste pgrep pidof ping pkill printenv printf ps pwd readlink realpath rev rm rmdir sed seq sha256sum sleep sort stat stty sync tac tail tar tee test time timeout touch tr true tty uname uniq uptime watch wc whoami which xargs yes`.split(
    /\s+/,
  );

/** What goes over the network. */
const NETWORK = ['curl', 'nc', 'nslookup', 'wget'];

/** Package managers, which refuse plainly. */
const PACKAGE_MANAGERS = ['apk', 'apt', 'apt-get', 'dnf', 'yum'];

const DNS = ['dig', 'getent'];
const LEARNER = [...NETWORK, ...DNS, 'apk', 'column', 'dnf', 'editor', 'jq', 'nano', 'vi', 'vim', 'yum'];

/** By name alone: a machine's tools are looked up in `named.ts` when one of them is run. */
function programs(style: Style, names: readonly string[]): ReadonlyMap<string, Program> {
  return new Map(names.map((name): [string, Program] => [name, (process) => commandNamed(name, style)(process)]));
}

/** Name → program with GNU's texts, as Debian images have them. */
export const coreutils: ReadonlyMap<string, Program> = programs('gnu', [...COMMON, 'apt', 'apt-get']);

/** Name → program with busybox' texts; `wget`, `nc` and `nslookup` belong to it, `curl` does not. */
export const busyboxApplets: ReadonlyMap<string, Program> = programs('busybox', [
  ...COMMON,
  'nc',
  'nslookup',
  'wget',
  'vi',
  'hexdump',
  'ip',
  'sysctl',
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
