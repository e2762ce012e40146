import { createPipe } from '../process/pipe.ts';
import type { Task } from '../process/types.ts';
import { characterWidth, textWidth } from '../terminal/width.ts';
import { strftime } from './calendar.ts';
import type { Call, CommandDefinition } from './command.ts';

/** `watch`: the command's output full-screen, again and again, until Ctrl-C. */
export const watch: CommandDefinition = {
  name: 'watch',
  synopsis: '[-n SECONDS] [-t] COMMAND',
  summary: 'Run COMMAND periodically and show its output full-screen.',
  short: 'n:tdegxcbpw',
  long: {
    interval: 'n',
    'no-title': 't',
    differences: 'd',
    errexit: 'e',
    chgexit: 'g',
    exec: 'x',
    color: 'c',
    beep: 'b',
    precise: 'p',
  },
  inOrder: true,
  *run(call: Call): Task<number> {
    const words = call.operands;
    if (words.length === 0) return call.misuse('missing command');
    const interval = Number(call.value('n') ?? 2);
    if (Number.isNaN(interval)) return call.fail(`failed to parse argument: '${call.value('n')}'`);
    const seconds = Math.max(0.1, interval);
    const full = call.process.stdout.isTerminal;
    if (full) call.print('\x1b[?1049h\x1b[?25l');
    let before: string | undefined;
    try {
      for (;;) {
        const argv = call.has('x') ? words : ['sh', '-c', words.join(' ')];
        const { text, status } = yield* capture(call, argv);
        show(call, words.join(' '), seconds, text, full);
        if (call.has('e') && status !== 0) return status;
        if (call.has('g') && before !== undefined && before !== text) return 0;
        before = text;
        yield* call.process.sleep(seconds * 1000);
      }
    } finally {
      if (full) call.print('\x1b[?25h\x1b[?1049l');
    }
  },
};

function* capture(call: Call, argv: readonly string[]): Task<{ readonly text: string; readonly status: number }> {
  const { reader, writer } = createPipe();
  const child = call.process.spawn({ argv, stdout: writer, stderr: writer });
  writer.release();
  if ('error' in child) {
    reader.release();
    return { text: `${argv[0]}: command not found\n`, status: 127 };
  }
  const text = yield* reader.readAll();
  reader.release();
  return { text, status: yield* child.wait() };
}

function show(call: Call, command: string, seconds: number, text: string, full: boolean): void {
  const { terminal, machine } = call.process;
  const columns = terminal?.columns ?? 80;
  const rows = terminal?.rows ?? 24;
  const right = `${machine.hostname}: ${strftime('%a %b %e %H:%M:%S %Y', machine.clock.nowMs())}`;
  const left = `Every ${seconds.toFixed(1)}s: ${command}`;
  const room = columns - textWidth(right) - 1;
  const shortened = textWidth(left) > room ? `${cutTo(left, Math.max(0, room - 3))}...` : left;
  const header = call.has('t')
    ? []
    : [shortened + ' '.repeat(Math.max(1, columns - textWidth(shortened) - textWidth(right))) + right, ''];
  const lines = text.replace(/\n$/, '').split('\n');
  if (!full) {
    call.print(`${[...header, ...lines].join('\n')}\n`);
    return;
  }
  const shown = [...header, ...lines].slice(0, rows).map((line) => `${cutTo(line, columns)}\x1b[K`);
  call.print(`\x1b[H${shown.join('\n')}\x1b[J`);
}

/** The beginning of a line that fits into so many columns. */
function cutTo(line: string, width: number): string {
  let out = '';
  let used = 0;
  for (const char of line) {
    used += characterWidth(char);
    if (used > width) break;
    out += char;
  }
  return out;
}
