import type { KubeObject } from '../../json.ts';
import type { Random } from '../../random.ts';
import type { Store } from '../../store.ts';
import type { Definitions } from '../definitions.ts';
import type { Attempt } from './attempt.ts';
import type { Attributes, DynamicAdmission } from './attributes.ts';
import { isExempt } from './matching.ts';
import { askPolicies, POLICIES, POLICY_BINDINGS } from './policies.ts';
import type { CallWebhook } from './webhook-caller.ts';
import { askMutating, askValidating, WEBHOOKS } from './webhooks.ts';

/** The objects of one kind by name, kept up with the store. */
function followed(store: Store, key: string): ReadonlyMap<string, KubeObject> {
  const known = new Map<string, KubeObject>();
  store.watch(key, ({ type, object }) => {
    if (type === 'DELETED') known.delete(object.metadata.name);
    else known.set(object.metadata.name, object);
  });
  return known;
}

/** Admission by policies and webhooks, which are objects of the cluster. A write asks in memory what is configured; usually that is nothing. */
export class ConfiguredAdmission implements DynamicAdmission {
  private readonly policies: ReadonlyMap<string, KubeObject>;
  private readonly bindings: ReadonlyMap<string, KubeObject>;
  private readonly mutating: ReadonlyMap<string, KubeObject>;
  private readonly validating: ReadonlyMap<string, KubeObject>;
  /** Set while a request is handled whose sender waits for slow webhooks. */
  attempt: Attempt | undefined;
  /** How webhooks are called; without it none can be. */
  callWebhook: CallWebhook | undefined;

  constructor(
    private readonly rooms: {
      readonly store: Store;
      readonly definitions: Definitions;
      /** Already forked for admission. */
      readonly random: Random;
    },
  ) {
    const { store } = rooms;
    this.policies = followed(store, POLICIES);
    this.bindings = followed(store, POLICY_BINDINGS);
    this.mutating = followed(store, WEBHOOKS.mutating);
    this.validating = followed(store, WEBHOOKS.validating);
  }

  get isConfigured(): boolean {
    return this.bindings.size + this.mutating.size + this.validating.size > 0;
  }

  get hasWebhooks(): boolean {
    return this.mutating.size + this.validating.size > 0;
  }

  mutate(attributes: Attributes): KubeObject | undefined {
    if (this.mutating.size === 0 || isExempt(attributes)) return attributes.object;
    return askMutating(this.webhookRooms(), this.mutating.values(), attributes);
  }

  validate(attributes: Attributes): void {
    if (isExempt(attributes)) return;
    if (this.bindings.size > 0) askPolicies(this.rooms, this.policies, this.bindings.values(), attributes);
    if (this.validating.size > 0) askValidating(this.webhookRooms(), this.validating.values(), attributes);
  }

  private webhookRooms(): Parameters<typeof askValidating>[0] {
    return { ...this.rooms, call: this.callWebhook, attempt: this.attempt };
  }
}
