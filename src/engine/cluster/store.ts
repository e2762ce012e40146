import type { ResourceKey } from './client.ts';
import type { Clock } from './clock.ts';
import type { KubeObject } from './json.ts';
import { Attic } from './store/attic.ts';
import { VersionLog } from './store/log.ts';
import { type IndexFunctions, Table } from './store/table.ts';
import { type ChangeType, StoredVersion, sharedFacts, type Version, type Writer } from './store/version.ts';

export interface StoreOptions {
  /** How many versions history keeps at least; older ones are compacted in batches. Default 100,000. */
  readonly historyLimit?: number;
}

export type ChangeListener = (version: Version) => void;

/** Asked for a revision that compaction has dropped, or that is not there yet. */
export class RevisionError extends Error {
  constructor(
    readonly kind: 'compacted' | 'future',
    readonly wanted: number,
    readonly bound: number,
  ) {
    super(`revision ${wanted} is ${kind === 'compacted' ? 'older than' : 'beyond'} ${bound}`);
    this.name = 'RevisionError';
  }
}

/** The revision that a new store starts from; resource versions of a fresh cluster are small, not zero. */
const FIRST_REVISION = 1;

/** Called with versions that compaction is about to drop or the attic to take, oldest first. */
type DropListener = (versions: readonly Version[]) => void;

/**
 * What etcd is to a real cluster: objects by key under one global revision, every version kept (bounded), and watchers told of each
 * change within the write. Objects are immutable and handed out as they are. Models: apiserver/pkg/storage/etcd3
 */
export class Store {
  private readonly tables = new Map<ResourceKey, Table>();
  /** Of which store this is the past, and when: a table is made of its versions when somebody asks for it. */
  private origin: { readonly store: Store; readonly revision: number } | undefined;
  private readonly listeners = new Map<ResourceKey, readonly ChangeListener[]>();
  private readonly dropListeners: DropListener[] = [];
  /** Called before a version loses the ones it was made from, so that what is computed from them can be kept. */
  private beforeCut: (version: StoredVersion) => void = () => {};
  private readonly log: VersionLog;
  private readonly attic: Attic;
  private current: number;
  private compacted = 0;
  private compactedAtMs = Number.NEGATIVE_INFINITY;
  private readonly historyLimit: number;
  private readonly undelivered: StoredVersion[] = [];
  private isDelivering = false;

  constructor(
    private readonly clock: Clock,
    options: StoreOptions = {},
    first = FIRST_REVISION,
  ) {
    this.current = first;
    this.log = new VersionLog(first);
    this.attic = new Attic(this.log, ({ resource, object: { metadata } }) =>
      this.tables.get(resource)?.putAway(metadata.namespace ?? '', metadata.name),
    );
    this.historyLimit = Math.max(1, options.historyLimit ?? 100_000);
  }

  /** The revision of the last write. */
  get revision(): number {
    return this.current;
  }

  /** The highest revision that compaction dropped; 0 before the first compaction. */
  get compactedRevision(): number {
    return this.compacted;
  }

  /** When the last version that compaction dropped was written, virtual milliseconds; minus infinity before the first compaction. */
  get compactedMs(): number {
    return this.compactedAtMs;
  }

  /** Every kept version in order of revision. */
  get versions(): VersionLog {
    return this.log;
  }

  /** Declares a resource's own indexes; call before its first object is stored. A table that is there stays: a store of the past has its own. */
  define(resource: ResourceKey, indexes: IndexFunctions): void {
    if (this.known(resource) === undefined) this.tables.set(resource, this.made(indexes));
  }

  /**
   * The store as it was at a revision: the same versions in tables of their own, to be read. What is written there is not written here.
   * A table that is looked at costs a step for each of its versions that came later. Throws `RevisionError` for a revision that is not known
   * any more, or not yet.
   */
  asOf(revision: number, clock: Clock): Store {
    if (revision < this.compacted) throw new RevisionError('compacted', revision, this.compacted);
    if (revision > this.current) throw new RevisionError('future', revision, this.current);
    const past = new Store(clock, { historyLimit: this.historyLimit }, revision);
    past.compacted = this.compacted;
    past.compactedAtMs = this.compactedAtMs;
    past.origin = { store: this, revision };
    return past;
  }

  /** The live objects of a resource with their indexes. */
  table(resource: ResourceKey): Table {
    let table = this.known(resource);
    if (table === undefined) {
      table = this.made();
      this.tables.set(resource, table);
    }
    return table;
  }

  /** The resources that have or had objects, in the order they were defined. */
  resources(): Iterable<ResourceKey> {
    return new Set([...(this.origin?.store.resources() ?? []), ...this.tables.keys()]);
  }

  get(resource: ResourceKey, namespace: string, name: string): KubeObject | undefined {
    return this.known(resource)?.slot(namespace, name)?.version.object;
  }

  /** The live object's latest version. */
  version(resource: ResourceKey, namespace: string, name: string): Version | undefined {
    return this.known(resource)?.slot(namespace, name)?.version;
  }

  /** Stores a new object; throws when the name is taken (the server checks first). `ownership` is kept with the version. */
  create(resource: ResourceKey, object: KubeObject, writer: Writer, ownership?: unknown): Version {
    const table = this.table(resource);
    const { namespace = '', name } = object.metadata;
    if (table.slot(namespace, name) !== undefined) throw new Error(`store: ${resource} ${namespace}/${name} exists`);
    const version = this.append('ADDED', resource, object, table.last(namespace, name), writer, ownership);
    table.insert(namespace, name, version);
    this.deliver(version);
    return version;
  }

