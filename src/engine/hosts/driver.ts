import type { VirtualClock } from '../cluster/clock.ts';

/** Wall time and waiting, as a host has them. */
export interface HostTimers {
  wallMs(): number;
  /** Calls back after so many wall milliseconds; gives back a disposer. */
  later(run: () => void, ms: number): () => void;
}

/** What a driver tells. */
export interface DriverListener {
  /** After each slice of work: time to flush what changed. */
  sliced(): void;
  /** The engine threw: the session cannot go on. */
  broke(error: unknown): void;
}

/** The longest a slice may hold the thread, wall milliseconds: well below a frame. */
const SLICE_MS = 8;
/** How long the driver sleeps when nothing is due. */
const IDLE_MS = 200;
/** Work between two looks at the wall clock. */
const STEPS_PER_LOOK = 32;
/** Skipping to settled gives up after so much virtual time. */
const SKIP_LIMIT_MS = 600_000;

type Aim =
  | { readonly kind: 'follow' }
  /** As fast as the machine can, until it is reached. */
  | { readonly kind: 'reach'; readonly reached: () => boolean; readonly untilMs: number }
  /** As fast as the machine can, until that moment; then the input comes. */
  | { readonly kind: 'wait'; readonly untilMs: number; readonly input: () => void };

/**
 * Makes virtual time follow wall time × speed, in slices that never hold the thread for more than a frame. When the work of a moment takes
 * longer than the moment, virtual time falls behind rather than the page.
 */
export class Driver {
  private speedNow = 1;
  private anchorWall: number;
  private anchorVirtual: number;
  private aim: Aim = { kind: 'follow' };
  private pending: (() => void) | undefined;
  private holds = 0;
  /** Inputs that came while time stood still for the host: a moment must be whole before the next input. */
  private readonly held: (() => void)[] = [];
  private running = false;

  constructor(
    private readonly clock: VirtualClock,
    private readonly timers: HostTimers,
    private readonly listener: DriverListener,
  ) {
    this.anchorWall = timers.wallMs();
    this.anchorVirtual = clock.nowMs();
  }

  get speed(): number {
    return this.speedNow;
  }

  start(): void {
    this.running = true;
    this.anchor();
    this.schedule(0);
  }

  stop(): void {
    this.running = false;
    this.pending?.();
    this.pending = undefined;
  }

  setSpeed(speed: number): void {
    this.waitNoLonger();
    this.aim = { kind: 'follow' };
    this.anchor();
    this.speedNow = Math.max(0, speed);
    this.schedule(0);
  }

  /** Moves on to the moment when the cluster has settled (or 10 virtual minutes on), as fast as the machine can. */
  skipToSettled(): void {
    this.skipUntil(() => this.clock.isSettled());
  }

  /** Moves on until `reached` says so (or 10 virtual minutes on), as fast as the machine can. It is asked after each due call. */
  skipUntil(reached: () => boolean): void {
    this.waitNoLonger();
    this.aim = { kind: 'reach', reached, untilMs: this.clock.nowMs() + SKIP_LIMIT_MS };
    this.schedule(0);
  }

  /** Lets so much virtual time pass, as fast as the machine can; then the input comes. What stops the skipping lets it come at once. */
  after(waitMs: number, input: () => void): void {
    this.waitNoLonger();
    this.aim = { kind: 'wait', untilMs: this.clock.nowMs() + Math.min(waitMs, SKIP_LIMIT_MS), input };
    this.schedule(0);
  }

  /** An input that waits for its moment comes now. */
  private waitNoLonger(): void {
    if (this.aim.kind !== 'wait') return;
    const { input } = this.aim;
    this.aim = { kind: 'follow' };
    this.between(input);
  }

  /** Stands still while the host does something real (loading jq); `release` goes on where it stood. */
  hold(): void {
    this.holds++;
  }

  release(): void {
    this.holds--;
    this.anchor();
    if (this.holds === 0) for (const input of this.held.splice(0)) this.between(input);
    this.schedule(0);
  }

  /**
   * Something comes in from outside: everything due up to now is done first, so that an input lies between two moments and a replay that
   * jumps to its time finds the same state.
   */
  between(input: () => void): void {
    if (this.holds > 0) {
      this.held.push(input);
      return;
    }
    this.work(() => {
      this.clock.runUntil(this.clock.nowMs());
      input();
    });
    this.schedule(0);
  }

  private anchor(): void {
    this.anchorWall = this.timers.wallMs();
    this.anchorVirtual = this.clock.nowMs();
  }

  private schedule(ms: number): void {
    if (!this.running) return;
    this.pending?.();
    this.pending = this.timers.later(() => {
      this.pending = undefined;
      this.slice();
    }, ms);
  }

  private work(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.stop();
      this.listener.broke(error);
    }
  }

  private slice(): void {
    if (this.holds > 0) return;
    let behind = false;
    this.work(() => {
      behind = this.aim.kind === 'follow' ? this.towardsWall() : this.towardsAim(this.aim);
    });
    if (!this.running) return;
    this.listener.sliced();
    this.schedule(behind ? 0 : this.restMs());
  }

  /** True when there is more to do at once. */
  private towardsWall(): boolean {
    const target = this.anchorVirtual + (this.timers.wallMs() - this.anchorWall) * this.speedNow;
    if (this.runFor(target)) {
      if (target > this.clock.nowMs()) this.clock.runUntil(target);
      return false;
    }
    this.anchor();
    return true;
  }

  private towardsAim(aim: Exclude<Aim, { kind: 'follow' }>): boolean {
    if (!this.runFor(aim.untilMs, aim.kind === 'reach' ? aim.reached : undefined)) return true;
    // Something real came between: on the way still.
    if (this.holds > 0) return false;
    if (aim.kind === 'wait') {
      this.clock.runUntil(aim.untilMs);
      this.waitNoLonger();
    }
    this.aim = { kind: 'follow' };
    this.anchor();
    return false;
  }

  /** Works until nothing is due before the target (true) or the slice is used up (false). */
  private runFor(targetMs: number, done: () => boolean = () => false): boolean {
    const end = this.timers.wallMs() + SLICE_MS;
    for (;;) {
      for (let step = 0; step < STEPS_PER_LOOK; step++) {
        if (this.holds > 0 || done() || !this.clock.step(targetMs)) return true;
      }
      if (this.timers.wallMs() >= end) return false;
    }
  }

  private restMs(): number {
    const next = this.clock.nextDueMs();
    if (this.speedNow === 0 || next === undefined) return IDLE_MS;
    return Math.min(IDLE_MS, Math.max(1, (next - this.clock.nowMs()) / this.speedNow));
  }
}
