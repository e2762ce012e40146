import type { ResourceKey } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import type { ResourceList } from '../pod/types.ts';
import type { Quantity } from '../quantity.ts';
import { type Amounts, addInto } from './amounts.ts';
import { inScope, type QuotaScope } from './scopes.ts';
import { countsFor, usageOf } from './usage.ts';

/** What a ResourceQuota's spec says. */
export interface QuotaSpec extends QuotaScope {
  readonly hard?: ResourceList;
}

/** A quota's spec, empty where it has none. */
export function quotaSpec(quota: KubeObject): QuotaSpec {
  return (quota['spec'] ?? {}) as QuotaSpec;
}

/** The resources of which a name in a quota may count objects: all that are listed in `served`, most often one or two. */
export function countedResources(names: readonly string[], served: readonly ResourceKey[]): readonly ResourceKey[] {
  return served.filter((resource) => names.some((name) => countsFor(resource, name)));
}

/** What the namespace's objects use of a quota now. `list` hands out the namespace's objects of one resource. */
export function usedOf(
  quota: QuotaSpec,
  served: readonly ResourceKey[],
  list: (resource: ResourceKey) => Iterable<KubeObject>,
): Amounts {
  const used = new Map<string, Quantity>();
  for (const resource of countedResources(Object.keys(quota.hard ?? {}), served))
    for (const object of list(resource)) if (inScope(quota, resource, object)) addInto(used, usageOf(resource, object));
  return used;
}
