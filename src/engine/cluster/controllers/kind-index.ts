import type { Informers, ResourceKey } from '../client.ts';
import { resourceOf } from '../resources/customresources/served.ts';
import { CRDS, type Crd, isTrue } from '../resources/customresources/types.ts';
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

/** A custom resource as these controllers see it; undefined before its definition is established. */
export function customKind(crd: Crd): ServedKind | undefined {
  if (!isTrue(crd, 'Established')) return undefined;
  const { group, names, scope } = crd.spec;
  return {
    resource: resourceOf(crd),
    plural: names.plural,
    group,
    namespaced: scope === 'Namespaced',
    deletable: true,
  };
}

/** The custom resources that are served now. */
export function customKinds(informers: Informers): readonly ServedKind[] {
  return informers.list(CRDS).flatMap((crd) => customKind(crd as Crd) ?? []);
}

/** The kind that an owner reference names, in whatever version. */
export function servedKind(informers: Informers, apiVersion: string, kind: string): ServedKind | undefined {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const known = byGroupKind.get(`${group}/${kind}`);
  if (known !== undefined) return known;
  for (const each of informers.list(CRDS)) {
    const { spec } = each as Crd;
    if (spec.group === group && spec.names.kind === kind) return customKind(each as Crd);
  }
  return undefined;
}
