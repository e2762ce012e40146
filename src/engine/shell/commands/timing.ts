import { SIGKILL, SIGTERM, signalNumber } from '../process/signals.ts';
import type { Child, Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { cannotRun } from './env.ts';
import { durationMs } from './sleep.ts';

/** `timeout`. */
export const timeout: CommandDefinition = {
  name: 'timeout',
  synopsis: '[OPTION] DURATION COMMAND [ARG]...',
  summary: 'Start COMMAND, and kill it if still running after DURATION.',
  short: 's:k:vt:',
  long: { signal: 's', 'kill-after': 'k', verbose: 'v', 'preserve-status': '1', foreground: '2' },
  inOrder: true,
  usageStatus: 125,
  *run(call: Call): Task<number> {
    const [duration, ...argv] = call.operands;
    if (duration === undefined || argv.length === 0) return call.misuse('missing operand');
    const ms = durationMs(duration);
    if (ms === undefined) return call.misuse(`invalid time interval '${duration}'`);
    const signal = signalNumber(call.value('s') ?? 'TERM');
    if (signal === undefined) return call.misuse(`'${call.value('s')}': invalid signal`);
    const child = call.process.spawn({ argv });
    if ('error' in child) return cannotRun(call, argv[0] ?? '', child.error);
    if (yield* endsWithin(call, child, ms === 0 ? Number.POSITIVE_INFINITY : ms)) return child.status() ?? 0;
    child.kill(signal);
    const kill = durationMs(call.value('k') ?? '');
    if (kill !== undefined && !(yield* endsWithin(call, child, kill))) {
      child.kill(SIGKILL);
      return 137;
    }
    const status = yield* child.wait();
    if (call.has('1') || call.style === 'busybox') return call.style === 'busybox' && signal === SIGTERM ? 143 : status;
    if (signal !== SIGKILL) return 124;
    // GNU's timeout dies of the same signal
    call.process.machine.kill(call.process.pid, SIGKILL);
    return 137;
  },
};

/** Waits for a child, but no longer than `ms`; false when the time was up first. */
function* endsWithin(call: Call, child: Child, ms: number): Task<boolean> {
  const { clock } = call.process.machine;
  const due = clock.nowMs() + ms;
  while (child.status() === undefined && clock.nowMs() < due) {
    let forget = (): void => {};
    try {
      yield {
        on: 'child',
        start: (wake) => {
          const stop = child.onChange(wake);
          const timer = Number.isFinite(ms)
            ? clock.after(due - clock.nowMs(), wake, call.process.machine.sleepClass())
            : undefined;
          forget = () => {
            stop();
            timer?.cancel();
          };
          return forget;
        },
      };
    } finally {
      forget();
    }
  }
  return child.status() !== undefined;
}

/** `time` as a program. */
export const time: CommandDefinition = {
  name: 'time',
  synopsis: '[-p] COMMAND [ARG]...',
  summary: 'Run COMMAND and report how long it took.',
  short: 'pv',
  inOrder: true,
  *run(call: Call): Task<number> {
    const { clock } = call.process.machine;
    const started = clock.nowMs();
    const argv = call.operands;
    if (argv.length === 0) return call.misuse('missing command');
    const child = call.process.spawn({ argv });
    if ('error' in child) return cannotRun(call, argv[0] ?? '', child.error);
    const status = yield* child.wait();
    const seconds = (clock.nowMs() - started) / 1000;
    const minutes = Math.floor(seconds / 60);
    call.process.stderr.write(
      call.has('p') || call.style === 'gnu'
        ? `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`
        : `real\t${minutes}m ${(seconds - minutes * 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`,
    );
    return status;
  },
};
