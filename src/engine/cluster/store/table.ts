import type { KubeObject, OwnerReference } from '../json.ts';
import { addTo, Bucket, removeFrom, type Slot } from './bucket.ts';
import type { StoredVersion } from './version.ts';

/** Index values kept beside namespace, label and owner: what a resource definition declares. */
export type IndexFunctions = { readonly [index: string]: (object: KubeObject) => string | undefined };

type Labels = { readonly [key: string]: string };

/** The version with a revision, of a log that has it. */
type VersionAt = (revision: number) => StoredVersion | undefined;

/** A live object's place: holds the version, or, of one that was put away while it lives, its revision. */
class TableSlot implements Slot {
  constructor(
    private readonly home: NamespaceSlots,
    readonly name: string,
    private held: StoredVersion | number,
  ) {}

  get space(): string {
    return this.home.key;
  }

  get version(): StoredVersion {
    if (typeof this.held !== 'number') return this.held;
    const version = this.home.versionAt(this.held);
    if (version === undefined) throw new Error(`store: ${this.space}${this.name} is live and not in the log`);
    return version;
  }

  set version(version: StoredVersion) {
    this.held = version;
  }

  putAway(): void {
    this.held = this.version.revision;
  }
}

/** The objects of one namespace (or of none, for cluster-scoped resources). */
class NamespaceSlots {
  /** The namespace with a slash, one string for all slots. */
  readonly key: string;
  readonly slots = new Map<string, TableSlot>();
  readonly ordered = new Bucket();
  /** Label key → value → slots. */
  readonly labels = new Map<string, Map<string, Bucket>>();
  /** The revision of the last version under names whose object is gone, while history keeps it. */
  readonly gone = new Map<string, number>();

  constructor(
    namespace: string,
    readonly versionAt: VersionAt,
  ) {
    this.key = `${namespace}/`;
  }
}

const NONE: Labels = {};
const NO_OWNERS: readonly OwnerReference[] = [];

/** All live objects of one resource, with their indexes. */
export class Table {
  /** By namespace; '' for cluster-scoped objects. */
  private readonly spaces = new Map<string, NamespaceSlots>();
  /** The namespaces in key order. */
  private order: string[] = [];
  private readonly owners = new Map<string, Bucket>();
  private readonly indexes: readonly {
    readonly name: string;
    readonly read: (object: KubeObject) => string | undefined;
    readonly buckets: Map<string, Bucket>;
  }[];
  private count = 0;

  /** `versionAt` is the log in which the last versions of gone objects and of those that were put away are found. */
  constructor(
    private readonly indexFunctions: IndexFunctions = {},
    private readonly versionAt: VersionAt = () => undefined,
  ) {
    this.indexes = Object.entries(indexFunctions).map(([name, read]) => ({ name, read, buckets: new Map() }));
  }

  get size(): number {
    return this.count;
  }

  /** The table as it was at a revision that history still knows, with the same indexes. */
  asOf(revision: number): Table {
    const past = new Table(this.indexFunctions);
    for (const last of this.lastVersions()) {
      let version: StoredVersion | undefined = last;
      while (version !== undefined && version.revision > revision) version = version.previous;
      if (version === undefined || version.type === 'DELETED') continue;
      const { namespace = '', name } = version.object.metadata;
      past.insert(namespace, name, version);
    }
    return past;
  }

  slot(namespace: string, name: string): Slot | undefined {
    return this.spaces.get(namespace)?.slots.get(name);
  }

  /** The last version under this name, of a live object or a deleted one that history still knows. */
  last(namespace: string, name: string): StoredVersion | undefined {
    const space = this.spaces.get(namespace);
    const gone = space?.gone.get(name);
    return space?.slots.get(name)?.version ?? (gone === undefined ? undefined : this.versionAt(gone));
  }

  insert(namespace: string, name: string, version: StoredVersion): void {
    const space = this.space(namespace);
    const slot = new TableSlot(space, name, version);
    space.gone.delete(name);
    space.slots.set(name, slot);
    space.ordered.add(slot);
    this.count++;
    const { labels, ownerReferences } = version.object.metadata;
    if (labels !== undefined) this.addLabels(space, slot, labels);
    for (const owner of ownerReferences ?? NO_OWNERS) addTo(this.owners, owner.uid, slot);
    for (const index of this.indexes) {
      const value = index.read(version.object);
      if (value !== undefined) addTo(index.buckets, value, slot);
    }
  }

