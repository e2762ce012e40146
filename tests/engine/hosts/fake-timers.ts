import type { HostTimers } from '../../../src/engine/hosts/driver.ts';

/** Wall time that passes only when a test says so. */
export class FakeTimers implements HostTimers {
  now = 1000;
  /** Wall milliseconds that each look at the clock takes, for work that holds the thread. */
  lookMs = 0;
  private calls: { readonly dueMs: number; readonly run: () => void }[] = [];

  wallMs(): number {
    this.now += this.lookMs;
    return this.now;
  }

  later(run: () => void, ms: number): () => void {
    const call = { dueMs: this.now + ms, run };
    this.calls.push(call);
    return () => {
      this.calls = this.calls.filter((other) => other !== call);
    };
  }

  /** Lets wall time pass, calling back what becomes due on the way. */
  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.calls
        .filter(({ dueMs }) => dueMs <= end)
        .reduce<{ readonly dueMs: number; readonly run: () => void } | undefined>(
          (first, call) => (first === undefined || call.dueMs < first.dueMs ? call : first),
          undefined,
        );
      if (next === undefined) break;
      this.calls = this.calls.filter((other) => other !== next);
      this.now = Math.max(this.now, next.dueMs);
      next.run();
    }
    this.now = Math.max(this.now, end);
  }
}
