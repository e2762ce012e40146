import type { ResourceKey } from '../client.ts';
import type { KubeObject } from '../json.ts';
import { Shelf } from './shelf.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** Who wrote a version and how: what `metadata.managedFields` is made from. One value may be shared by many versions. */
export interface Writer {
  readonly manager: string;
  /** `Untracked` writes change nobody's ownership but end it where they change a field: bindings, deletions. */
  readonly operation: 'Update' | 'Apply' | 'Untracked';
  /** '' for the object itself. */
  readonly subresource: string;
}

/** One version of one object: what a watch event, a history query and a table row are made from. Immutable for its readers. */
export interface Version {
  readonly revision: number;
  /** Virtual time of the write, milliseconds since the Unix epoch. */
  readonly timeMs: number;
  readonly type: ChangeType;
  readonly resource: ResourceKey;
  /** The state after the write; for `DELETED` the last state, with the deletion's revision as its resourceVersion. */
  readonly object: KubeObject;
  /** The version before this one under the same name, kept or not yet compacted. A deletion ends an object, not the chain. */
  readonly previous: Version | undefined;
  readonly writer: Writer;
}

/** What many versions have in common, as one object: a cluster keeps tens of thousands of versions. */
export interface Facts {
  readonly type: ChangeType;
  readonly resource: ResourceKey;
  readonly writer: Writer;
}

const facts = new WeakMap<Writer, Map<ResourceKey, { [Type in ChangeType]?: Facts }>>();

/** The one object for these facts. */
export function sharedFacts(type: ChangeType, resource: ResourceKey, writer: Writer): Facts {
  let ofWriter = facts.get(writer);
  if (ofWriter === undefined) {
    ofWriter = new Map();
    facts.set(writer, ofWriter);
  }
  let byType = ofWriter.get(resource);
  if (byType === undefined) {
    byType = {};
    ofWriter.set(resource, byType);
  }
  byType[type] ??= { type, resource, writer };
  return byType[type];
}

/** What is known of the owners of fields; of most versions nothing is. */
const ownerships = new WeakMap<StoredVersion, unknown>();

/** A version as the store itself sees it: as it was written, or, once it was put away, a revision and the shelf where it is found. */
export class StoredVersion implements Version {
  private after = 0;

  constructor(
    readonly revision: number,
    private writtenMs: number,
    readonly facts: Facts,
    /** The object, or where the version was put away. */
    private held: KubeObject | Shelf,
    private before: StoredVersion | undefined,
    ownership?: unknown,
  ) {
    if (ownership !== undefined) ownerships.set(this, ownership);
  }

  /** A version that was put away. */
  static onShelf(revision: number, shelf: Shelf): StoredVersion {
    return new StoredVersion(revision, 0, shelf.factsOf(revision), shelf, undefined);
  }

  get timeMs(): number {
    const { held } = this;
    return held instanceof Shelf ? held.timeMs(this.revision) : this.writtenMs;
  }

  get type(): ChangeType {
    return this.facts.type;
  }

  get resource(): ResourceKey {
    return this.facts.resource;
  }

  get writer(): Writer {
    return this.facts.writer;
  }

  get object(): KubeObject {
    const { held } = this;
    return held instanceof Shelf ? held.object(this.revision) : held;
  }

  get previous(): StoredVersion | undefined {
    const { held } = this;
    return held instanceof Shelf ? held.previous(this.revision) : this.before;
  }

  /** The revision of the version that has taken its place; 0 while it is current. */
  get next(): number {
    const { held } = this;
    return held instanceof Shelf ? held.next(this.revision) : this.after;
  }

  set next(revision: number) {
    const { held } = this;
    if (held instanceof Shelf) held.follow(this.revision, revision);
    else this.after = revision;
  }

  /** What the API server remembers of the fields' owners at this version; otherwise computed when first asked for. */
  get ownership(): unknown {
    const { held } = this;
    return held instanceof Shelf ? held.ownership(this.revision) : ownerships.get(this);
  }

  set ownership(ownership: unknown) {
    const { held } = this;
    if (held instanceof Shelf) held.own(this.revision, ownership);
    else ownerships.set(this, ownership);
  }

  get isAway(): boolean {
    return this.held instanceof Shelf;
  }

  /** Its past is not known any more. On a shelf that follows from its revision. */
  forgetPast(): void {
    this.before = undefined;
  }

  /** Everything that is not said here is on the shelf from now on. */
  putAway(shelf: Shelf): void {
    this.held = shelf;
    this.before = undefined;
    this.writtenMs = 0;
    ownerships.delete(this);
  }
}

/** The revision of the version that has taken a version's place; undefined while it is current. */
export function nextOf(version: Version): number | undefined {
  return version instanceof StoredVersion && version.next !== 0 ? version.next : undefined;
}
