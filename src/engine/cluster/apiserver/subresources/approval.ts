import type { JsonObject, KubeObject } from '../../json.ts';
import { formatTime } from '../../timestamp.ts';
import { type Core, writerOf } from '../core.ts';
import { jsonResponse } from '../response.ts';
import { noSuchPath } from '../status.ts';
import type { SubresourceHandler } from '../subresource.ts';
import { updateObject } from '../write/update.ts';

/** The resource of certificate signing requests. */
export const REQUESTS = 'certificatesigningrequests.certificates.k8s.io';

interface Status {
  readonly conditions?: readonly JsonObject[];
}

/**
 * `certificatesigningrequests/approval`: writes what was decided, and nothing else. Models: pkg/registry/certificates/certificates/storage.ApprovalREST
 */
export function approvalHandler(core: Core): SubresourceHandler {
  return ({ object, body, verb, namespace, name, user, manager, dryRun }) => {
    if (verb === 'get') return jsonResponse(200, object as unknown as JsonObject);
    const resource = core.definitions.get(REQUESTS);
    if (resource === undefined || body === undefined) throw noSuchPath();
    const now = formatTime(core.clock.nowMs());
    const conditions = ((body['status'] ?? {}) as Status).conditions?.map((condition) => ({
      lastTransitionTime: now,
      lastUpdateTime: now,
      ...condition,
    }));
    const status = { ...((object['status'] ?? {}) as JsonObject), ...(conditions === undefined ? {} : { conditions }) };
    const sent = { ...object, metadata: { ...object.metadata, ...metadataOf(body) }, status };
    const options = { user, writer: writerOf(manager, 'Update', 'status'), dryRun, warn: () => {} };
    const updated = updateObject(core, resource, namespace, name, sent as unknown as JsonObject, options);
    return jsonResponse(200, updated.object as unknown as JsonObject);
  };
}

/** The annotations as sent, and the version that the client means to change, where it says one. */
function metadataOf(body: JsonObject): Partial<KubeObject['metadata']> {
  const { resourceVersion, annotations } = (body['metadata'] ?? {}) as Partial<KubeObject['metadata']>;
  return {
    ...(annotations === undefined ? {} : { annotations }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}
