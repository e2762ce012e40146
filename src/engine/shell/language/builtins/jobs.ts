import { killCommand } from '../../commands/kill-core.ts';
import { SIGCONT, signalDescription, signalName, signalNumber } from '../../process/signals.ts';
import type { Child, Task } from '../../process/types.ts';
import { reportDeath, waitInForeground } from '../execute/foreground.ts';
import { isStopped, type Job, jobStatus } from '../jobs.ts';
import type { Shell } from '../shell.ts';

/** One line of `jobs`. */
export function jobLine(shell: Shell, job: Job): string {
  const list = shell.jobs.list();
  const mark = job === list.at(-1) ? '+' : job === list.at(-2) ? '-' : ' ';
  const status = jobStatus(job);
  let state = 'Running';
  if (status !== undefined)
    state = status === 0 ? 'Done' : status > 128 ? signalDescription(status - 128) : `Exit ${status}`;
  else if (isStopped(job)) state = 'Stopped';
  return `[${job.number}]${mark}  ${state.padEnd(24)}${job.text}${state === 'Running' ? ' &' : ''}\n`;
}

/** `jobs [-l] [-p]`. */
export function jobs(shell: Shell, argv: readonly string[]): number {
  for (const job of shell.jobs.list()) {
    if (argv[1] === '-p') shell.io.stdout.write(`${job.children[0]?.pid ?? ''}\n`);
    else shell.io.stdout.write(jobLine(shell, job));
  }
  shell.jobs.takeEnded();
  return 0;
}

/** `fg [%job]`. */
export function* fg(shell: Shell, argv: readonly string[]): Task<number> {
  const job = shell.jobs.find(argv[1]);
  if (job === undefined) {
    shell.complain(`fg: ${argv[1] ?? 'current'}: no such job`);
    return 1;
  }
  shell.io.stdout.write(`${job.text}\n`);
  shell.jobs.remove(job);
  for (const child of job.children) child.kill(SIGCONT);
  const statuses = yield* waitInForeground(shell, job.children, () => job.text);
  return statuses.at(-1) ?? 0;
}

/** `bg [%job]`. */
export function bg(shell: Shell, argv: readonly string[]): number {
  const job = shell.jobs.find(argv[1]);
  if (job === undefined) {
    shell.complain(`bg: ${argv[1] ?? 'current'}: no such job`);
    return 1;
  }
  shell.io.stdout.write(`[${job.number}]+ ${job.text} &\n`);
  for (const child of job.children) child.kill(SIGCONT);
  return 0;
}

/** `wait [-n] [pid|%job…]`: a trapped signal ends it with 128 + signal. */
export function* wait(shell: Shell, argv: readonly string[]): Task<number> {
  const words = argv.slice(1);
  if (words[0] === '-n') {
    const jobs = shell.jobs.list();
    if (jobs.length === 0) return 127;
    const interrupted = yield* waitUntil(
      shell,
      jobs.flatMap((job) => job.children),
      () => jobs.some((job) => jobStatus(job) !== undefined),
    );
    if (interrupted !== undefined) return interrupted;
    const [ended] = shell.jobs.takeEnded();
    return (ended === undefined ? undefined : jobStatus(ended)) ?? 0;
  }
  if (words.length === 0) {
    const children = shell.jobs.list().flatMap((job) => job.children);
    const interrupted = yield* waitUntil(shell, children, () =>
      children.every((child) => child.status() !== undefined),
    );
    if (interrupted !== undefined) return interrupted;
    shell.jobs.takeEnded();
    return 0;
  }
  let status = 0;
  for (const word of words) {
    const job = word.startsWith('%') ? shell.jobs.find(word) : undefined;
    const children = job?.children ?? [shell.jobs.child(Number(word))];
    const known = children.filter((child) => child !== undefined);
    if (known.length === 0) {
      if (shell.flavour === 'bash') shell.complain(`wait: pid ${word} is not a child of this shell`);
      status = 127;
      continue;
    }
    const interrupted = yield* waitUntil(shell, known, () => known.every((child) => child.status() !== undefined));
    if (interrupted !== undefined) return interrupted;
    status = known.at(-1)?.status() ?? 0;
    if (shell.flavour !== 'bash') reportDeath(shell, known.at(-1), () => '');
  }
  shell.jobs.takeEnded();
  return status;
}

/** Waits until children make `done` true; the status when a trapped signal came first. */
function* waitUntil(shell: Shell, children: readonly Child[], done: () => boolean): Task<number | undefined> {
  while (!done()) {
    const signal = shell.pendingSignals[0];
    if (signal !== undefined) return 128 + signal;
    if (shell.interrupted) return 130;
    yield {
      on: 'child',
      start: (wake) => {
        shell.wakeOnSignal = wake;
        const disposers = children.filter((child) => child.status() === undefined).map((child) => child.onChange(wake));
        return () => {
          shell.wakeOnSignal = undefined;
          for (const dispose of disposers) dispose();
        };
      },
    };
  }
  return undefined;
}

/** `kill [-s signal|-signal] pid|%job…`, `kill -l`. */
export function kill(shell: Shell, argv: readonly string[]): number {
  const words = argv.map((word, at) => {
    if (at === 0 || !word.startsWith('%')) return [word];
    const job = shell.jobs.find(word);
    return job === undefined ? [word] : job.children.map((child) => String(shell.jobControl ? -child.pid : child.pid));
  });
  const flat = words.flat();
  if (flat.some((word) => /^-\d{3,}$/.test(word)) && !flat.includes('--')) {
    const at = flat.findIndex((word) => /^-\d{3,}$/.test(word));
    flat.splice(at, 0, '--');
  }
  return killCommand(
    shell.process.machine,
    flat,
    (text) => shell.complain(killProblem(shell, text)),
    (text) => shell.io.stdout.write(text),
    {
      name: signalName,
      number: signalNumber,
    },
  );
}

/** The shells' own words for a process that is not there. */
function killProblem(shell: Shell, text: string): string {
  const pid = /^\((-?\d+)\) - No such process$/.exec(text)?.[1];
  if (pid === undefined || shell.flavour === 'bash') return `kill: ${text}`;
  return shell.flavour === 'dash' ? 'kill: No such process' : `can't kill pid ${pid}: No such process`;
}
