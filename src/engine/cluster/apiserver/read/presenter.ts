import type { Json, JsonObject, KubeObject } from '../../json.ts';
import type { Version } from '../../store/version.ts';

/** Works out `metadata.managedFields` of a version; undefined when nobody owns anything. */
export type ManagedFieldsReader = (version: Version) => Json | undefined;

/**
 * Objects as the wire shows them. The store holds no `metadata.managedFields`: they follow from who wrote which version, and are worked
 * out when somebody looks at them.
 */
export class Presenter {
  private delivered: Version | undefined;
  private events = new Map<string, JsonObject>();

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

  /** The watch events made of the version that is being delivered, by form: all watchers share them. */
  eventsOf(version: Version): Map<string, JsonObject> {
    if (this.delivered !== version) {
      this.delivered = version;
      this.events = new Map();
    }
    return this.events;
  }
}
