import type { Clock, TimerClass } from '../clock.ts';

/** One thing to wait for: arranges that `wake` is called once, and gives back a disposer for the case that the flow is cancelled first. */
export type Pause = (wake: () => void) => () => void;

/**
 * A course of actions with waits between them: what a goroutine of the kubelet is here. A generator that yields `Pause`s; call one from
 * another with `yield*`.
 */
export type Flow<Result> = Generator<Pause, Result, void>;

/** A flow under way. */
export interface RunningFlow {
  /** Drops what it waits for and runs its `finally` blocks. No-op once it has ended. */
  cancel(): void;
}

/** Waits. */
export function* sleep(clock: Clock, delayMs: number, timerClass: TimerClass = 'work'): Flow<void> {
  yield (wake) => {
    const timer = clock.after(delayMs, wake, timerClass);
    return () => timer.cancel();
  };
}

/** Waits for something that calls back with a value. */
export function* callback<Value>(start: (done: (value: Value) => void) => () => void): Flow<Value> {
  let result: { readonly value: Value } | undefined;
  yield (wake) =>
    start((value) => {
      result = { value };
      wake();
    });
  if (result === undefined) throw new Error('a callback flow went on without its value');
  return result.value;
}

/** Runs several at once and waits for all. */
export function* all(flows: readonly Flow<void>[]): Flow<void> {
  if (flows.length === 0) return;
  yield (wake) => {
    let left = flows.length;
    const running = flows.map((flow) =>
      runFlow(flow, () => {
        left--;
        if (left === 0) wake();
      }),
    );
    return () => {
      for (const flow of running) flow.cancel();
    };
  };
}

/** Starts a flow now; `done` gets its result unless it is cancelled. */
export function runFlow<Result>(flow: Flow<Result>, done: (result: Result) => void = () => {}): RunningFlow {
  let state: 'running' | 'waiting' | 'over' = 'running';
  let dispose: () => void = () => {};

  const advance = (): void => {
    state = 'running';
    for (;;) {
      const step = flow.next();
      if (isOver()) return;
      if (step.done === true) {
        state = 'over';
        done(step.value);
        return;
      }
      // A pause may be over before it returned: then the flow goes on in this loop.
      let woken = false;
      let returned = false;
      const drop = step.value(() => {
        if (woken || isOver()) return;
        woken = true;
        if (returned) advance();
      });
      returned = true;
      if (isOver()) {
        drop();
        return;
      }
      if (woken) continue;
      dispose = drop;
      state = 'waiting';
      return;
    }
  };
  const isOver = (): boolean => state === 'over';

  advance();
  return {
    cancel: () => {
      if (state === 'over') return;
      const waited = state === 'waiting';
      state = 'over';
      if (!waited) return;
      dispose();
      flow.return(undefined as never);
    },
  };
}
