import type { JsonObject } from '../../json.ts';
import { type Resource, verbsOf } from '../definitions.ts';
import { type ServedGroup, servedSubresources } from './groups.ts';

/** Models: apidiscovery.k8s.io/v2.APIResourceDiscovery */
function resourceDiscovery(resource: Resource): JsonObject {
  const { definition } = resource;
  const subresources = servedSubresources(resource).map(({ name, kind, group, version, verbs }) => ({
    subresource: name,
    responseKind: { group, version, kind },
    verbs,
  }));
  return {
    resource: definition.plural,
    responseKind: { group: '', version: '', kind: definition.kind },
    scope: definition.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: definition.singular,
    verbs: verbsOf(definition),
    ...(definition.shortNames.length === 0 ? {} : { shortNames: definition.shortNames }),
    ...(definition.categories.length === 0 ? {} : { categories: definition.categories }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}

/** All of it in one answer. `version` is v2 or v2beta1. Models: apidiscovery.k8s.io/v2.APIGroupDiscoveryList */
export function aggregatedDiscovery(groups: readonly ServedGroup[], version: string): JsonObject {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ group, versions }) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions.map((served) => ({
        version: served.version,
        resources: served.resources.map(resourceDiscovery),
        freshness: 'Current',
      })),
    })),
  };
}
