import type { Json, KubeObject } from '../../json.ts';
import type { Version } from '../../store/version.ts';

/** Works out `metadata.managedFields` of a version; undefined when nobody owns anything. */
export type ManagedFieldsReader = (version: Version) => Json | undefined;

/**
 * Objects as the wire shows them. The store holds no `metadata.managedFields`: they follow from who wrote which version, and are worked
 * out when somebody looks at them. One shown object a version, shared by all readers.
 */
export class Presenter {
  private readonly shown = new WeakMap<Version, KubeObject>();

  constructor(private readonly managedFields: ManagedFieldsReader) {}

  present(version: Version): KubeObject {
    const known = this.shown.get(version);
    if (known !== undefined) return known;
    const { object } = version;
    const metadata = { ...object.metadata };
    const read = this.managedFields;
    let fields: Json | undefined;
    Object.defineProperty(metadata, 'managedFields', {
      enumerable: true,
      configurable: true,
      get: () => {
        fields ??= read(version);
        return fields;
      },
    });
    const shown: KubeObject = { ...object, metadata };
    this.shown.set(version, shown);
    return shown;
  }
}
