import type { Clock } from '../clock.ts';

interface Entry {
  delayMs: number;
  updatedMs: number;
}

/** Delays that double from `initialMs` to `maxMs` per key, and start anew after twice `maxMs` of quiet. Models: client-go/util/flowcontrol.Backoff */
export class BackOff {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly clock: Clock,
    private readonly initialMs: number,
    private readonly maxMs: number,
  ) {}

  /** Raises the delay of a key; `eventMs` is when the failure happened. */
  next(key: string, eventMs: number): void {
    const entry = this.entries.get(key);
    const updatedMs = this.clock.nowMs();
    if (entry === undefined || this.expired(eventMs, entry))
      this.entries.set(key, { delayMs: this.initialMs, updatedMs });
    else this.entries.set(key, { delayMs: Math.min(entry.delayMs * 2, this.maxMs), updatedMs });
  }

  delayMs(key: string): number {
    return this.entries.get(key)?.delayMs ?? 0;
  }

  /** When the delay that began with the event is over; undefined when the key is not held back. */
  heldUntilMs(key: string, eventMs: number): number | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || this.expired(eventMs, entry)) return undefined;
    const until = eventMs + entry.delayMs;
    return this.clock.nowMs() < until ? until : undefined;
  }

  /** As `heldUntilMs`, counting from the last `next`. */
  heldSinceUpdateUntilMs(key: string): number | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || this.expired(this.clock.nowMs(), entry)) return undefined;
    const until = entry.updatedMs + entry.delayMs;
    return this.clock.nowMs() < until ? until : undefined;
  }

  /** Forgets the keys that begin so. */
  forget(prefix: string): void {
    for (const key of this.entries.keys()) if (key.startsWith(prefix)) this.entries.delete(key);
  }

  private expired(eventMs: number, entry: Entry): boolean {
    return eventMs - entry.updatedMs > this.maxMs * 2;
  }
}

/** A Go duration in whole units as `%s` prints it: `10s`, `1m20s`, `5m0s`, `500ms`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return ms === 0 ? '0s' : `${ms}ms`;
  const seconds = ms / 1000;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = Math.round((seconds % 60) * 1000) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}
