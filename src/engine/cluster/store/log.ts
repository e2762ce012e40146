import type { Bundle } from './bundle.ts';
import { SHELF_BITS, SHELF_LENGTH, Shelf, type ShelfLog } from './shelf.ts';
import { StoredVersion } from './version.ts';

/** The versions of a store in order of revision. Revisions follow each other without a gap; the first may be dropped. */
export class VersionLog implements ShelfLog, Iterable<StoredVersion> {
  private shelves: Shelf[] = [];
  private last: number;
  /** Versions that were dropped and were still current at the last revision that was. */
  private bases: ReadonlyMap<number, StoredVersion> = new Map();

  /** Revisions up to `dropped` are not in it. */
  constructor(public dropped: number) {
    this.last = dropped;
  }

  get length(): number {
    return this.last - this.dropped;
  }

  /** The lowest revision that is kept. */
  get first(): number {
    return this.dropped + 1;
  }

  /** Adds the version with the next revision. */
  push(version: StoredVersion): void {
    let shelf = this.shelves[this.shelves.length - 1];
    if (shelf === undefined || version.revision >= shelf.first + SHELF_LENGTH) {
      shelf = new Shelf(this, version.revision);
      this.shelves.push(shelf);
    }
    shelf.push(version);
    this.last = version.revision;
  }

  /** Undefined for a revision that is not there yet, or that was dropped and is of no use. What was put away is a new object each time. */
  at(revision: number): StoredVersion | undefined {
    const shelf = this.shelf(revision);
    if (shelf === undefined) return this.bases.get(revision);
    return shelf.whole(revision) ?? StoredVersion.onShelf(revision, shelf);
  }

  /** When a kept version was written; undefined for other revisions. */
  timeMs(revision: number): number | undefined {
    const shelf = this.shelf(revision);
    return shelf?.whole(revision)?.timeMs ?? shelf?.timeMs(revision);
  }

  /** The kept versions of a stretch of revisions; both ends belong to it. */
  *between(from: number, to: number): Iterable<StoredVersion> {
    const end = Math.min(to, this.last);
    for (let revision = Math.max(from, this.first); revision <= end; revision++) {
      const version = this.at(revision);
      if (version !== undefined) yield version;
    }
  }

  [Symbol.iterator](): Iterator<StoredVersion> {
    return this.between(this.first, this.last)[Symbol.iterator]();
  }

  /** A version's object lies in a bundle from now on. */
  putAway(version: StoredVersion, bundle: Bundle): void {
    const shelf = this.shelf(version.revision);
    // What was dropped meanwhile stays with those who still have it.
    if (shelf === undefined) return;
    shelf.put(version, bundle);
    version.putAway(shelf);
  }

  /** Drops what is up to a revision; `isBase` says which of it is still current then. */
  drop(revision: number, isBase: (version: StoredVersion) => boolean): void {
    const bases = new Map<number, StoredVersion>();
    for (const version of this.bases.values()) if (isBase(version)) bases.set(version.revision, version);
    for (const version of this.between(this.first, revision)) if (isBase(version)) bases.set(version.revision, version);
    this.bases = bases;
    this.dropped = revision;
    this.shelves = this.shelves.filter((shelf) => shelf.first + SHELF_LENGTH > this.first);
  }

  private shelf(revision: number): Shelf | undefined {
    const base = this.shelves[0];
    if (base === undefined || revision <= this.dropped || revision > this.last) return undefined;
    // Bits, as each write asks.
    return this.shelves[(revision - base.first) >> SHELF_BITS];
  }
}
