import { baseName, directoryName } from '../files/paths.ts';
import type { TestContext } from '../language/test-operators.ts';
import type { Call, CommandDefinition } from './command.ts';
import { ownerNames } from './owner-names.ts';
import { formatPrintf } from './printf-core.ts';
import { evaluateTest } from './test-core.ts';

/** A command that only prints something. */
function printing(name: string, summary: string, text: (call: Call) => string): CommandDefinition {
  return {
    name,
    synopsis: '',
    summary,
    run(call: Call): number {
      call.print(text(call));
      return 0;
    },
  };
}

/** A command that only has a status. */
function status(name: string, value: number): CommandDefinition {
  return {
    name,
    synopsis: '[ignored command line arguments]',
    summary: `Exit with a status code indicating ${value === 0 ? 'success' : 'failure'}.`,
    raw: true,
    run(): number {
      return value;
    },
  };
}

export const trueCommand = status('true', 0);
export const falseCommand = status('false', 1);

export const pwd = printing(
  'pwd',
  'Print the full filename of the current working directory.',
  (call) => `${call.process.cwd}\n`,
);
export const whoami = printing(
  'whoami',
  'Print the user name associated with the current effective user ID.',
  (call) => `${userOf(call)}\n`,
);
export const clear = printing('clear', 'Clear the terminal screen.', () => '\x1b[H\x1b[2J\x1b[3J');
export const tty = printing('tty', 'Print the file name of the terminal connected to standard input.', (call) =>
  call.process.stdin.isTerminal ? '/dev/pts/0\n' : 'not a tty\n',
);
export const nproc = printing('nproc', 'Print the number of processing units available.', () => '2\n');

/** The name the machine's processes run under. */
export function userOf(call: Call): string {
  return call.process.machine.processes().find((process) => process.pid === call.process.pid)?.user ?? 'root';
}

/** `hostname`. */
export const hostname: CommandDefinition = {
  name: 'hostname',
  synopsis: '[OPTION]',
  summary: 'Show the host name.',
  short: 'sfidI',
  long: { short: 's', fqdn: 'f', 'ip-address': 'i', 'all-ip-addresses': 'I' },
  run(call: Call): number {
    if (call.operands.length > 0) return call.fail('you must be root to change the host name');
    const { machine } = call.process;
    const { hostname: name } = machine;
    if (call.has('i') || call.has('I'))
      call.print(`${machine.network?.address ?? '127.0.0.1'}${call.has('I') ? ' ' : ''}\n`);
    else if (call.has('d')) call.print(`${name.split('.').slice(1).join('.')}\n`);
    else call.print(`${call.has('s') ? (name.split('.')[0] ?? name) : name}\n`);
    return 0;
  },
};

/** `id`. */
export const id: CommandDefinition = {
  name: 'id',
  synopsis: '[OPTION]... [USER]',
  summary: 'Print user and group information.',
  short: 'ugnGr',
  long: { user: 'u', group: 'g', name: 'n', groups: 'G', real: 'r' },
  run(call: Call): number {
    const { uid, gid = uid, groups = [gid], name } = call.process.machine.user;
    const names = ownerNames(call.process);
    const [asked] = call.operands;
    if (asked !== undefined && asked !== (names.user(uid) ?? name))
      return call.fail(call.style === 'busybox' ? `unknown user ${asked}` : `'${asked}': no such user`);
    const shown = (id: number, of: string | undefined): string => (of === undefined ? String(id) : `${id}(${of})`);
    const only = (id: number, of: string | undefined): string => (call.has('n') && of !== undefined ? of : String(id));
    if (call.has('u')) call.print(`${only(uid, names.user(uid))}\n`);
    else if (call.has('g')) call.print(`${only(gid, names.group(gid))}\n`);
    else if (call.has('G')) call.print(`${groups.map((id) => only(id, names.group(id))).join(' ')}\n`);
    else
      call.print(
        `uid=${shown(uid, names.user(uid))} gid=${shown(gid, names.group(gid))} groups=${groups.map((id) => shown(id, names.group(id))).join(',')}\n`,
      );
    return 0;
  },
};

