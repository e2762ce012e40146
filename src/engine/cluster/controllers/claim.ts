import { ApiError, type Client } from '../client.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { newControllerRef } from './controller-ref.ts';

/**
 * Makes `owner` the controller of an orphan; undefined when the object is gone. Throws `ApiError` when refused for another reason.
 * Models: pkg/controller/controller_ref_manager.go (AdoptPod, AdoptReplicaSet)
 */
export function adopt(client: Client, resource: string, object: KubeObject, owner: KubeObject): KubeObject | undefined {
  const reference = newControllerRef(owner) as unknown as JsonObject;
  return patchOwners(client, resource, object, [reference]);
}

/** Takes the reference to `owner` off an object that its selector no longer matches. Models: ReleasePod, ReleaseReplicaSet */
export function release(
  client: Client,
  resource: string,
  object: KubeObject,
  owner: KubeObject,
): KubeObject | undefined {
  return patchOwners(client, resource, object, [{ $patch: 'delete', uid: owner.metadata.uid }]);
}

function patchOwners(
  client: Client,
  resource: string,
  object: KubeObject,
  ownerReferences: readonly JsonObject[],
): KubeObject | undefined {
  const { namespace = '', name, uid } = object.metadata;
  try {
    return client.patch(resource, namespace, name, 'strategic', { metadata: { uid, ownerReferences } });
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}
