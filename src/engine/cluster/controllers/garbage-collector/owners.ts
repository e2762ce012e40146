import type { Informers } from '../../client.ts';
import type { KubeObject, OwnerReference } from '../../json.ts';
import { servedKind } from '../kind-index.ts';

export const ORPHAN_FINALIZER = 'orphan';
export const FOREGROUND_FINALIZER = 'foregroundDeletion';

/** Whether the object is being deleted and held by this finalizer of the collector's. */
export function isHeldBy(object: KubeObject, finalizer: string): boolean {
  const { deletionTimestamp, finalizers } = object.metadata;
  return deletionTimestamp !== undefined && (finalizers?.includes(finalizer) ?? false);
}

/** The owner that a reference names; undefined when it is gone or another one has its name. `'unknown'` for kinds that are not served. */
export function ownerOf(
  informers: Informers,
  dependent: KubeObject,
  reference: OwnerReference,
): KubeObject | 'unknown' | undefined {
  const kind = servedKind(informers, reference.apiVersion, reference.kind);
  if (kind === undefined) return 'unknown';
  const namespace = kind.namespaced ? (dependent.metadata.namespace ?? '') : '';
  const owner = informers.get(kind.resource, namespace, reference.name);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

/** An object's owner references by what has become of the owner. Models: garbagecollector.classifyReferences */
export interface ClassifiedOwners {
  readonly solid: readonly OwnerReference[];
  readonly dangling: readonly OwnerReference[];
  /** Owners in foreground deletion. */
  readonly waiting: readonly OwnerReference[];
}

/** `goneUid`: an owner that is known to be gone, even if its kind went with it. Models: absentOwnerCache */
export function classifyOwners(informers: Informers, dependent: KubeObject, goneUid?: string): ClassifiedOwners {
  const solid: OwnerReference[] = [];
  const dangling: OwnerReference[] = [];
  const waiting: OwnerReference[] = [];
  for (const reference of dependent.metadata.ownerReferences ?? []) {
    const owner = reference.uid === goneUid ? undefined : ownerOf(informers, dependent, reference);
    if (owner === undefined) dangling.push(reference);
    else if (owner !== 'unknown' && isHeldBy(owner, FOREGROUND_FINALIZER)) waiting.push(reference);
    else solid.push(reference);
  }
  return { solid, dangling, waiting };
}
