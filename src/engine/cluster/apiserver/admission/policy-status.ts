import { ApiError, type Client } from '../../client.ts';
import type { Clock } from '../../clock.ts';
import type { KubeObject } from '../../json.ts';
import type { Store } from '../../store.ts';
import type { Definitions } from '../definitions.ts';
import { POLICIES } from './policies.ts';
import { type CheckedSpec, typeWarnings } from './type-checking.ts';

/** A policy is looked at this long after it was written. */
const LOOK_MS = 20;

/** Checks the types in policies' expressions and tells in their status. Models: pkg/controller/validatingadmissionpolicystatus */
export class PolicyStatusController {
  constructor(
    private readonly rooms: { readonly store: Store; readonly definitions: Definitions; readonly clock: Clock },
    private readonly client: Client,
  ) {
    rooms.store.watch(POLICIES, ({ type, object }) => {
      if (type === 'DELETED' || observed(object) === object.metadata.generation) return;
      rooms.clock.after(LOOK_MS, () => this.sync(object.metadata.name));
    });
  }

  private sync(name: string): void {
    const { store, definitions } = this.rooms;
    const policy = store.get(POLICIES, '', name);
    if (policy === undefined || observed(policy) === policy.metadata.generation) return;
    const warnings = typeWarnings((policy['spec'] ?? {}) as CheckedSpec, definitions);
    const status = {
      ...((policy['status'] ?? {}) as object),
      observedGeneration: policy.metadata.generation ?? 0,
      typeChecking: warnings.length === 0 ? {} : { expressionWarnings: warnings },
    };
    try {
      this.client.updateStatus(POLICIES, { ...policy, status } as unknown as KubeObject);
    } catch (error) {
      // Changed or gone in the meantime: that was told of, too.
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

function observed(policy: KubeObject): number | undefined {
  return ((policy['status'] ?? {}) as { readonly observedGeneration?: number }).observedGeneration;
}
