import type { MomentThen } from '../../../engine/session/past/question.ts';
import type { SessionPort } from '../session/port.ts';

/** Where in time the page looks. */
export type Place =
  | { readonly is: 'now' }
  /** `moment` is the last that came; it may be that of a place passed on the way. */
  | {
      readonly is: 'then';
      readonly atMs: number;
      readonly moment: MomentThen | undefined;
      /** Virtual milliseconds per wall millisecond while the past is played; 0: it stands. */
      readonly playing: number;
      /** Inputs that wait for the present. */
      readonly held: number;
      /** Why there is nothing to see. */
      readonly problem: string | undefined;
    };

/** A moment while the past is played, wall milliseconds. */
const FRAME_MS = 80;

const NOW: Place = { is: 'now' };

/**
 * Where in a session's time the page looks. In the past the cluster waits: its clock stands, and what the learner does is held until they
 * are back. One question is under way at a time; of places that were passed meanwhile only the last is asked for.
 */
export class Travel {
  private placeNow: Place = NOW;
  private readonly listeners = new Set<(place: Place) => void>();
  private nowMs = 0;
  private startMs = 0;
  /** From here on something is known. */
  private oldestMs = 0;
  /** The cluster's speed, to go on with. */
  private speed = 1;

  /** True while the learner has the cluster's clock stand still; that it stands because the past is shown does not count. */
  get isPaused(): boolean {
    return this.speed === 0;
  }
  private resuming = false;
  private asking = false;
  private timer: number | undefined;

  constructor(private readonly port: SessionPort) {
    port.on('time', ({ nowMs, startMs, speed }) => {
      this.nowMs = nowMs;
      if (startMs !== this.startMs) this.oldestMs = startMs;
      this.startMs = startMs;
      // What was told before the cluster went on again says nothing of its speed.
      if (speed === this.speed) this.resuming = false;
      else if (this.placeNow.is === 'now' && !this.resuming) this.speed = speed;
    });
    port.onBegin(() => {
      this.resuming = false;
      this.leave();
    });
    port.onHeld((held) => {
      if (this.placeNow.is === 'then') this.set({ ...this.placeNow, held });
    });
  }

  get place(): Place {
    return this.placeNow;
  }

  /** The time that is looked at; undefined in the present. For questions that say `at`. */
  get at(): number | undefined {
    return this.placeNow.is === 'then' ? this.placeNow.atMs : undefined;
  }

  /** The session's times: its beginning (or as far back as anything is known), and the cluster's now. */
  get bounds(): { readonly startMs: number; readonly fromMs: number; readonly nowMs: number } {
    return { startMs: this.startMs, fromMs: Math.max(this.startMs, this.oldestMs), nowMs: this.nowMs };
  }

  /** Before this nothing is known any more. */
  forget(oldestMs: number): void {
    this.oldestMs = oldestMs;
  }

  onChange(run: (place: Place) => void): () => void {
    this.listeners.add(run);
    return () => this.listeners.delete(run);
  }

  /** Goes to a moment of the past. */
  go(atMs: number): void {
    if (this.port.phase.is !== 'ready') return;
    const { fromMs, nowMs } = this.bounds;
    const wanted = Math.min(nowMs, Math.max(fromMs, atMs));
    if (this.placeNow.is === 'now') {
      this.port.send({ is: 'speed', speed: 0 });
      this.port.hold(true);
      this.set({ is: 'then', atMs: wanted, moment: undefined, playing: 0, held: 0, problem: undefined });
    } else this.set({ ...this.placeNow, atMs: wanted, problem: undefined });
    void this.fetch();
  }

  /** Plays the past from where one is; 0 stops. */
  play(speed: number): void {
    if (this.placeNow.is === 'now') return;
    this.set({ ...this.placeNow, playing: speed });
    window.clearInterval(this.timer);
    if (speed > 0) this.timer = window.setInterval(() => this.tick(), FRAME_MS);
  }

  /** Back to the present: the cluster goes on as it went before, and what was held is done. */
  backToNow(): void {
    if (this.placeNow.is === 'now') return;
    this.leave();
    this.resuming = true;
    this.port.send({ is: 'speed', speed: this.speed });
    this.port.hold(false);
  }

  private leave(): void {
    window.clearInterval(this.timer);
    if (this.placeNow.is === 'then') this.set(NOW);
  }

  private tick(): void {
    const { placeNow: place } = this;
    if (place.is === 'now' || this.asking) return;
    const next = place.atMs + FRAME_MS * place.playing;
    if (next >= this.nowMs) this.backToNow();
    else this.go(next);
  }

  private async fetch(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      for (let place = this.placeNow; place.is === 'then' && place.moment?.atMs !== place.atMs; place = this.placeNow) {
        if (place.problem !== undefined) return;
        const { atMs } = place;
        const answer = await this.port.ask({ about: 'moment', at: atMs });
        const { placeNow: here } = this;
        if (here.is === 'now') return;
        if (answer.ok) this.set({ ...here, moment: { ...(answer.value as unknown as MomentThen), atMs } });
        else this.set({ ...here, problem: answer.message });
      }
    } finally {
      this.asking = false;
    }
  }

  private set(place: Place): void {
    this.placeNow = place;
    for (const run of this.listeners) run(place);
  }
}
