import { BoundedRegExp } from '../../cluster/regexp/bounded.ts';
import { baseName } from '../files/paths.ts';
import { SIGTERM, signalName, signalNumber } from '../process/signals.ts';
import type { Machine, Task } from '../process/types.ts';
import { strftime } from './calendar.ts';
import type { Call, CommandDefinition } from './command.ts';
import { killCommand } from './kill-core.ts';

type Listed = ReturnType<Machine['processes']>[number];

/** What `ps` shows as the command. */
function commandOf(process: Listed): string {
  return process.argv.join(' ');
}

function elapsed(call: Call, process: Listed): number {
  return Math.max(0, Math.floor((call.process.machine.clock.nowMs() - process.startedMs) / 1000));
}

function clockTime(seconds: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${two(hours)}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const COLUMNS: {
  readonly [name: string]: { readonly title: string; readonly text: (call: Call, process: Listed) => string };
} = {
  pid: { title: 'PID', text: (_, process) => String(process.pid) },
  ppid: { title: 'PPID', text: (_, process) => String(process.parentPid) },
  user: { title: 'USER', text: (_, process) => process.user },
  uid: { title: 'UID', text: (_, process) => process.user },
  comm: { title: 'COMMAND', text: (_, process) => baseName(process.argv[0] ?? '') },
  cmd: { title: 'CMD', text: (_, process) => commandOf(process) },
  args: { title: 'COMMAND', text: (_, process) => commandOf(process) },
  command: { title: 'COMMAND', text: (_, process) => commandOf(process) },
  time: { title: 'TIME', text: () => '00:00:00' },
  etime: { title: 'ELAPSED', text: (call, process) => clockTime(elapsed(call, process)) },
  stat: { title: 'STAT', text: (call, process) => (process.pid === call.process.pid ? 'R+' : 'S') },
  tty: { title: 'TT', text: () => '?' },
};

/** `ps` in procps' and busybox' forms. */
export const ps: CommandDefinition = {
  name: 'ps',
  synopsis: '[OPTION]...',
  summary: 'Report a snapshot of the current processes.',
  short: 'eAfaxulwo:p:T',
  prepare: (words) => words.map((word, at) => (at === 0 && /^[auxwfe]+$/.test(word) ? `-${word}x` : word)),
  run(call: Call): number {
    const { machine } = call.process;
    const chosen = call.value('p')?.split(',').map(Number);
    const all = machine.processes().filter((process) => chosen === undefined || chosen.includes(process.pid));
    const columns = call.value('o');
    if (columns !== undefined) return customColumns(call, all, columns);
    if (call.style === 'busybox') {
      call.print('PID   USER     COMMAND\n');
      for (const process of all)
        call.print(`${String(process.pid).padStart(5)} ${process.user.padEnd(8)} ${commandOf(process)}\n`);
      return 0;
    }
    if (call.has('u')) {
      call.print('USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n');
      for (const process of all) {
        const started = strftime('%H:%M', process.startedMs);
        const state = process.pid === call.process.pid ? 'R+' : 'S';
        call.print(
          `${process.user.padEnd(8)} ${String(process.pid).padStart(7)}  0.0  0.0   2580   940 ?        ${state.padEnd(4)} ${started}   0:00 ${commandOf(process)}\n`,
        );
      }
      return 0;
    }
    const every = call.has('e') || call.has('A') || call.has('a') || call.has('x') || chosen !== undefined;
    const shown = every ? all : all.filter((process) => isMine(call, all, process));
    if (call.has('f')) {
      call.print('UID          PID    PPID  C STIME TTY          TIME CMD\n');
      for (const process of shown) {
        const started = strftime('%H:%M', process.startedMs);
        call.print(
          `${process.user.padEnd(8)} ${String(process.pid).padStart(7)} ${String(process.parentPid).padStart(7)}  0 ${started} ?        00:00:00 ${commandOf(process)}\n`,
        );
      }
      return 0;
    }
    call.print('    PID TTY          TIME CMD\n');
    for (const process of shown)
      call.print(`${String(process.pid).padStart(7)} ?        00:00:00 ${baseName(process.argv[0] ?? '')}\n`);
    return 0;
  },
};

/** True for this process and those it descends from. */
function isMine(call: Call, all: readonly Listed[], process: Listed): boolean {
  for (let at: Listed | undefined = all.find((other) => other.pid === call.process.pid); at !== undefined; ) {
    if (at.pid === process.pid || process.parentPid === at.pid) return true;
    const parent: number = at.parentPid;
    at = all.find((other) => other.pid === parent);
  }
  return false;
}

function customColumns(call: Call, all: readonly Listed[], list: string): number {
  const names = list.split(/[ ,]+/).filter((name) => name !== '');
  const columns: { title: string; text: (call: Call, process: Listed) => string }[] = [];
  for (const name of names) {
    const [key = '', title] = name.split('=');
    const column = Object.hasOwn(COLUMNS, key) ? COLUMNS[key] : undefined;
    if (column === undefined)
      return call.fail(
        call.style === 'busybox'
          ? `bad -o argument '${key}', supported arguments: ${Object.keys(COLUMNS).join(',')}`
          : `unknown user-defined format specifier "${key}"`,
      );
    columns.push({ ...column, title: title ?? column.title });
  }
  const rows = [
    columns.map((column) => column.title),
    ...all.map((process) => columns.map((column) => column.text(call, process))),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const header = columns.some((column) => column.title !== '');
  for (const [at, row] of rows.entries()) {
    if (at === 0 && !header) continue;
    call.print(
      `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join(' ')}\n`,
    );
  }
  return 0;
}

/** `kill`. */
export const kill: CommandDefinition = {
  name: 'kill',
  synopsis: '[-s SIGNAL | -SIGNAL] PID...',
  summary: 'Send a signal to a process.',
  raw: true,
  run(call: Call): number {
    return killCommand(
      call.process.machine,
      ['kill', ...call.operands],
      (text) => call.complain(text),
      (text) => call.print(text),
      {
        name: signalName,
        number: signalNumber,
      },
    );
  },
};

/** Takes `-9`, `-TERM` or `-s TERM` out of the words. */
function takeSignal(words: readonly string[]): {
  readonly signal: number | undefined;
  readonly rest: readonly string[];
} {
  const rest: string[] = [];
  let signal: number | undefined = SIGTERM;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '-s' || word === '--signal') signal = signalNumber(words[++at] ?? '');
    else if (/^-(\d+|[A-Z]{2,}\d?)$/.test(word)) signal = signalNumber(word.slice(1));
    else rest.push(word);
  }
  return { signal, rest };
}

