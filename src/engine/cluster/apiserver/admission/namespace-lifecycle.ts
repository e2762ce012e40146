import type { Core } from '../core.ts';
import type { Resource } from '../definitions.ts';
import { failure, forbidden, qualified } from '../status.ts';

/** Namespaces that stay. Models: apiserver/pkg/admission/plugin/namespace/lifecycle */
const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

/** Refuses an object in a namespace that is missing (404) or being deleted (403). */
export function admitCreate(core: Core, resource: Resource, namespace: string, name: string): void {
  if (!resource.definition.namespaced) return;
  const found = core.store.get('namespaces', '', namespace);
  if (found === undefined) {
    throw failure(404, 'NotFound', `namespaces "${namespace}" not found`, { name: namespace, kind: 'namespaces' });
  }
  if (found.metadata.deletionTimestamp === undefined) return;
  throw forbidden(
    resource.groupResource,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
    [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  );
}

/** Refuses to delete the namespaces that the cluster cannot do without. */
export function admitDelete(resource: Resource, name: string): void {
  if (qualified(resource.groupResource) === 'namespaces' && IMMORTAL.has(name))
    throw forbidden(resource.groupResource, name, 'this namespace may not be deleted');
}
