import type { KubeObject } from '../json.ts';
import type { Bundle } from './bundle.ts';
import type { Facts, StoredVersion } from './version.ts';

/** So many revisions, one after the other, have their place on one shelf: a power of two. */
export const SHELF_BITS = 10;
export const SHELF_LENGTH = 1 << SHELF_BITS;

/** What a shelf asks of the log that it is part of. */
export interface ShelfLog {
  /** The version with this revision, if anybody may still ask for it. */
  at(revision: number): StoredVersion | undefined;
  /** The highest revision that was dropped. */
  readonly dropped: number;
}

/** The numbers of one version: the revision before it, the one that took its place (0: none), the places of its facts and of its bundle. */
const COLUMNS = 3;
const [PREVIOUS, NEXT, FACTS_AND_BUNDLE] = [0, 1, 2];
/** Half of a number. A shelf has fewer of either than versions. */
const HALF = 16;
const LOW = (1 << HALF) - 1;

/**
 * A stretch of the log. A version lies here as it was written until it is put away; after that as a row of numbers, 20 bytes, and in
 * a bundle. A cluster keeps tens of thousands of them, so that an object for each would take more than what they say.
 */
export class Shelf {
  /** Those that have not been put away: in a row at first, by revision once some have. */
  private fresh: StoredVersion[] | undefined = [];
  private rest: Map<number, StoredVersion> | undefined;
  private times = NO_TIMES;
  private numbers = NO_NUMBERS;
  private readonly facts: Facts[] = [];
  private readonly bundles: Bundle[] = [];
  /** What is known of the owners of fields, by revision; of most versions nothing is. */
  private owned: Map<number, unknown> | undefined;

  constructor(
    private readonly log: ShelfLog,
    /** The first revision that has its place here. */
    readonly first: number,
  ) {}

  /** The next revision. */
  push(version: StoredVersion): void {
    if (this.fresh === undefined) this.rest?.set(version.revision, version);
    else this.fresh.push(version);
  }

  /** The version as it was written, if it has not been put away. */
  whole(revision: number): StoredVersion | undefined {
    return this.fresh === undefined ? this.rest?.get(revision) : this.fresh[revision - this.first];
  }

  /** A version lies in a bundle from now on. */
  put(version: StoredVersion, bundle: Bundle): void {
    const rest = this.parted();
    const { revision, previous, facts } = version;
    const at = revision - this.first;
    this.times[at] = version.timeMs;
    this.numbers[at * COLUMNS + PREVIOUS] = previous?.revision ?? 0;
    this.numbers[at * COLUMNS + NEXT] = version.next;
    this.numbers[at * COLUMNS + FACTS_AND_BUNDLE] =
      (placeIn(this.facts, facts) << HALF) | placeIn(this.bundles, bundle);
    if (version.ownership !== undefined) this.own(revision, version.ownership);
    rest.delete(revision);
  }

  timeMs(revision: number): number {
    return this.times[revision - this.first] ?? 0;
  }

  previous(revision: number): StoredVersion | undefined {
    const previous = this.number(revision, PREVIOUS);
    // What is older than what was dropped last has no past any more.
    return previous === 0 || revision <= this.log.dropped ? undefined : this.log.at(previous);
  }

  /** The revision of the version that has taken its place; 0 while it is current. */
  next(revision: number): number {
    return this.number(revision, NEXT);
  }

  follow(revision: number, next: number): void {
    this.numbers[(revision - this.first) * COLUMNS + NEXT] = next;
  }

  factsOf(revision: number): Facts {
    return known(this.facts[this.number(revision, FACTS_AND_BUNDLE) >>> HALF], revision);
  }

  object(revision: number): KubeObject {
    return known(this.bundles[this.number(revision, FACTS_AND_BUNDLE) & LOW], revision).at(revision);
  }

  ownership(revision: number): unknown {
    return this.owned?.get(revision);
  }

  own(revision: number, ownership: unknown): void {
    this.owned ??= new Map();
    this.owned.set(revision, ownership);
  }

  private number(revision: number, column: number): number {
    return this.numbers[(revision - this.first) * COLUMNS + column] ?? 0;
  }

  /** From the first that is put away on there are numbers, and the others are found by their revision. */
  private parted(): Map<number, StoredVersion> {
    if (this.rest === undefined) {
      this.rest = new Map();
      for (const version of this.fresh ?? []) this.rest.set(version.revision, version);
      this.fresh = undefined;
      this.times = new Float64Array(SHELF_LENGTH);
      this.numbers = new Uint32Array(SHELF_LENGTH * COLUMNS);
    }
    return this.rest;
  }
}

const NO_TIMES = new Float64Array(0);
const NO_NUMBERS = new Uint32Array(0);

/** Where it is in a short list, at whose end it is added when it is not there; what was added last is looked at first. */
function placeIn<T>(list: T[], value: T): number {
  const at = list.lastIndexOf(value);
  return at >= 0 ? at : list.push(value) - 1;
}

function known<T>(value: T | undefined, revision: number): T {
  if (value === undefined) throw new Error(`store: revision ${revision} has not been put away`);
  return value;
}
