import type { AuditEvent } from '../../cluster/apiserver/audit.ts';
import { SqueezedJson } from '../../cluster/store/squeezed-json.ts';

/** So many requests are remembered at least: some 2 MB. */
const MOST = 100_000;
/** So many are put away together. */
const STRETCH = 512;
/** Heartbeats: nobody asks who renewed a lease. */
const IGNORED = new Set(['leases.coordination.k8s.io']);

/** Requests that have been put away. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly events: SqueezedJson;
}

/**
 * The requests that the API server answered, in the order in which it did: the audit log of a session, bounded. The last ones are kept as they
 * came, those before put away small; it works nothing out.
 */
export class RequestLog {
  private stretches: Stretch[] = [];
  private fresh: AuditEvent[] = [];
  private forgotten = false;
  private muted = 0;

  constructor(private readonly most = MOST) {}

  /** One request was answered. */
  readonly add = (event: AuditEvent): void => {
    if (this.muted > 0 || IGNORED.has(event.resource)) return;
    this.fresh.push(event);
    if (this.fresh.length >= 2 * STRETCH) this.putAway();
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
    return this.forgotten;
  }

  /** Those answered in a stretch of virtual time; both ends belong to it. */
  between(fromMs: number, toMs: number): readonly AuditEvent[] {
    const old = this.stretches
      .filter((stretch) => stretch.fromMs <= toMs && stretch.toMs >= fromMs)
      .flatMap(({ events }) => events.read() as readonly AuditEvent[]);
    return [...old, ...this.fresh].filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs);
  }

  private putAway(): void {
    const old = this.fresh.slice(0, STRETCH);
    this.fresh = this.fresh.slice(STRETCH);
    const [fromMs, toMs] = [old[0]?.timeMs ?? 0, old[STRETCH - 1]?.timeMs ?? 0];
    this.stretches.push({ fromMs, toMs, events: new SqueezedJson(old) });
    if (this.stretches.length * STRETCH <= this.most) return;
    this.stretches.shift();
    this.forgotten = true;
  }
}
