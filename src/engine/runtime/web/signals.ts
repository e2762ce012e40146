import type { Process, Task } from '../../shell/process/types.ts';

/** Waits until one of the signals arrives and gives its number. The signals keep being taken over afterwards. */
export function* waitForSignal(process: Process, signals: readonly number[]): Task<number> {
  let got: number | undefined;
  let wakeUp: (() => void) | undefined;
  for (const signal of signals) {
    process.onSignal(signal, () => {
      got = signal;
      wakeUp?.();
    });
  }
  while (got === undefined) {
    yield* process.wait({
      on: 'host',
      start: (wake) => {
        wakeUp = wake;
        return () => {
          wakeUp = undefined;
        };
      },
    });
  }
  return got;
}
