import type { JsonObject } from '../../json.ts';
import { type Core, writerOf } from '../core.ts';
import { jsonResponse } from '../response.ts';
import { conflict, methodNotSupportedHere, OBJECT_MODIFIED } from '../status.ts';
import type { SubresourceHandler } from '../subresource.ts';

/** `namespaces/finalize`: sets a namespace's `spec.finalizers`; the last one gone, a terminating namespace goes. Models: pkg/registry/core/namespace/storage.FinalizeREST */
export function namespaceFinalizeHandler(core: Core): SubresourceHandler {
  return ({ object: namespace, body, verb, manager, dryRun, name }) => {
    if (verb !== 'update') throw methodNotSupportedHere();
    const sent = (body ?? {}) as JsonObject;
    const { resourceVersion } = (sent['metadata'] ?? {}) as { readonly resourceVersion?: string };
    const of = { group: '', resource: 'namespaces' };
    if (resourceVersion && resourceVersion !== namespace.metadata.resourceVersion)
      throw conflict(of, name, OBJECT_MODIFIED);
    const { finalizers = [] } = (sent['spec'] ?? {}) as { readonly finalizers?: readonly string[] };
    const { finalizers: _, ...rest } = (namespace['spec'] ?? {}) as { readonly finalizers?: readonly string[] };
    const finalized = { ...namespace, spec: finalizers.length === 0 ? rest : { ...rest, finalizers } };
    if (dryRun) return jsonResponse(200, finalized as unknown as JsonObject);
    const writer = writerOf(manager, 'Untracked', 'finalize');
    const isFree = finalizers.length === 0 && (namespace.metadata.finalizers ?? []).length === 0;
    const { object } =
      isFree && namespace.metadata.deletionTimestamp !== undefined
        ? core.store.delete('namespaces', '', name, writer)
        : core.store.update('namespaces', finalized, writer);
    return jsonResponse(200, object as unknown as JsonObject);
  };
}
