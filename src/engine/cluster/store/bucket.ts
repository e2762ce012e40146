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

/** Slots in key order. Adding and removing cost a binary search and a move of pointers. */
export class Bucket {
  private readonly slots: Slot[] = [];

  get size(): number {
    return this.slots.length;
  }

  add(slot: Slot): void {
    const { slots } = this;
    const last = slots[slots.length - 1];
    if (last === undefined || isBefore(last, slot)) slots.push(slot);
    else slots.splice(this.position(slot), 0, slot);
  }

  remove(slot: Slot): void {
    const at = this.position(slot);
    if (this.slots[at] === slot) this.slots.splice(at, 1);
  }

  /** Appends the objects to `out`, in key order. */
  collect(out: KubeObject[]): void {
    for (const slot of this.slots) out.push(slot.version.object);
  }

  objects(): KubeObject[] {
    const { slots } = this;
    const out = new Array<KubeObject>(slots.length);
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at];
      if (slot !== undefined) out[at] = slot.version.object;
    }
    return out;
  }

  [Symbol.iterator](): Iterator<Slot> {
    return this.slots[Symbol.iterator]();
  }

  /** The first place whose slot is not before `slot`. */
  private position(slot: Slot): number {
    const { slots } = this;
    let low = 0;
    let high = slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = slots[middle];
      if (other !== undefined && isBefore(other, slot)) low = middle + 1;
      else high = middle;
    }
    return low;
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
