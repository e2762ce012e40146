import type { JsonObject } from '../../json.ts';
import { type Resource, verbsOf } from '../definitions.ts';
import { type ServedGroup, type ServedVersion, servedSubresources } from './groups.ts';

const SERVER_ADDRESSES = [{ clientCIDR: '0.0.0.0/0', serverAddress: '172.30.0.2:6443' }];

/** Models: metav1.APIVersions, the answer to /api */
export function apiVersions(): JsonObject {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: SERVER_ADDRESSES };
}

/** Models: metav1.APIGroup, the answer to /apis/<group> */
export function apiGroup({ group, versions }: ServedGroup, isAlone = true): JsonObject {
  const named = versions.map(({ version }) => ({ groupVersion: `${group}/${version}`, version }));
  const [preferred] = named;
  return {
    ...(isAlone ? { kind: 'APIGroup', apiVersion: 'v1' } : {}),
    name: group,
    versions: named,
    ...(preferred === undefined ? {} : { preferredVersion: preferred }),
  };
}

/** Models: metav1.APIGroupList, the answer to /apis */
export function apiGroupList(groups: readonly ServedGroup[]): JsonObject {
  const named = groups.filter(({ group }) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map((group) => apiGroup(group, false)) };
}

function apiResources(resource: Resource): JsonObject[] {
  const { plural, singular, namespaced, kind, shortNames, categories } = resource.definition;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: verbsOf(resource.definition),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
  const parts = servedSubresources(resource).map((part) => ({
    name: `${plural}/${part.name}`,
    singularName: '',
    namespaced,
    ...(part.group === '' ? {} : { group: part.group, version: part.version }),
    kind: part.kind,
    verbs: part.verbs,
  }));
  return [main, ...parts];
}

/** Models: metav1.APIResourceList, the answer to /api/v1 and /apis/<group>/<version> */
export function apiResourceList(group: string, { version, resources }: ServedVersion): JsonObject {
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources: resources.flatMap(apiResources),
  };
}
