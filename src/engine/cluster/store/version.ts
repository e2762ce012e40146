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

/** A version as the store itself sees it. */
export class StoredVersion implements Version {
  next: StoredVersion | undefined = undefined;
  constructor(
    readonly revision: number,
    readonly timeMs: number,
    readonly type: ChangeType,
    readonly resource: ResourceKey,
    /** The object, or where it was put away. */
    private held: KubeObject | Bundle,
    public previous: StoredVersion | undefined,
    readonly writer: Writer,
    /** What the API server remembers of the fields' owners at this version; otherwise computed when first asked for. */
    public ownership: unknown = undefined,
  ) {}

  get object(): KubeObject {
    const { held } = this;
    return held instanceof Bundle ? held.at(this.revision) : held;
  }

  get isAway(): boolean {
    return this.held instanceof Bundle;
  }

  /** The object is in the bundle from now on. */
  putAway(bundle: Bundle): void {
    this.held = bundle;
  }
}