  /** Stores the next version of a live object; throws when there is none. Guarding by resourceVersion is the server's. */
  update(resource: ResourceKey, object: KubeObject, writer: Writer, ownership?: unknown): Version {
    const table = this.table(resource);
    const { namespace = '', name } = object.metadata;
    const slot = table.slot(namespace, name);
    if (slot === undefined) throw new Error(`store: no ${resource} ${namespace}/${name}`);
    const version = this.append('MODIFIED', resource, object, slot.version, writer, ownership);
    table.replace(namespace, slot, version);
    this.deliver(version);
    return version;
  }

  /** Removes a live object; throws when there is none. `lastState` replaces what the deletion event shows. */
  delete(resource: ResourceKey, namespace: string, name: string, writer: Writer, lastState?: KubeObject): Version {
    const table = this.table(resource);
    const slot = table.slot(namespace, name);
    if (slot === undefined) throw new Error(`store: no ${resource} ${namespace}/${name}`);
    const version = this.append('DELETED', resource, lastState ?? slot.version.object, slot.version, writer);
    table.remove(namespace, slot, version);
    this.deliver(version);
    return version;
  }

  /** Calls `listener` with every change of a resource from now on, within the write. Returns a disposer. */
  watch(resource: ResourceKey, listener: ChangeListener): () => void {
    this.listeners.set(resource, [...(this.listeners.get(resource) ?? []), listener]);
    return () => {
      const rest = (this.listeners.get(resource) ?? []).filter((other) => other !== listener);
      this.listeners.set(resource, rest);
    };
  }

  /** Kept versions after `revision` in order. Throws `RevisionError` when some of them have been compacted. */
  since(revision: number, resource?: ResourceKey): readonly Version[] {
    if (revision < this.compacted) throw new RevisionError('compacted', revision, this.compacted);
    const out: Version[] = [];
    for (const version of this.log.between(revision + 1, this.current))
      if (resource === undefined || version.resource === resource) out.push(version);
    return out;
  }

  /** Called with versions that will soon cost more to read, or cannot be read any more: just before compaction drops or the attic takes them. */
  onDrop(listener: DropListener): void {
    this.dropListeners.push(listener);
  }

  /** Sets what keeps computed facts of a version whose past is dropped. */
  onCut(listener: (version: StoredVersion) => void): void {
    this.beforeCut = listener;
  }

  /** Drops every version up to `revision` but those still current at it. Models: etcd compaction */
  compact(revision: number): void {
    const end = Math.min(revision, this.current);
    if (end <= this.compacted) return;
    const dropped = [...this.log.between(this.log.first, end)];
    for (const listener of this.dropListeners) listener(dropped);
    // Keep what a base version's past says before any of that past goes. A deletion that nothing followed goes itself.
    for (const { next } of dropped) {
      const base = next === 0 || next > end ? undefined : this.log.at(next);
      if (base === undefined) continue;
      if (base.next === 0 ? base.type !== 'DELETED' : base.next > end) this.beforeCut(base);
    }
    for (const version of dropped) {
      const { next } = version;
      if (next !== 0 && next <= end) this.log.at(next)?.forgetPast();
      if (next === 0 && version.type === 'DELETED') {
        const { namespace = '', name } = version.object.metadata;
        this.tables.get(version.resource)?.forget(namespace, name);
      }
    }
    this.log.drop(end, ({ next, type }) => next > end || (next === 0 && type !== 'DELETED'));
    this.compacted = end;
    this.compactedAtMs = dropped[dropped.length - 1]?.timeMs ?? this.compactedAtMs;
  }

  private made(indexes?: IndexFunctions): Table {
    return new Table(indexes, (revision) => this.log.at(revision));
  }

  private append(
    type: ChangeType,
    resource: ResourceKey,
    object: KubeObject,
    previous: StoredVersion | undefined,
    writer: Writer,
    ownership?: unknown,
  ): StoredVersion {
    this.putAway();
    const revision = ++this.current;
    const stored: KubeObject = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
    const version = new StoredVersion(
      revision,
      this.clock.nowMs(),
      sharedFacts(type, resource, writer),
      stored,
      previous,
      ownership,
    );
    // What a store of the past was made of belongs to the store that it is the past of.
    if (previous !== undefined && previous.revision > (this.origin?.revision ?? 0)) {
      previous.next = revision;
      this.attic.replaced(previous);
    }
    this.log.push(version);
    if (this.log.length > this.historyLimit * 1.25) this.compact(revision - this.historyLimit + 1);
    return version;
  }

  /** The table, if there is one. Throws `RevisionError` where the past that it was to be made of has been dropped meanwhile. */
  private known(resource: ResourceKey): Table | undefined {
    const table = this.tables.get(resource);
    if (table !== undefined || this.origin === undefined) return table;
    const { store, revision } = this.origin;
    if (revision < store.compacted) throw new RevisionError('compacted', revision, store.compacted);
    const past = store.tables.get(resource)?.asOf(revision);
    if (past !== undefined) this.tables.set(resource, past);
    return past;
  }

  /** Lets the attic take what has grown old. Nobody can tell: what is asked for comes back as it was. */
  private putAway(): void {
    this.attic.work();
    const due = this.attic.due(this.clock.nowMs());
    if (due === undefined) return;
    for (const listener of this.dropListeners) listener(due);
    this.attic.take(due);
  }

  /** Tells the listeners; a write made by a listener is told after the one that caused it. */
  private deliver(version: StoredVersion): void {
    this.undelivered.push(version);
    if (this.isDelivering) return;
    this.isDelivering = true;
    try {
      for (let next = this.undelivered.shift(); next !== undefined; next = this.undelivered.shift()) {
        const listeners = this.listeners.get(next.resource);
        if (listeners === undefined) continue;
        for (const listener of listeners) listener(next);
      }
    } finally {
      this.isDelivering = false;
    }
  }
}
