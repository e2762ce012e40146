import type { ResourceKey } from '../client.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { Sha256 } from '../sha256.ts';
import { RevisionError, type Store } from '../store.ts';
import { objectDigest } from './digest.ts';
import { nextOf, type Version } from './version.ts';

/** A stretch of history; both ends belong to it. Times are virtual, milliseconds since the Unix epoch. */
export interface HistoryRange {
  readonly fromRevision?: number;
  readonly toRevision?: number;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** A moment: a revision, or the last revision written at or before a time. */
export type HistoryPoint = { readonly revision: number } | { readonly timeMs: number };

function isIn(version: Version, range: HistoryRange): boolean {
  return (
    version.revision >= (range.fromRevision ?? 0) &&
    version.revision <= (range.toRevision ?? Number.POSITIVE_INFINITY) &&
    version.timeMs >= (range.fromMs ?? Number.NEGATIVE_INFINITY) &&
    version.timeMs <= (range.toMs ?? Number.POSITIVE_INFINITY)
  );
}

/**
 * The past of a cluster, for graders and time travel: what every object was at every kept revision. Questions about revisions that
 * compaction dropped throw `RevisionError`.
 */
export class History {
  private readonly running = new Sha256();
  private hashed = 0;

  constructor(private readonly store: Store) {
    store.onDrop((dropped) => this.absorb(dropped));
  }

  /** The last revision. */
  get revision(): number {
    return this.store.revision;
  }

  /** The oldest revision whose whole state is still known. */
  get oldestRevision(): number {
    return this.store.compactedRevision;
  }

  /** From this time on everything is known, virtual milliseconds; of what was before, some has been dropped. Minus infinity while all is kept. */
  get oldestMs(): number {
    return this.store.compactedMs;
  }

  /** The last revision written at or before a time; `oldestRevision` when nothing kept is that old. */
  revisionAt(timeMs: number): number {
    const { versions } = this.store;
    let low = versions.first;
    let high = low + versions.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((versions.timeMs(middle) ?? 0) <= timeMs) low = middle + 1;
      else high = middle;
    }
    return low > versions.first ? low - 1 : this.oldestRevision;
  }

  /** The kept versions of one name, oldest first, deletions and later objects of the same name included. */
  versionsOf(resource: ResourceKey, namespace: string, name: string, range: HistoryRange = {}): readonly Version[] {
    const out: Version[] = [];
    let version: Version | undefined = this.store.table(resource).last(namespace, name);
    for (; version !== undefined; version = version.previous) if (isIn(version, range)) out.push(version);
    return out.reverse();
  }

  /** The kept versions of a resource (of all resources when left out), oldest first. */
  versions(resource?: ResourceKey, range: HistoryRange = {}): readonly Version[] {
    const { fromRevision = 0, toRevision = this.revision } = range;
    const out: Version[] = [];
    for (const version of this.store.versions.between(fromRevision, toRevision))
      if ((resource === undefined || version.resource === resource) && isIn(version, range)) out.push(version);
    return out;
  }

  /** The versions that were current then, the last written first: for those who want some of many. Of what compaction dropped it knows none. */
  *newestAt(resource: ResourceKey, point: HistoryPoint): Iterable<Version> {
    const revision = this.revisionOf(point);
    const { versions } = this.store;
    for (let at = revision; at >= versions.first; at--) {
      const version = versions.at(at);
      if (version?.resource !== resource || version.type === 'DELETED') continue;
      const next = nextOf(version);
      if (next === undefined || next > revision) yield version;
    }
  }

  /** One object as it was then; undefined when there was none. */
  objectAt(resource: ResourceKey, namespace: string, name: string, point: HistoryPoint): KubeObject | undefined {
    return objectOf(this.store.table(resource).last(namespace, name), this.revisionOf(point));
  }

  /** All objects of a resource as they were then, in key order. */
  listAt(resource: ResourceKey, point: HistoryPoint): readonly KubeObject[] {
    const revision = this.revisionOf(point);
    const found: KubeObject[] = [];
    for (const last of this.store.table(resource).lastVersions()) {
      const object = objectOf(last, revision);
      if (object !== undefined) found.push(object);
    }
    const key = (object: KubeObject): string => `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** Everything as it was then, by resource. */
  stateAt(point: HistoryPoint): ReadonlyMap<ResourceKey, readonly KubeObject[]> {
    const state = new Map<ResourceKey, readonly KubeObject[]>();
    for (const resource of this.store.resources()) {
      const objects = this.listAt(resource, point);
      if (objects.length > 0) state.set(resource, objects);
    }
    return state;
  }

  /**
   * SHA-256 over the digests of all versions ever written, dropped ones included, as 64 hexadecimal digits: equal for two clusters that
   * went through the same states at the same revisions. Costs what was written since it was last asked for.
   */
  hash(): string {
    this.absorb(this.store.versions.between(this.hashed + 1, this.revision));
    return this.running.hex();
  }

  private absorb(versions: Iterable<Version>): void {
    let lines = '';
    for (const { revision, type, resource, object } of versions) {
      if (revision <= this.hashed) continue;
      const { namespace = '', name } = object.metadata;
      lines += `${revision} ${type} ${resource}/${namespace}/${name} ${objectDigest(object as unknown as JsonObject)}\n`;
      this.hashed = revision;
    }
    this.running.update(lines);
  }

  private revisionOf(point: HistoryPoint): number {
    const revision = 'revision' in point ? point.revision : this.revisionAt(point.timeMs);
    if (revision < this.oldestRevision) throw new RevisionError('compacted', revision, this.oldestRevision);
    if (revision > this.revision) throw new RevisionError('future', revision, this.revision);
    return revision;
  }
}

/** The state that a chain of versions had at a revision. */
function objectOf(last: Version | undefined, revision: number): KubeObject | undefined {
  let version = last;
  while (version !== undefined && version.revision > revision) version = version.previous;
  return version === undefined || version.type === 'DELETED' ? undefined : version.object;
}
