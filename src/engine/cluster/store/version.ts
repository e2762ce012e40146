import type { ResourceKey } from '../client.ts';
import type { KubeObject } from '../json.ts';
import { Bundle } from './bundle.ts';

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
interface Facts {
  readonly type: ChangeType;
  readonly resource: ResourceKey;
  readonly writer: Writer;
}

const facts = new WeakMap<Writer, Map<ResourceKey, { [Type in ChangeType]?: Facts }>>();

function sharedFacts(type: ChangeType, resource: ResourceKey, writer: Writer): Facts {
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

/** A version as the store itself sees it. */
export class StoredVersion implements Version {
  next: StoredVersion | undefined = undefined;
  private readonly facts: Facts;

  constructor(
    readonly revision: number,
    readonly timeMs: number,
    type: ChangeType,
    resource: ResourceKey,
    /** The object, or where it was put away. */
    private held: KubeObject | Bundle,
    public previous: StoredVersion | undefined,
    writer: Writer,
    ownership?: unknown,
  ) {
    this.facts = sharedFacts(type, resource, writer);
    if (ownership !== undefined) ownerships.set(this, ownership);
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
    return held instanceof Bundle ? held.at(this.revision) : held;
  }

  /** What the API server remembers of the fields' owners at this version; otherwise computed when first asked for. */
  get ownership(): unknown {
    return ownerships.get(this);
  }

  set ownership(ownership: unknown) {
    ownerships.set(this, ownership);
  }

  get isAway(): boolean {
    return this.held instanceof Bundle;
  }

  /** The object is in the bundle from now on. */
  putAway(bundle: Bundle): void {
    this.held = bundle;
  }
}

/** The version that has taken a version's place; undefined while it is current. */
export function nextOf(version: Version): Version | undefined {
  return version instanceof StoredVersion ? version.next : undefined;
}
