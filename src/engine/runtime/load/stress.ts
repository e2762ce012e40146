import type { Child, Process, Program, Task } from '../../shell/process/types.ts';
import { readStressOptions, type StressOptions } from './stress-options.ts';

/** Memory is touched in so many pieces, and so many bytes in a millisecond of the processor. */
const PIECES = 8;
const TOUCHED_PER_CPU_MS = 2_500_000;

/** Takes memory, holds it, gives it back, again and again. */
function vmWorker({ vmBytes, vmHangMs, vmKeep }: StressOptions): Program {
  return function* (process): Task<number> {
    const piece = Math.ceil(vmBytes / PIECES);
    for (;;) {
      for (let at = 0; at < PIECES; at++) {
        process.occupy(piece);
        yield* process.compute(piece / TOUCHED_PER_CPU_MS);
      }
      if (vmHangMs === undefined) yield* process.compute(Number.POSITIVE_INFINITY);
      else if (vmHangMs === Number.POSITIVE_INFINITY || vmKeep)
        yield* process.wait({ on: 'host', start: () => () => {} });
      else yield* process.sleep(vmHangMs, 'background');
      process.occupy(-piece * PIECES);
    }
  };
}

const cpuWorker: Program = function* (process): Task<number> {
  yield* process.compute(Number.POSITIVE_INFINITY);
  return 0;
};

/** Waits for the disk most of the time. */
const ioWorker: Program = function* (process): Task<number> {
  for (;;) {
    yield* process.compute(1000);
    yield* process.sleep(4000, 'background');
  }
};

function workersOf(options: StressOptions): readonly Program[] {
  const many = (count: number, program: Program): Program[] => Array.from({ length: count }, () => program);
  return [
    ...many(options.cpu, cpuWorker),
    ...many(options.io, ioWorker),
    ...many(options.vm, vmWorker(options)),
    ...many(options.hdd, ioWorker),
  ];
}

/** Waits until a worker has ended (true: by itself or killed) or the time is over. */
function* firstEnd(process: Process, workers: readonly Child[], timeoutMs: number | undefined): Task<boolean> {
  const { clock } = process.machine;
  let over = false;
  yield* process.wait({
    on: 'child',
    start: (wake) => {
      const disposers = workers.map((worker) => worker.onChange(wake));
      if (timeoutMs !== undefined) {
        const timer = clock.after(
          timeoutMs,
          () => {
            over = true;
            wake();
          },
          'background',
        );
        disposers.push(() => timer.cancel());
      }
      return () => {
        for (const dispose of disposers) dispose();
      };
    },
  });
  return !over;
}

/** `stress`: a load of workers, one process each; it fails as a whole when one of them is killed. */
export const stress: Program = function* (process): Task<number> {
  const { clock } = process.machine;
  const [name = 'stress', ...words] = process.argv;
  const me = `${name.replace(/^.*\//, '')}:`;
  const options = readStressOptions(words);
  if ('unknown' in options) {
    process.stderr.write(`${me} FAIL: [${process.pid}] (244) unrecognized option: ${options.unknown}\n`);
    return 1;
  }
  const workers = workersOf(options);
  if (workers.length === 0) {
    process.stdout.write(
      `\`${name}' imposes certain types of compute stress on your system\n\nUsage: ${name} [OPTION [ARG]] ...\n`,
    );
    return 0;
  }
  const info = (text: string): void => {
    if (!options.quiet) process.stdout.write(`${me} info: [${process.pid}] ${text}\n`);
  };
  info(`dispatching hogs: ${options.cpu} cpu, ${options.io} io, ${options.vm} vm, ${options.hdd} hdd`);
  const startedMs = clock.nowMs();
  const children: Child[] = [];
  for (const program of workers) {
    const child = process.spawn({ argv: process.argv, program });
    if (!('error' in child)) children.push(child);
  }
  const seconds = (): number => Math.floor((clock.nowMs() - startedMs) / 1000);
  const failed = yield* firstEnd(process, children, options.timeoutMs);
  const complain = (mark: string, text: string): void =>
    void process.stderr.write(`${me} ${mark}: [${process.pid}] ${text}\n`);
  if (!failed) {
    for (const child of children) child.kill(14);
    info(`successful run completed in ${seconds()}s`);
    return 0;
  }
  const dead = children.find((child) => child.status() !== undefined);
  complain('FAIL', `(415) <-- worker ${dead?.pid ?? 0} got signal ${dead?.signal() ?? 0}`);
  complain('WARN', '(417) now reaping child worker processes');
  for (const child of children) if (child.status() === undefined) child.kill(9);
  if (children.length === 1) complain('FAIL', '(421) kill error: No such process');
  complain('FAIL', `(451) failed run completed in ${seconds()}s`);
  return 1;
};

/** `stress-ng`: as `stress`, but a worker that was killed is started anew. */
export const stressNg: Program = function* (process): Task<number> {
  const { clock } = process.machine;
  const [, ...words] = process.argv;
  const options = readStressOptions(words);
  const say = (text: string): void => void process.stdout.write(`stress-ng: info:  [${process.pid}] ${text}\n`);
  if ('unknown' in options) {
    process.stderr.write(`stress-ng: unrecognized option '${options.unknown}'\n`);
    return 1;
  }
  const hogs = (['cpu', 'io', 'vm', 'hdd'] as const).filter((kind) => options[kind] > 0);
  if (hogs.length === 0) {
    process.stderr.write('stress-ng: info:  No stress workers invoked\n');
    return 1;
  }
  if (options.timeoutMs === undefined) say('defaulting to a 1 day, 0 secs run per stressor');
  else say(`setting to a ${options.timeoutMs / 1000} secs run per stressor`);
  say(`dispatching hogs: ${hogs.map((kind) => `${options[kind]} ${kind}`).join(', ')}`);
  const startedMs = clock.nowMs();
  const limitMs = options.timeoutMs ?? 86_400_000;
  const start = (program: Program): Child | undefined => {
    const child = process.spawn({ argv: process.argv, program });
    return 'error' in child ? undefined : child;
  };
  const jobs = workersOf(options).map((program) => ({ program, child: start(program) }));
  for (;;) {
    const leftMs = limitMs - (clock.nowMs() - startedMs);
    const running = jobs.flatMap(({ child }) => (child === undefined ? [] : [child]));
    if (leftMs <= 0 || !(yield* firstEnd(process, running, leftMs))) break;
    for (const job of jobs) {
      if (job.child === undefined || job.child.status() === undefined) continue;
      say(`vm: [${job.child.pid}] terminated on signal: 9 (Killed), possibly by the OOM killer; restarting it`);
      yield* process.sleep(500, 'background');
      job.child = start(job.program);
    }
  }
  for (const { child } of jobs) child?.kill(14);
  say(`successful run completed in ${((clock.nowMs() - startedMs) / 1000).toFixed(2)} secs`);
  return 0;
};
