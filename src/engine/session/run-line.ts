import type { VirtualClock } from '../cluster/clock.ts';
import type { LocalMachine } from '../shell/process/machine.ts';
import type { RunningProcess } from '../shell/process/running-process.ts';
import { callbackWriter } from '../shell/process/writers.ts';

const SIGTERM = 15;
const SIGKILL = 9;

/** What one shell line printed and how it ended. */
export interface LineResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined when the bound ended it. */
  readonly exit: number | undefined;
  /** Seconds of virtual time since `startedMs` of each line of standard output. */
  readonly stream: readonly { readonly t: number; readonly line: string }[];
  readonly startedMs: number;
  readonly endedMs: number;
}

/** A line that is running. */
export interface RunningLine {
  /** The result, once it has ended. */
  result(): LineResult | undefined;
  stop(): void;
}

/** Starts a shell line on a machine as `sh -c` would; the caller drives the clock. */
export function startLine(
  machine: LocalMachine,
  line: string,
  options: { readonly cwd: string; readonly env: ReadonlyMap<string, string>; readonly shell: string },
): RunningLine {
  const { clock } = machine;
  const startedMs = clock.nowMs();
  let stdout = '';
  let stderr = '';
  let ended: { readonly exit: number; readonly atMs: number } | undefined;
  let stopped = false;
  const stream: { t: number; line: string }[] = [];
  let partial = '';
  const out = callbackWriter((text) => {
    stdout += text;
    partial += text;
    for (let end = partial.indexOf('\n'); end >= 0; end = partial.indexOf('\n')) {
      stream.push({ t: (clock.nowMs() - startedMs) / 1000, line: partial.slice(0, end) });
      partial = partial.slice(end + 1);
    }
  });
  const err = callbackWriter((text) => {
    stderr += text;
  });
  const started: RunningProcess | { readonly error: string } = machine.start({
    argv: [options.shell, '-c', line],
    env: options.env,
    cwd: options.cwd,
    stdout: out,
    stderr: err,
    group: 'new',
    exited: (end) => {
      ended = { exit: end.status, atMs: clock.nowMs() };
    },
  });
  if ('error' in started) throw new Error(`cannot start ${options.shell}: ${started.error}`);
  return {
    result: () =>
      ended === undefined
        ? undefined
        : { stdout, stderr, exit: stopped ? undefined : ended.exit, stream, startedMs, endedMs: ended.atMs },
    stop() {
      if (ended !== undefined) return;
      stopped = true;
      machine.signal(-started.group, SIGTERM);
      clock.after(2000, () => {
        if (ended === undefined) machine.signal(-started.group, SIGKILL);
      });
    },
  };
}

/** Drives the clock until the line has ended or `limitMs` of virtual time have passed; then it is stopped. */
export function finishLine(clock: VirtualClock, line: RunningLine, limitMs: number): LineResult {
  const end = clock.nowMs() + limitMs;
  while (line.result() === undefined && clock.step(end));
  let result = line.result();
  if (result !== undefined) return result;
  clock.runUntil(end);
  line.stop();
  const patience = clock.nowMs() + 5000;
  while (line.result() === undefined && clock.step(patience));
  result = line.result();
  if (result === undefined) throw new Error('a stopped command did not end');
  return result;
}
