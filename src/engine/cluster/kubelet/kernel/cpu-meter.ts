/** Usage is shown as the mean over so long: the metrics server's resolution. */
export const WINDOW_MS = 15_000;

/**
 * CPU time used by one container, in CPU milliseconds. It is told of use when use changes and asked when somebody looks: an idle container
 * costs nothing. Windows begin at multiples of `WINDOW_MS` of virtual time; the present and the one before it are kept.
 */
export class CpuMeter {
  /** Since the container was started. */
  totalMs = 0;
  private window = 0;
  private current = 0;
  private before = 0;

  /** So much was used, evenly, between two times. */
  add(fromMs: number, toMs: number, cpuMs: number): void {
    this.totalMs += cpuMs;
    const window = Math.floor(toMs / WINDOW_MS);
    this.turnTo(window);
    const startMs = window * WINDOW_MS;
    if (fromMs >= startMs || toMs <= fromMs) {
      this.current += cpuMs;
      return;
    }
    const rate = cpuMs / (toMs - fromMs);
    this.current += rate * (toMs - startMs);
    this.before += rate * (startMs - Math.max(fromMs, startMs - WINDOW_MS));
  }

  /** What was used in the last whole window before this time. */
  lastWindowMs(nowMs: number): number {
    this.turnTo(Math.floor(nowMs / WINDOW_MS));
    return this.before;
  }

  private turnTo(window: number): void {
    if (window === this.window) return;
    this.before = window === this.window + 1 ? this.current : 0;
    this.current = 0;
    this.window = window;
  }
}
