import { ApiError } from '../client.ts';
import type { Clock, Timer, TimerClass } from '../clock.ts';
import type { Random } from '../random.ts';

/** How long after it became due a key is taken up, in milliseconds: the time a real worker takes to notice and to read. */
export interface QueueLatency {
  readonly lowMs: number;
  readonly highMs: number;
}

export interface WorkQueueOptions<Key> {
  readonly clock: Clock;
  readonly random: Random;
  /** A function where some keys take longer than others. */
  readonly latency: QueueLatency | ((key: Key) => QueueLatency);
  /** Does the work of one key. An `ApiError` has the key tried again with back-off; any other error is a bug and comes out of the clock. */
  readonly sync: (key: Key) => void;
}

/** The per-item exponential back-off of client-go's default controller rate limiter. */
const BASE_DELAY_MS = 5;
const MAX_DELAY_MS = 1_000_000;
/** Retries that come this late no longer keep the cluster unsettled: what they wait for is not about to happen. */
const WORK_DELAY_MS = 1_000;

/**
 * A controller's queue. A key that is added again before it is taken up is worked once; a key that is added while it is worked is worked
 * again afterwards; a failed sync is retried with exponential back-off.
 * Models: client-go/util/workqueue (delaying and rate-limiting queues), processNextWorkItem of the controllers
 */
export class WorkQueue<Key extends string = string> {
  private readonly ready = new Map<Key, Timer>();
  private readonly delayed = new Map<Key, Timer>();
  private readonly failures = new Map<Key, number>();
  private readonly dirtyWhileWorking = new Set<Key>();
  private working: Key | undefined;
  private stopped = false;

  constructor(private readonly options: WorkQueueOptions<Key>) {}

  /** Has the key worked soon. */
  add(key: Key): void {
    if (this.stopped) return;
    if (this.working === key) {
      this.dirtyWhileWorking.add(key);
      return;
    }
    if (this.ready.has(key)) return;
    const { latency } = this.options;
    const { lowMs, highMs } = typeof latency === 'function' ? latency(key) : latency;
    const delayMs = this.options.random.between(lowMs, highMs);
    this.ready.set(
      key,
      this.options.clock.after(delayMs, () => this.work(key)),
    );
  }

  /** Has the key added after `delayMs`; of several such calls for one key the earliest counts. Long waits are `background` unless said otherwise. */
  addAfter(key: Key, delayMs: number, timerClass?: TimerClass): void {
    if (this.stopped) return;
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const { clock } = this.options;
    const planned = this.delayed.get(key);
    if (planned !== undefined) {
      if (planned.dueMs <= clock.nowMs() + delayMs) return;
      planned.cancel();
    }
    const due = (): void => {
      this.delayed.delete(key);
      this.add(key);
    };
    this.delayed.set(key, clock.after(delayMs, due, timerClass ?? (delayMs <= WORK_DELAY_MS ? 'work' : 'background')));
  }

  /** Has the key added after its back-off: 5 ms, doubling with each call up to 1,000 s, until `forget`. */
  addRateLimited(key: Key): void {
    const failures = this.failures.get(key) ?? 0;
    this.failures.set(key, failures + 1);
    this.addAfter(key, Math.min(BASE_DELAY_MS * 2 ** failures, MAX_DELAY_MS));
  }

  /** Ends the key's back-off. */
  forget(key: Key): void {
    this.failures.delete(key);
  }

  /** How often the key was added with back-off since it was last forgotten. */
  numRequeues(key: Key): number {
    return this.failures.get(key) ?? 0;
  }

  /** Drops everything; later calls do nothing. */
  stop(): void {
    this.stopped = true;
    for (const timer of this.ready.values()) timer.cancel();
    for (const timer of this.delayed.values()) timer.cancel();
    this.ready.clear();
    this.delayed.clear();
    this.failures.clear();
    this.dirtyWhileWorking.clear();
  }

  private work(key: Key): void {
    this.ready.delete(key);
    this.working = key;
    try {
      this.options.sync(key);
      this.failures.delete(key);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.addRateLimited(key);
    } finally {
      this.working = undefined;
    }
    if (this.dirtyWhileWorking.delete(key)) this.add(key);
  }
}
