import type { Clock } from '../../cluster/clock.ts';

/** What can be given a turn. */
interface Runnable {
  resume(): void;
}

/** The processes that can run now, over all machines of one clock, in the order in which they became runnable. */
export class RunQueue {
  private queue: Runnable[] = [];

  constructor(private readonly clock: Clock) {}

  push(runnable: Runnable): void {
    this.queue.push(runnable);
    if (this.queue.length === 1) this.clock.after(0, this.drain);
  }

  private readonly drain = (): void => {
    const batch = this.queue;
    this.queue = [];
    for (const runnable of batch) runnable.resume();
  };
}

const queues = new WeakMap<Clock, RunQueue>();

/** The one run queue of a clock. */
export function runQueueOf(clock: Clock): RunQueue {
  let queue = queues.get(clock);
  if (queue === undefined) {
    queue = new RunQueue(clock);
    queues.set(clock, queue);
  }
  return queue;
}
