import type { AuditEvent } from '../../cluster/apiserver/audit.ts';

/** So many requests are remembered at least. */
const MOST = 20_000;
/** Heartbeats: nobody asks who renewed a lease. */
const IGNORED = new Set(['leases.coordination.k8s.io']);

/**
 * The requests that the API server answered, in the order in which it did: the audit log of a session, bounded. It keeps the events as they
 * come and works nothing out.
 */
export class RequestLog {
  private events: AuditEvent[] = [];
  /** Where the kept events begin among all that came. */
  private dropped = 0;
  private muted = 0;

  /** One request was answered. */
  readonly add = (event: AuditEvent): void => {
    if (this.muted > 0 || IGNORED.has(event.resource)) return;
    this.events.push(event);
    if (this.events.length < MOST * 1.5) return;
    this.dropped += this.events.length - MOST;
    this.events = this.events.slice(-MOST);
  };

  /** Requests that the page makes to show something are none of the cluster's life. */
  without<T>(run: () => T): T {
    this.muted++;
    try {
      return run();
    } finally {
      this.muted--;
    }
  }

  /** True when requests have been forgotten. */
  get hasForgotten(): boolean {
    return this.dropped > 0;
  }

  /** Those answered in a stretch of virtual time; both ends belong to it. */
  between(fromMs: number, toMs: number): readonly AuditEvent[] {
    return this.events.slice(
      this.position((at) => at < fromMs),
      this.position((at) => at <= toMs),
    );
  }

  /** The place of the first event whose time is not before: events lie in the order of their times. */
  private position(isBefore: (timeMs: number) => boolean): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.events[middle]?.timeMs ?? 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
