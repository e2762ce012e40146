import type { ResourceKey } from '../client.ts';
import { kinds } from '../resources/registry.ts';

/** A kind as the controllers that work on all kinds see it. */
export interface ServedKind {
  readonly resource: ResourceKey;
  readonly plural: string;
  readonly group: string;
  readonly namespaced: boolean;
  /** Whether objects of it can be deleted. */
  readonly deletable: boolean;
}

const byGroupKind = new Map<string, ServedKind>();
const all = new Map<ResourceKey, ServedKind>();
for (const { group, kind, plural, namespaced, withoutVerbs } of kinds) {
  const resource = group === '' ? plural : `${plural}.${group}`;
  if (all.has(resource)) continue;
  const served = { resource, plural, group, namespaced, deletable: !withoutVerbs?.includes('delete') };
  all.set(resource, served);
  byGroupKind.set(`${group}/${kind}`, served);
}

/** All kinds that the API server stores, in the registry's order. */
export const servedKinds: readonly ServedKind[] = [...all.values()];

/** The kind that an owner reference names, in whatever version. */
export function servedKind(apiVersion: string, kind: string): ServedKind | undefined {
  const slash = apiVersion.indexOf('/');
  return byGroupKind.get(`${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`);
}
