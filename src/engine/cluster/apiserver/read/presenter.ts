import type { Json, JsonObject, KubeObject } from '../../json.ts';
import type { Version } from '../../store/version.ts';

/** Works out `metadata.managedFields` of a version; undefined when nobody owns anything. */
export type ManagedFieldsReader = (version: Version) => Json | undefined;

/** The watch event of one form that was made last. All watchers who want this form look here first. */
export interface EventSlot {
  version: Version | undefined;
  /** When it was made, virtual milliseconds: rows of a table tell ages. */
  timeMs: number;
  event: JsonObject | undefined;
}

/**
 * Objects as the wire shows them. The store holds no `metadata.managedFields`: they follow from who wrote which version, and are worked
 * out when somebody looks at them.
 */
export class Presenter {
  private readonly slots = new Map<string, EventSlot>();

  constructor(private readonly managedFields: ManagedFieldsReader) {}

  /** A copy of the version's object, one level deep, with its managed fields. */
  present(version: Version): KubeObject {
    const read = this.managedFields;
    let fields: Json | undefined;
    const metadata = {
      ...version.object.metadata,
      get managedFields() {
        fields ??= read(version);
        return fields as readonly JsonObject[];
      },
    };
    return { ...version.object, metadata };
  }

  /** Where watchers of one form, which `key` names, share the event of the version that is being delivered. */
  slot(key: string): EventSlot {
    let slot = this.slots.get(key);
    if (slot === undefined) {
      slot = { version: undefined, timeMs: 0, event: undefined };
      this.slots.set(key, slot);
    }
    return slot;
  }
}
