/**
 * What a timer is for. `work` keeps the cluster unsettled until it fires; `background` does not: heartbeats, probes of a ready pod,
 * resyncs, crash-loop back-offs, a program that sleeps.
 */
export type TimerClass = 'work' | 'background';

/** A due call that can still be called off. */
export interface Timer {
  /** Virtual time at which it fires, milliseconds since the Unix epoch. */
  readonly dueMs: number;
  cancel(): void;
}

/** What the engine's rooms may do with time. */
export interface Clock {
  /** Virtual time, milliseconds since the Unix epoch (may have a fraction). */
  nowMs(): number;
  /** Calls `run` once, `delayMs` of virtual time from now (0 = later in this instant, after everything queued before it). */
  after(delayMs: number, run: () => void, timerClass?: TimerClass): Timer;
}

class Entry implements Timer {
  index = -1;
  constructor(
    readonly dueMs: number,
    readonly sequence: number,
    readonly run: () => void,
    readonly timerClass: TimerClass,
    private readonly owner: VirtualClock,
  ) {}
  cancel(): void {
    this.owner.remove(this);
  }
}

/**
 * The virtual clock: an ordered queue of due calls. Time moves only when a host drives it; calls due at the same instant run in the
 * order in which they were asked for. Cancelling is O(log n).
 */
export class VirtualClock implements Clock {
  private now: number;
  private sequence = 0;
  private readonly heap: Entry[] = [];
  private workEntries = 0;

  constructor(startMs: number) {
    this.now = startMs;
  }

  nowMs(): number {
    return this.now;
  }

  after(delayMs: number, run: () => void, timerClass: TimerClass = 'work'): Timer {
    const entry = new Entry(this.now + Math.max(0, delayMs), this.sequence++, run, timerClass, this);
    if (timerClass === 'work') this.workEntries++;
    entry.index = this.heap.length;
    this.heap.push(entry);
    this.up(entry.index);
    return entry;
  }

  /** When the next call is due, or undefined when nothing is queued. */
  nextDueMs(): number | undefined {
    return this.heap[0]?.dueMs;
  }

  /** True when only `background` calls are queued. */
  isSettled(): boolean {
    return this.workEntries === 0;
  }

  /** Runs the next due call, moving time to it; false when nothing is queued or the next call is due after `untilMs`. */
  step(untilMs = Number.POSITIVE_INFINITY): boolean {
    const entry = this.heap[0];
    if (entry === undefined || entry.dueMs > untilMs) return false;
    this.remove(entry);
    if (entry.dueMs > this.now) this.now = entry.dueMs;
    entry.run();
    return true;
  }

  /** Runs everything due up to `timeMs` and leaves the clock there. */
  runUntil(timeMs: number): void {
    while (this.step(timeMs));
    if (timeMs > this.now) this.now = timeMs;
  }

  /** Runs until settled or until `limitMs` of virtual time have passed; true when settled. */
  runUntilSettled(limitMs: number): boolean {
    const end = this.now + limitMs;
    while (!this.isSettled()) if (!this.step(end)) break;
    return this.isSettled();
  }

  /** Used by timers to call themselves off. */
  remove(entry: Entry): void {
    const at = entry.index;
    if (at < 0) return;
    entry.index = -1;
    if (entry.timerClass === 'work') this.workEntries--;
    const last = this.heap.pop();
    if (last === undefined || last === entry) return;
    this.heap[at] = last;
    last.index = at;
    this.up(at);
    this.down(last.index);
  }

  private before(a: Entry, b: Entry): boolean {
    return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
  }

  private up(from: number): void {
    const entry = this.heap[from];
    if (entry === undefined) return;
    let at = from;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = this.heap[parentAt];
      if (parent === undefined || !this.before(entry, parent)) break;
      this.heap[at] = parent;
      parent.index = at;
      at = parentAt;
    }
    this.heap[at] = entry;
    entry.index = at;
  }

  private down(from: number): void {
    const entry = this.heap[from];
    if (entry === undefined) return;
    let at = from;
    for (;;) {
      const leftAt = 2 * at + 1;
      const left = this.heap[leftAt];
      if (left === undefined) break;
      const right = this.heap[leftAt + 1];
      const child = right !== undefined && this.before(right, left) ? right : left;
      if (!this.before(child, entry)) break;
      const childAt = child.index;
      this.heap[at] = child;
      child.index = at;
      at = childAt;
    }
    this.heap[at] = entry;
    entry.index = at;
  }
}
