import type { MapChange, MapItem } from '../../../engine/session/map-item.ts';

/** A namespace whose objects the learner did not make. */
export function isSystem(item: MapItem): boolean {
  return item.namespace === 'kube-system' || item.namespace === 'kube-public' || item.namespace === 'kube-node-lease';
}

function isSame(a: MapItem | undefined, b: MapItem): boolean {
  return a === b || (a !== undefined && a.uid === b.uid && JSON.stringify(a) === JSON.stringify(b));
}

/** What the map knows: the objects by key and by uid, and which of them have changed since they were last drawn. */
export class MapModel {
  private readonly items = new Map<string, MapItem>();
  private readonly keys = new Map<string, string>();
  /** Changed keys by node: what is drawn together in a frame should stand together on the page. */
  private readonly changed = new Map<string, Set<string>>();

  clear(): void {
    for (const item of this.items.values()) this.mark(item.key, item);
    this.items.clear();
    this.keys.clear();
  }

  /** Shows exactly these items: what differs from what was shown has changed. */
  show(items: Iterable<MapItem>): void {
    const wanted = new Map<string, MapItem>();
    for (const item of items) wanted.set(item.key, item);
    const gone = [...this.items.keys()].filter((key) => !wanted.has(key));
    const changed = [...wanted.values()].filter((item) => !isSame(this.items.get(item.key), item));
    this.apply([...gone.map((key) => ({ key, item: undefined })), ...changed.map((item) => ({ key: item.key, item }))]);
  }

  apply(changes: readonly MapChange[]): void {
    for (const { key, item } of changes) {
      const before = this.items.get(key);
      if (before !== undefined && before.uid !== item?.uid) this.keys.delete(before.uid);
      if (item === undefined) this.items.delete(key);
      else {
        this.items.set(key, item);
        this.keys.set(item.uid, key);
      }
      this.mark(key, item ?? before);
    }
  }

  private mark(key: string, item: MapItem | undefined): void {
    const group = item?.node ?? '';
    const keys = this.changed.get(group);
    if (keys === undefined) this.changed.set(group, new Set([key]));
    else keys.add(key);
  }

  get(key: string): MapItem | undefined {
    return this.items.get(key);
  }

  byUid(uid: string | undefined): MapItem | undefined {
    return uid === undefined ? undefined : this.items.get(this.keys.get(uid) ?? '');
  }

  all(): IterableIterator<MapItem> {
    return this.items.values();
  }

  of(resource: string): MapItem[] {
    return [...this.items.values()].filter((item) => item.resource === resource);
  }

  get hasChanges(): boolean {
    return this.changed.size > 0;
  }

  /** Hands out changed keys, node by node, until there are none or `goOn` says that time is up. */
  drain(draw: (key: string) => void, goOn: () => boolean): void {
    for (const [group, keys] of this.changed) {
      for (const key of keys) {
        keys.delete(key);
        draw(key);
        if (!goOn()) {
          // The other nodes come first next time.
          this.changed.delete(group);
          if (keys.size > 0) this.changed.set(group, keys);
          return;
        }
      }
      this.changed.delete(group);
    }
  }
}
