import type { KubeObject } from '../json.ts';
import type { StoredVersion } from './version.ts';

/** The place of one live object: stays while the object lives, so that indexes need not change when only its content does. */
export interface Slot {
  /** The namespace with a slash, '/' for cluster-scoped objects: the first half of the key that lists are ordered by. */
  readonly space: string;
  readonly name: string;
  version: StoredVersion;
}

/** True when `a` comes before `b` in key order: namespace/name by code unit, as etcd orders keys. */
function isBefore(a: Slot, b: Slot): boolean {
  return a.space === b.space ? a.name < b.name : a.space < b.space;
}

const byKey = (a: Slot, b: Slot): number => (isBefore(a, b) ? -1 : 1);

/**
 * Slots in key order. The order is made when somebody reads: adding and removing only take note, so that a thousand writes between two
 * reads cost one merge.
 */
export class Bucket {
  /** In key order up to `sorted`, then as they were added. */
  private slots: Slot[] = [];
  private sorted = 0;
  /** Still in `slots`, but no longer of the bucket. */
  private readonly dropped = new Set<Slot>();

  get size(): number {
    return this.slots.length - this.dropped.size;
  }

  add(slot: Slot): void {
    if (this.dropped.delete(slot)) return;
    const { slots } = this;
    const last = slots[slots.length - 1];
    if (this.sorted === slots.length && (last === undefined || isBefore(last, slot))) this.sorted++;
    slots.push(slot);
  }

  /** Takes out a slot that is in the bucket. */
  remove(slot: Slot): void {
    const { slots, dropped } = this;
    if (slots[slots.length - 1] === slot) {
      slots.pop();
      this.sorted = Math.min(this.sorted, slots.length);
      return;
    }
    dropped.add(slot);
    // Never more memory than twice what is there, for buckets that nobody reads.
    if (dropped.size * 2 > slots.length) this.order();
  }

  /** Appends the objects to `out`, in key order. */
  collect(out: KubeObject[]): void {
    for (const slot of this.order()) out.push(slot.version.object);
  }

  objects(): KubeObject[] {
    const slots = this.order();
    const out = new Array<KubeObject>(slots.length);
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at];
      if (slot !== undefined) out[at] = slot.version.object;
    }
    return out;
  }

  [Symbol.iterator](): Iterator<Slot> {
    return this.order()[Symbol.iterator]();
  }

  /** Puts in order what was added and leaves out what was dropped. Costs nothing when nothing was. */
  private order(): readonly Slot[] {
    const { dropped, sorted } = this;
    if (sorted === this.slots.length && dropped.size === 0) return this.slots;
    const isKept = (slot: Slot): boolean => dropped.size === 0 || !dropped.has(slot);
    const added = this.slots.slice(sorted).filter(isKept).sort(byKey);
    const merged: Slot[] = [];
    let next = 0;
    for (let at = 0; at < sorted; at++) {
      const slot = this.slots[at];
      if (slot === undefined || !isKept(slot)) continue;
      for (let other = added[next]; other !== undefined && isBefore(other, slot); other = added[++next])
        merged.push(other);
      merged.push(slot);
    }
    for (; next < added.length; next++) {
      const slot = added[next];
      if (slot !== undefined) merged.push(slot);
    }
    dropped.clear();
    this.slots = merged;
    this.sorted = merged.length;
    return merged;
  }
}

/** Adds a slot under an index value, making the bucket when it is the first. */
export function addTo(buckets: Map<string, Bucket>, value: string, slot: Slot): void {
  let bucket = buckets.get(value);
  if (bucket === undefined) {
    bucket = new Bucket();
    buckets.set(value, bucket);
  }
  bucket.add(slot);
}

/** Takes a slot out from under an index value, dropping the bucket when it was the last. */
export function removeFrom(buckets: Map<string, Bucket>, value: string, slot: Slot): void {
  const bucket = buckets.get(value);
  if (bucket === undefined) return;
  bucket.remove(slot);
  if (bucket.size === 0) buckets.delete(value);
}