  /** Puts a new version of a live object in its slot, moving it between buckets only where an indexed value changed. */
  replace(namespace: string, slot: Slot, version: StoredVersion): void {
    const old = slot.version.object;
    const { object } = version;
    slot.version = version;
    if (old.metadata.labels !== object.metadata.labels) this.moveLabels(this.space(namespace), slot, old, object);
    if (old.metadata.ownerReferences !== object.metadata.ownerReferences) {
      for (const owner of old.metadata.ownerReferences ?? NO_OWNERS) removeFrom(this.owners, owner.uid, slot);
      for (const owner of object.metadata.ownerReferences ?? NO_OWNERS) addTo(this.owners, owner.uid, slot);
    }
    for (const index of this.indexes) {
      const before = index.read(old);
      const after = index.read(object);
      if (before === after) continue;
      if (before !== undefined) removeFrom(index.buckets, before, slot);
      if (after !== undefined) addTo(index.buckets, after, slot);
    }
  }

  /** A live object's version was put away: it stays in all indexes. */
  putAway(namespace: string, name: string): void {
    this.spaces.get(namespace)?.slots.get(name)?.putAway();
  }

  /** Takes a live object out of all indexes; `tombstone` is what history keeps under its name. */
  remove(namespace: string, slot: Slot, tombstone: StoredVersion): void {
    const space = this.space(namespace);
    const { object } = slot.version;
    space.slots.delete(slot.name);
    space.ordered.remove(slot);
    space.gone.set(slot.name, tombstone.revision);
    this.count--;
    this.moveLabels(space, slot, object, undefined);
    for (const owner of object.metadata.ownerReferences ?? NO_OWNERS) removeFrom(this.owners, owner.uid, slot);
    for (const index of this.indexes) {
      const value = index.read(object);
      if (value !== undefined) removeFrom(index.buckets, value, slot);
    }
  }

  /** History has dropped the deleted object's last version. */
  forget(namespace: string, name: string): void {
    const space = this.spaces.get(namespace);
    if (space === undefined) return;
    space.gone.delete(name);
    if (space.slots.size > 0 || space.gone.size > 0) return;
    this.spaces.delete(namespace);
    this.order = this.order.filter((other) => other !== namespace);
  }

  list(namespace?: string): KubeObject[] {
    if (namespace !== undefined) return this.spaces.get(namespace)?.ordered.objects() ?? [];
    const out: KubeObject[] = [];
    for (const name of this.order) this.spaces.get(name)?.ordered.collect(out);
    return out;
  }

  ownedBy(uid: string): KubeObject[] {
    return this.owners.get(uid)?.objects() ?? [];
  }

  byIndex(name: string, value: string): KubeObject[] {
    const index = this.indexes.find((candidate) => candidate.name === name);
    if (index === undefined) throw new Error(`store: no index '${name}'`);
    return index.buckets.get(value)?.objects() ?? [];
  }

  /** The objects of a namespace that have all these labels: reads the rarest label's bucket. */
  byLabels(namespace: string, labels: Labels): KubeObject[] {
    const space = this.spaces.get(namespace);
    if (space === undefined) return [];
    const wanted = Object.entries(labels);
    let rarest = space.ordered;
    for (const [key, value] of wanted) {
      const bucket = space.labels.get(key)?.get(value);
      if (bucket === undefined) return [];
      if (bucket.size < rarest.size) rarest = bucket;
    }
    const out: KubeObject[] = [];
    for (const slot of rarest) {
      const { object } = slot.version;
      const own = object.metadata.labels ?? NONE;
      if (wanted.every(([key, value]) => own[key] === value)) out.push(object);
    }
    return out;
  }

  /** Every name with its last version, live ones first in key order, then deleted ones that history still knows. */
  *lastVersions(): Iterable<StoredVersion> {
    for (const name of this.order) {
      const space = this.spaces.get(name);
      if (space === undefined) continue;
      for (const slot of space.ordered) yield slot.version;
      for (const revision of space.gone.values()) {
        const version = this.versionAt(revision);
        if (version !== undefined) yield version;
      }
    }
  }

  private space(namespace: string): NamespaceSlots {
    let space = this.spaces.get(namespace);
    if (space === undefined) {
      space = new NamespaceSlots(namespace, this.versionAt);
      this.spaces.set(namespace, space);
      this.order = [...this.order, namespace].sort((a, b) => (`${a}/` < `${b}/` ? -1 : 1));
    }
    return space;
  }

  private addLabels(space: NamespaceSlots, slot: Slot, labels: Labels): void {
    for (const key in labels) {
      const value = labels[key];
      if (value === undefined) continue;
      let values = space.labels.get(key);
      if (values === undefined) {
        values = new Map();
        space.labels.set(key, values);
      }
      addTo(values, value, slot);
    }
  }

  private moveLabels(space: NamespaceSlots, slot: Slot, old: KubeObject, object: KubeObject | undefined): void {
    const before = old.metadata.labels ?? NONE;
    const after = object?.metadata.labels ?? NONE;
    for (const key in before) {
      const value = before[key];
      if (value === undefined || after[key] === value) continue;
      const values = space.labels.get(key);
      if (values !== undefined) removeFrom(values, value, slot);
    }
    for (const key in after) {
      const value = after[key];
      if (value !== undefined && before[key] !== value) this.addLabels(space, slot, { [key]: value });
    }
  }
}
