import type { ApiChannels } from '../cluster/apiserver/http.ts';
import { CommandError, VerbatimError } from '../kubectl/errors.ts';
import { runSession } from '../kubectl/pods/remote.ts';
import { createChannels } from '../runtime/channels.ts';
import { NODE_ENV } from '../runtime/node/node-machine.ts';
import type { LocalMachine } from '../shell/process/machine.ts';
import type { Program, Task } from '../shell/process/types.ts';

/** A machine that can be logged in to. */
export interface SshHost {
  readonly name: string;
  readonly address: string;
  readonly machine: LocalMachine;
  /** `open`, or what a dial to its port 22 meets. */
  reach(): 'open' | 'timeout' | 'unreachable';
}

/** ssh's own failures end with this. */
const FAILED = 255;
/** TCP gives up after this long. */
const DIAL_GIVE_UP_MS = 130_000;
const NO_ROUTE_MS = 3_000;
/** Key exchange and login. */
const LOGIN_MS = { low: 120, high: 260 };

/** Options of ssh with a value. */
const VALUED = new Set(['-i', '-l', '-o', '-p', '-F', '-L', '-R', '-D', '-J']);

interface Invocation {
  readonly host: string;
  readonly user: string;
  readonly command: readonly string[];
  readonly tty: boolean;
}

function readWords(words: readonly string[]): Invocation | string {
  let user = '';
  let tty = false;
  let at = 0;
  for (; at < words.length && words[at]?.startsWith('-') === true; at++) {
    const word = words[at] ?? '';
    if (word === '-t' || word === '-tt') tty = true;
    else if (['-L', '-R', '-D', '-J'].includes(word)) return 'forwarding is not simulated here';
    else if (VALUED.has(word)) {
      const value = words[++at] ?? '';
      if (word === '-l') user = value;
    } else if (!/^-[46AaCqTvx]+$/.test(word)) return `unknown option -- ${word.slice(1)}`;
  }
  const target = words[at] ?? '';
  if (target === '') return 'usage: ssh [-t] [-l login_name] destination [command [argument ...]]';
  const cut = target.indexOf('@');
  return {
    user: cut > 0 ? target.slice(0, cut) : user || 'root',
    host: target.slice(cut + 1).replace(/^ssh:\/\//, ''),
    command: words.slice(at + 1),
    tty,
  };
}

/** `ssh`: a shell, or one command, on a machine of the cluster, as root. */
export function sshProgram(hosts: readonly SshHost[]): Program {
  return function* (process): Task<number> {
    const fail = (text: string): number => {
      process.stderr.write(`${text}\n`);
      return FAILED;
    };
    const asked = readWords(process.argv.slice(1));
    if (typeof asked === 'string') return fail(asked.startsWith('usage') ? asked : `ssh: ${asked}`);
    const host = hosts.find(({ name, address }) => asked.host === name || asked.host === address);
    if (host === undefined) {
      if (!/^[\d.]+$/.test(asked.host))
        return fail(`ssh: Could not resolve hostname ${asked.host}: Name or service not known`);
      yield* process.sleep(DIAL_GIVE_UP_MS, 'background');
      return fail(`ssh: connect to host ${asked.host} port 22: Connection timed out`);
    }
    const reach = host.reach();
    if (reach !== 'open') {
      yield* process.sleep(reach === 'timeout' ? DIAL_GIVE_UP_MS : NO_ROUTE_MS, 'background');
      const why = reach === 'timeout' ? 'Connection timed out' : 'No route to host';
      return fail(`ssh: connect to host ${asked.host} port 22: ${why}`);
    }
    yield* process.sleep(process.machine.random.between(LOGIN_MS.low, LOGIN_MS.high), 'work');
    if (asked.user !== 'root') return fail(`${asked.user}@${asked.host}: Permission denied (publickey).`);
    const raw = (asked.command.length === 0 || asked.tty) && process.stdin.isTerminal;
    const channels = openShell(host.machine, asked.command, raw);
    try {
      yield* runSession(process, channels, {
        stdin: process.stdin,
        out: (text) => process.stdout.write(text),
        err: (text) => process.stderr.write(text),
        raw,
      });
    } catch (error) {
      if (error instanceof VerbatimError)
        return ended(process.stderr.write.bind(process.stderr), host, raw, error.exitCode);
      if (error instanceof CommandError) return fail(`ssh: ${error.message}`);
      throw error;
    }
    return ended(process.stderr.write.bind(process.stderr), host, raw, 0);
  };
}

function ended(say: (text: string) => void, { name }: SshHost, raw: boolean, status: number): number {
  if (raw) say(`Connection to ${name} closed.\n`);
  return status;
}

/** A login shell on the machine, or a command in one. */
function openShell(machine: LocalMachine, command: readonly string[], tty: boolean): ApiChannels {
  const ends = createChannels({ stdin: true, tty, signal: (group, signal) => void machine.signal(-group, signal) });
  const env = tty ? new Map([...NODE_ENV, ['TERM', 'xterm-256color']]) : NODE_ENV;
  const started = machine.start({
    argv: command.length === 0 ? ['bash'] : ['bash', '-c', command.join(' ')],
    env,
    cwd: '/root',
    stdin: ends.stdin,
    stdout: ends.stdout,
    stderr: ends.stderr,
    terminal: ends.terminal,
    exited: (end) => ends.close(end.status),
  });
  if ('error' in started) ends.close(FAILED);
  else if (ends.terminal !== undefined) ends.terminal.foreground = started.group;
  return ends.channels;
}