function byPattern(call: Call, pattern: string, full: boolean, exact: boolean): readonly Listed[] {
  const expression = new BoundedRegExp(exact ? `^(?:${pattern})$` : pattern);
  return call.process.machine
    .processes()
    .filter(
      (process) =>
        process.pid !== call.process.pid &&
        expression.test(full ? commandOf(process) : baseName(process.argv[0] ?? '')),
    );
}

function* patternCommand(call: Call, act: (found: readonly Listed[], signal: number) => void): Task<number> {
  const { signal, rest } = takeSignal(call.operands);
  const letters = rest.filter((word) => word.startsWith('-')).join('');
  const pattern = rest.find((word) => !word.startsWith('-'));
  if (signal === undefined) return call.fail('unknown signal', 2);
  if (pattern === undefined) return call.misuse('no matching criteria specified');
  try {
    const found = byPattern(call, pattern, letters.includes('f'), letters.includes('x'));
    act(found, signal);
    call.process.step();
    return found.length > 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof SyntaxError) return call.fail('invalid regular expression', 2);
    throw error;
  }
}

/** `pkill`. */
export const pkill: CommandDefinition = {
  name: 'pkill',
  synopsis: '[-SIGNAL] [-f] [-x] PATTERN',
  summary: 'Send a signal to the processes whose name matches PATTERN.',
  raw: true,
  usageStatus: 2,
  run: (call) =>
    patternCommand(call, (found, signal) =>
      found.forEach((process) => void call.process.machine.kill(process.pid, signal)),
    ),
};

/** `pgrep`. */
export const pgrep: CommandDefinition = {
  name: 'pgrep',
  synopsis: '[-f] [-x] [-l] PATTERN',
  summary: 'List the processes whose name matches PATTERN.',
  raw: true,
  usageStatus: 2,
  run: (call) =>
    patternCommand(call, (found) => {
      const named = call.operands.some((word) => /^-[a-z]*[la]/.test(word));
      for (const process of found) call.print(`${process.pid}${named ? ` ${commandOf(process)}` : ''}\n`);
    }),
};

/** `killall`. */
export const killall: CommandDefinition = {
  name: 'killall',
  synopsis: '[-SIGNAL] [-q] NAME...',
  summary: 'Send a signal to the processes of that name.',
  raw: true,
  run(call: Call): number {
    const { signal, rest } = takeSignal(call.operands);
    const names = rest.filter((word) => !word.startsWith('-'));
    if (signal === undefined) return call.fail('unknown signal');
    if (names.length === 0) return call.misuse('no process name');
    let status = 0;
    for (const name of names) {
      const found = call.process.machine
        .processes()
        .filter((process) => process.pid !== call.process.pid && baseName(process.argv[0] ?? '') === name);
      if (found.length === 0) {
        if (!rest.includes('-q')) call.complain(`${name}: no process killed`);
        status = 1;
      }
      for (const process of found) call.process.machine.kill(process.pid, signal);
    }
    return status;
  },
};

/** `pidof`. */
export const pidof: CommandDefinition = {
  name: 'pidof',
  synopsis: 'NAME...',
  summary: 'List the pids of all processes of that name.',
  run(call: Call): number {
    const found = call.process.machine
      .processes()
      .filter((process) => call.operands.includes(baseName(process.argv[0] ?? '')));
    if (found.length === 0) return 1;
    call.print(
      `${found
        .map((process) => process.pid)
        .reverse()
        .join(' ')}\n`,
    );
    return 0;
  },
};
