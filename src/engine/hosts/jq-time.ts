/**
 * Runs jq at a moment of the cluster's time: `now` is that moment, and local time is UTC, wherever the page or the program runs. jq-web
 * asks JavaScript's `Date` for both; it gets one that says so for as long as the (synchronous) run lasts.
 */
export function atMoment<T>(nowMs: number, run: () => T): T {
  const real = globalThis.Date;
  class Moment extends real {
    constructor(...parts: number[]) {
      if (parts.length === 0) super(nowMs);
      else if (parts.length === 1) super(parts[0] ?? Number.NaN);
      else super(real.UTC(...(parts as [number, number])));
    }
    static override now(): number {
      return Math.floor(nowMs);
    }
    override getTimezoneOffset(): number {
      return 0;
    }
    override getFullYear(): number {
      return this.getUTCFullYear();
    }
    override getMonth(): number {
      return this.getUTCMonth();
    }
    override getDate(): number {
      return this.getUTCDate();
    }
    override getDay(): number {
      return this.getUTCDay();
    }
    override getHours(): number {
      return this.getUTCHours();
    }
    override getMinutes(): number {
      return this.getUTCMinutes();
    }
    override getSeconds(): number {
      return this.getUTCSeconds();
    }
  }
  globalThis.Date = Moment as DateConstructor;
  try {
    return run();
  } finally {
    globalThis.Date = real;
  }
}
