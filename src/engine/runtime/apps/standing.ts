import type { Process, Program, Task } from '../../shell/process/types.ts';
import { waitForSignal } from '../web/signals.ts';

/** A program that says something, then runs until it is told to stop. `started` and `stopped` make whole lines. */
export function standing(
  started: (process: Process) => string,
  stopped: (process: Process) => string = () => '',
  exitCode = 0,
): Program {
  return function* (process): Task<number> {
    process.stdout.write(started(process));
    yield* waitForSignal(process, [15, 2]);
    process.stdout.write(stopped(process));
    return exitCode;
  };
}