/** `uname`. */
export const uname: CommandDefinition = {
  name: 'uname',
  synopsis: '[OPTION]...',
  summary: 'Print certain system information.',
  short: 'asnrvmpio',
  long: {
    all: 'a',
    'kernel-name': 's',
    nodename: 'n',
    'kernel-release': 'r',
    'kernel-version': 'v',
    machine: 'm',
    'operating-system': 'o',
  },
  run(call: Call): number {
    const facts: readonly (readonly [string, string])[] = [
      ['s', 'Linux'],
      ['n', call.process.machine.hostname],
      ['r', '6.1.0-39-amd64'],
      ['v', '#1 SMP PREEMPT_DYNAMIC Debian 6.1.148-1 (2025-08-26)'],
      ['m', 'x86_64'],
      ['o', 'GNU/Linux'],
    ];
    const wanted = facts.filter(
      ([letter]) => call.has('a') || call.has(letter) || (call.given.length === 0 && letter === 's'),
    );
    call.print(`${wanted.map(([, text]) => text).join(' ')}\n`);
    return 0;
  },
};

/** `basename`. */
export const basename: CommandDefinition = {
  name: 'basename',
  synopsis: 'NAME [SUFFIX]',
  summary: 'Print NAME with any leading directory components removed.',
  short: 'as:',
  long: { multiple: 'a', suffix: 's' },
  run(call: Call): number {
    const [name, ending] = call.operands;
    if (name === undefined) return call.misuse('missing operand');
    const several = call.has('a') || call.has('s');
    if (!several && call.operands.length > 2) return call.misuse(`extra operand '${call.operands[2]}'`);
    const suffix = call.value('s') ?? (several ? '' : (ending ?? ''));
    for (const path of several ? call.operands : [name]) {
      const base = baseName(path);
      call.print(
        `${suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base}\n`,
      );
    }
    return 0;
  },
};

/** `dirname`. */
export const dirname: CommandDefinition = {
  name: 'dirname',
  synopsis: 'NAME...',
  summary: 'Output each NAME with its last non-slash component removed.',
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing operand');
    for (const path of call.operands) call.print(`${directoryName(path)}\n`);
    return 0;
  },
};

/** `printf`. */
export const printf: CommandDefinition = {
  name: 'printf',
  synopsis: 'FORMAT [ARGUMENT]...',
  summary: 'Print ARGUMENT(s) according to FORMAT.',
  raw: true,
  run(call: Call): number {
    const [format, ...values] = call.operands[0] === '--' ? call.operands.slice(1) : call.operands;
    if (format === undefined) return call.misuse('missing operand');
    const result = formatPrintf(format, values, () => call.process.step());
    call.print(result.text);
    for (const problem of result.problems) {
      const value = /^(.*): invalid number$/s.exec(problem)?.[1];
      if (value === undefined) call.complain(problem);
      else
        call.complain(call.style === 'busybox' ? `invalid number '${value}'` : `'${value}': expected a numeric value`);
    }
    return result.problems.length > 0 ? 1 : 0;
  },
};

function runTest(call: Call): number {
  let words = call.operands;
  if (call.name === '[') {
    if (words.at(-1) !== ']') return call.fail('missing ]', 2);
    words = words.slice(0, -1);
  }
  const streams = [call.process.stdin, call.process.stdout, call.process.stderr];
  const context: TestContext = {
    fs: call.process.fs,
    cwd: call.process.cwd,
    doubleEquals: true,
    isTerminal: (fd) => streams[fd]?.isTerminal === true,
    isSet: (name) => call.process.env.has(name),
  };
  const result = evaluateTest(context, words, false);
  if (typeof result === 'boolean') return result ? 0 : 1;
  return call.fail(result.error, 2);
}

/** `test` and `[`. */
export const test: CommandDefinition = {
  name: 'test',
  synopsis: 'EXPRESSION',
  summary: 'Exit with the status determined by EXPRESSION.',
  raw: true,
  run(call: Call): number {
    return runTest(call);
  },
};
export const bracket: CommandDefinition = { ...test, name: '[' };
