import { SIGINT, SIGPIPE, signalDescription } from '../../process/signals.ts';
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
    reportDeath(shell, children.at(-1), text);
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
  if (children.at(-1)?.signal() === SIGINT) throw new InterruptFlow();
  reportDeath(shell, children.at(-1), text);
  return statuses;
}

/** Says what signal ended a command, unless it is one that people send themselves. */
export function reportDeath(shell: Shell, child: Child | undefined, text: () => string): void {
  const signal = child?.signal() ?? 0;
  if (child === undefined || signal === 0 || signal === SIGINT || signal === SIGPIPE) return;
  const what = signalDescription(signal);
  if (shell.flavour !== 'bash' || shell.jobControl) writeQuietly(shell.io.stderr, `${what}\n`);
  else shell.complain(`${child.pid} ${what.padEnd(23)} ${text()}`);
}
