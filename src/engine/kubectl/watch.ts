import type { ApiStream } from '../cluster/apiserver/http.ts';
import type { TimerClass } from '../cluster/clock.ts';
import type { JsonObject } from '../cluster/json.ts';
import type { Process, Task } from '../shell/process/types.ts';

/** What `next` gives: the next piece, the end of the stream, or that the deadline came first. */
export type Next<Chunk> = { readonly chunk: Chunk } | 'end' | 'timeout';

/** A server's stream, read one piece at a time by a process that waits. Close it in a `finally`. */
export class StreamReader<Chunk> {
  private readonly queue: Chunk[] = [];
  private ended = false;
  private waker: (() => void) | undefined;

  constructor(
    private readonly process: Process,
    private readonly stream: ApiStream<Chunk>,
  ) {
    stream.subscribe(
      (chunk) => {
        this.queue.push(chunk);
        this.wakeUp();
      },
      () => {
        this.ended = true;
        this.wakeUp();
      },
    );
  }

  /** The next piece, waiting for it until `deadlineMs` of virtual time (no deadline: for ever). A deadline does not hold the cluster unsettled. */
  *next(deadlineMs?: number, timerClass: TimerClass = 'background'): Task<Next<Chunk>> {
    for (;;) {
      const chunk = this.queue.shift();
      if (chunk !== undefined) return { chunk };
      if (this.ended) return 'end';
      const clock = this.process.machine.clock;
      if (deadlineMs !== undefined && clock.nowMs() >= deadlineMs) return 'timeout';
      yield* this.process.wait({
        on: 'api',
        start: (wake) => {
          const timer =
            deadlineMs === undefined
              ? undefined
              : clock.after(deadlineMs - clock.nowMs(), () => this.wakeUp(), timerClass);
          this.waker = () => {
            timer?.cancel();
            wake();
          };
          return () => {
            this.waker = undefined;
            timer?.cancel();
          };
        },
      });
    }
  }

  /** What is there already, without waiting. */
  pending(): number {
    return this.queue.length;
  }

  close(): void {
    this.stream.close();
  }

  private wakeUp(): void {
    const wake = this.waker;
    this.waker = undefined;
    wake?.();
  }
}

/** One watch event. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: JsonObject;
}

/** Reads a watch chunk; undefined when it is none. */
export function watchEvent(chunk: JsonObject): WatchEvent | undefined {
  const { type, object } = chunk;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED' && type !== 'BOOKMARK' && type !== 'ERROR')
    return undefined;
  return { type, object: object as JsonObject };
}
