import type { History } from '../../cluster/store/history.ts';
import type { Columns } from '../map-items.ts';
import { Happenings } from './happenings.ts';

const SYSTEM = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** Looks out for the next thing that a learner would see: a pod or a node that comes to another status, a scaling, a rollout, an event. */
export class NextEvent {
  private readonly happenings: Happenings;
  private seen: number;

  constructor(
    private readonly history: History,
    columns: Columns,
  ) {
    this.happenings = new Happenings(columns);
    this.seen = history.revision;
  }

  /** Whether there was one since this was last asked. Heartbeats are none. */
  happened(): boolean {
    if (this.history.revision === this.seen) return false;
    const versions = this.history.versions(undefined, { fromRevision: this.seen + 1 });
    this.seen = this.history.revision;
    const told = versions.some(
      ({ resource, type, object }) =>
        resource === 'events' && type === 'ADDED' && !SYSTEM.has(object.metadata.namespace ?? ''),
    );
    return this.happenings.read(versions).length > 0 || told;
  }
}
