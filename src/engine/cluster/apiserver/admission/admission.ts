import type { KubeObject } from '../../json.ts';
import type { Store } from '../../store.ts';
import type { Definitions } from '../definitions.ts';
import type { Attributes, DynamicAdmission } from './attributes.ts';
import { isExempt } from './matching.ts';
import { askPolicies, POLICIES, POLICY_BINDINGS } from './policies.ts';

/** The objects of one kind by name, kept up with the store. */
function followed(store: Store, key: string): ReadonlyMap<string, KubeObject> {
  const known = new Map<string, KubeObject>();
  store.watch(key, ({ type, object }) => {
    if (type === 'DELETED') known.delete(object.metadata.name);
    else known.set(object.metadata.name, object);
  });
  return known;
}

/** Admission by policies, which are objects of the cluster. A write asks in memory what is configured; usually that is nothing. */
export class ConfiguredAdmission implements DynamicAdmission {
  private readonly policies: ReadonlyMap<string, KubeObject>;
  private readonly bindings: ReadonlyMap<string, KubeObject>;

  constructor(private readonly rooms: { readonly store: Store; readonly definitions: Definitions }) {
    this.policies = followed(rooms.store, POLICIES);
    this.bindings = followed(rooms.store, POLICY_BINDINGS);
  }

  get isConfigured(): boolean {
    return this.bindings.size > 0;
  }

  mutate({ object }: Attributes): KubeObject | undefined {
    return object;
  }

  validate(attributes: Attributes): void {
    if (isExempt(attributes)) return;
    if (this.bindings.size > 0) askPolicies(this.rooms, this.policies, this.bindings.values(), attributes);
  }
}
