import { SIGINT, signalDescription } from '../../process/signals.ts';
import type { Child, Task } from '../../process/types.ts';
import { InterruptFlow } from '../flow.ts';
import { type Shell, writeQuietly } from '../shell.ts';

/**
 * Waits for the processes of one pipeline and gives their statuses. With job control they hold the terminal meanwhile; a stopped pipeline
 * becomes a job, one that Ctrl-C ended takes the whole command line with it.
 */
export function* waitInForeground(
  shell: Shell,
  children: readonly Child[],
  text: () => string,
): Task<readonly number[]> {
  const terminal = shell.jobControl ? shell.process.terminal : undefined;
  const first = children[0];
  if (terminal === undefined || first === undefined) {
    const statuses: number[] = [];
    for (const child of children) statuses.push(yield* child.wait());
    return statuses;
  }
  terminal.foreground = first.pid;
  try {
    for (const child of children) {
      while (child.status() === undefined && !child.stopped()) {
        yield { on: 'child', start: (wake) => child.onChange(wake) };
      }
    }
  } finally {
    terminal.foreground = shell.process.group;
  }
  if (children.some((child) => child.status() === undefined)) {
    const number = shell.jobs.add(children, text());
    writeQuietly(shell.io.stderr, `\n[${number}]+  Stopped                 ${text()}\n`);
    return [148];
  }
  const statuses = children.map((child) => child.status() ?? 0);
  const last = statuses.at(-1) ?? 0;
  if (last === 128 + SIGINT) throw new InterruptFlow();
  if (last > 128 && last !== 141 && last <= 128 + 31 && isSignalDeath(last)) {
    writeQuietly(shell.io.stderr, `${signalDescription(last - 128)}\n`);
  }
  return statuses;
}

/** Statuses that come from signals a shell reports; programs that return such a number by themselves are rare. */
function isSignalDeath(status: number): boolean {
  return status === 143 || status === 137 || status === 129 || status === 131 || status === 134;
}
