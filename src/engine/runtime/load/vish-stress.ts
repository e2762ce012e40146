import { parseQuantity, quantityValue } from '../../cluster/resources/quantity.ts';
import { formatMicroTime } from '../../cluster/timestamp.ts';
import { durationMs } from '../../shell/commands/sleep.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';

/** No more sleeps than this for one allocation, however small its steps are. */
const MOST_STEPS = 200;

const DEFAULTS: { readonly [flag: string]: string } = {
  'mem-total': '0',
  'mem-alloc-size': '4Ki',
  'mem-alloc-sleep': '1ms',
  cpus: '0',
  logtostderr: 'true',
};

function flags(words: readonly string[]): ReadonlyMap<string, string> | string {
  const given = new Map(Object.entries(DEFAULTS));
  for (let at = 0; at < words.length; at++) {
    const match = /^--?([^=]+)(?:=(.*))?$/.exec(words[at] ?? '');
    const name = match?.[1] ?? '';
    if (match === null || DEFAULTS[name] === undefined) return `flag provided but not defined: ${words[at]}`;
    given.set(name, match[2] ?? (name === 'logtostderr' ? 'true' : (words[++at] ?? '')));
  }
  return given;
}

function sleepMs(text: string): number {
  return text.endsWith('ms') ? Number(text.slice(0, -2)) : (durationMs(text) ?? 0);
}

function log(process: Process, line: number, text: string): void {
  const now = formatMicroTime(process.machine.clock.nowMs());
  const stamp = `I${now.slice(5, 7)}${now.slice(8, 10)} ${now.slice(11, 26)}`;
  process.stderr.write(`${stamp} ${String(process.pid).padStart(7)} main.go:${line}] ${text}\n`);
}

/** `stress` of the image vish/stress: takes memory step by step and burns so many processors. */
export const vishStress: Program = function* (process): Task<number> {
  const given = flags(process.argv.slice(1));
  if (typeof given === 'string') {
    process.stderr.write(`${given}\nUsage of ${process.argv[0]}:\n`);
    return 2;
  }
  const total = given.get('mem-total') ?? '0';
  const step = given.get('mem-alloc-size') ?? '4Ki';
  const pause = given.get('mem-alloc-sleep') ?? '1ms';
  const wrong = [total, step].find((text) => parseQuantity(text) === undefined);
  if (wrong !== undefined) {
    process.stderr.write("panic: cannot parse '': quantities must match the regular expression\n");
    return 2;
  }
  log(process, 26, `Allocating "${total}" memory, in "${step}" chunks, with a ${pause} sleep between allocations`);
  const cpus = Number(given.get('cpus') ?? 0);
  const threads: (() => void)[] = [];
  for (let at = 0; at < cpus; at++) {
    log(process, 39, 'Spawning a thread to consume CPU');
    const work = { cpuMs: Number.POSITIVE_INFINITY, threads: 1, timerClass: 'background' } as const;
    const stop = process.machine.cgroup?.compute(work, () => {});
    if (stop !== undefined) threads.push(stop);
  }
  try {
    yield* allocate(process, total, step, pause);
    yield* process.wait({ on: 'host', start: () => () => {} });
    return 0;
  } finally {
    for (const stop of threads) stop();
  }
};

function* allocate(process: Process, total: string, step: string, pause: string): Task<void> {
  const bytes = quantityValue(total);
  const steps = Math.ceil(bytes / Math.max(1, quantityValue(step)));
  const batches = Math.min(steps, MOST_STEPS);
  for (let at = 0; at < batches; at++) {
    process.occupy(bytes / batches);
    yield* process.sleep((steps * sleepMs(pause)) / batches, 'background');
  }
  log(process, 29, `Allocated "${total}" memory`);
}
