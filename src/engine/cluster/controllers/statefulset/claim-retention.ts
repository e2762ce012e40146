import { ApiError, type Client, type Informers } from '../../client.ts';
import type { KubeObject, OwnerReference } from '../../json.ts';
import { newControllerRef } from '../controller-ref.ts';
import type { Pod } from '../kinds.ts';
import { claimsOf } from './identity.ts';
import type { StatefulSet } from './types.ts';

const CLAIMS = 'persistentvolumeclaims';

/**
 * Says by owner references what becomes of a set's claims: the garbage collector does the rest. A claim belongs to the set where it goes with
 * the set, and to its pod where it goes when the set is scaled down. Models: statefulset.updateClaimOwnerRefForSetAndPod
 */
export class ClaimRetention {
  constructor(
    private readonly client: Client,
    private readonly informers: Informers,
  ) {}

  /** Puts the owners of the claims of one pod right; false when one was refused. `condemned` where the pod is too many. */
  own(set: StatefulSet, ordinal: number, pod: Pod, condemned: boolean): boolean {
    const { whenDeleted = 'Retain', whenScaled = 'Retain' } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
    const withPod = whenScaled === 'Delete' && condemned;
    const withSet = whenDeleted === 'Delete' && !withPod;
    for (const { metadata } of claimsOf(set, ordinal) as readonly { metadata?: { name?: string } }[]) {
      const claim = this.informers.get(CLAIMS, set.metadata.namespace ?? '', metadata?.name ?? '');
      if (claim === undefined || claim.metadata.deletionTimestamp !== undefined) continue;
      if (!this.write(claim, wantedOwners(claim, set, pod, withSet, withPod))) return false;
    }
    return true;
  }

  private write(claim: KubeObject, owners: readonly OwnerReference[] | undefined): boolean {
    if (owners === undefined) return true;
    const { ownerReferences: _, ...metadata } = claim.metadata;
    const next = owners.length > 0 ? { ...metadata, ownerReferences: owners } : metadata;
    try {
      this.client.update(CLAIMS, { ...claim, metadata: next as KubeObject['metadata'] });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return error.code === 404;
    }
  }
}

/** The owners that the claim should have; undefined when it has them. */
function wantedOwners(
  claim: KubeObject,
  set: StatefulSet,
  pod: Pod,
  withSet: boolean,
  withPod: boolean,
): readonly OwnerReference[] | undefined {
  const owners = claim.metadata.ownerReferences ?? [];
  const wanted = [...(withSet ? [set] : []), ...(withPod ? [pod] : [])].map((owner) => owner.metadata.uid);
  const ours = owners.filter(
    ({ kind, name, uid }) => uid === set.metadata.uid || (kind === 'Pod' && name === pod.metadata.name),
  );
  if (ours.length === wanted.length && ours.every(({ uid }) => wanted.includes(uid))) return undefined;
  const others = owners.filter((owner) => !ours.includes(owner));
  return [
    ...others,
    ...(withSet ? [newControllerRef(set)] : []),
    ...(withPod ? [newControllerRef({ ...pod, apiVersion: 'v1', kind: 'Pod' })] : []),
  ];
}
