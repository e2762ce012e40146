import type { KubeObject } from '../../json.ts';
import { forbiddenByAdmission } from '../admission.ts';
import type { LimitRangeItem } from '../core/limit-range.ts';
import type { StrategyContext } from '../definition.ts';
import type { ResourceList } from '../pod/types.ts';
import { canonicalQuantity, compareQuantities } from '../quantity.ts';

const TYPE = 'PersistentVolumeClaim';

function check(bound: 'minimum' | 'maximum', limits: ResourceList | undefined, requests: ResourceList): string[] {
  return Object.entries(limits ?? {}).flatMap(([name, limit]) => {
    const head = `${bound} ${name} usage per ${TYPE} is ${canonicalQuantity(limit)}`;
    const request = requests[name];
    if (request === undefined) return [`${head}.  No request is specified`];
    const order = compareQuantities(request, limit);
    const isWithin = bound === 'minimum' ? order >= 0 : order <= 0;
    return isWithin ? [] : [`${head}, but request is ${canonicalQuantity(request)}`];
  });
}

/** Throws `ApiError` (403) when a claim asks for less or more than its namespace's limit ranges allow. Models: limitranger.PersistentVolumeClaimValidateLimitFunc */
export function admitClaimLimits(claim: KubeObject, context: StrategyContext): void {
  const spec = (claim['spec'] ?? {}) as { readonly resources?: { readonly requests?: ResourceList } };
  const requests = spec.resources?.requests ?? {};
  const found: string[] = [];
  for (const range of context.list('limitranges', claim.metadata.namespace ?? '')) {
    const { limits = [] } = (range['spec'] ?? {}) as { readonly limits?: readonly LimitRangeItem[] };
    for (const item of limits)
      if (item.type === TYPE)
        found.push(...check('minimum', item.min, requests), ...check('maximum', item.max, requests));
  }
  if (found.length === 0) return;
  const why = found.length === 1 ? (found[0] ?? '') : `[${found.join(', ')}]`;
  throw forbiddenByAdmission('persistentvolumeclaims', '', claim.metadata.name, why);
}
