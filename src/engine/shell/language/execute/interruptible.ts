import type { Task } from '../../process/types.ts';
import { InterruptFlow } from '../flow.ts';
import type { Shell } from '../shell.ts';

/** Lets Ctrl-C end something that an interactive shell itself waits for (`read`, `select`): back to the prompt. */
export function* interruptible<Result>(shell: Shell, task: Task<Result>): Task<Result> {
  if (!shell.jobControl) return yield* task;
  try {
    for (;;) {
      const step = task.next();
      if (step.done === true) return step.value;
      const wait = step.value;
      yield {
        on: wait.on,
        start: (wake) => {
          shell.wakeOnSignal = wake;
          return wait.start(wake);
        },
      };
      if (shell.interrupted) {
        shell.interrupted = false;
        throw new InterruptFlow();
      }
    }
  } finally {
    shell.wakeOnSignal = undefined;
  }
}
