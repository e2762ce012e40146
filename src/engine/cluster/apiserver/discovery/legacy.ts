import type { JsonObject } from '../../json.ts';
import { sha256Hex } from '../../sha256.ts';
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

/** Tells versions of a stored form apart; nothing for what is not stored. Models: apiserver/pkg/endpoints/discovery.StorageVersionHash */
function storageVersionHash({ stored, definition }: Resource): { readonly storageVersionHash?: string } {
  if (definition.computed !== undefined || !verbsOf(definition).includes('list')) return {};
  const { group, version, kind } = stored.definition;
  const digest = sha256Hex(`${group}/${version}/${kind}`).slice(0, 16);
  const bytes = digest.match(/../g)?.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))) ?? [];
  return { storageVersionHash: btoa(bytes.join('')) };
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
    ...storageVersionHash(resource),
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
