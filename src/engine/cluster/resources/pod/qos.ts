import { parseQuantity } from '../quantity.ts';
import type { PodSpec, ResourceList } from './types.ts';

const COUNTED = ['cpu', 'memory'] as const;

/** Sums what is above zero. Returns how many of the counted resources the list names. */
function add(sums: Map<string, bigint>, list: ResourceList | undefined): number {
  let found = 0;
  for (const resource of COUNTED) {
    const amount = list?.[resource];
    const nano = amount === undefined ? 0n : (parseQuantity(amount)?.nano ?? 0n);
    if (nano <= 0n) continue;
    found++;
    sums.set(resource, (sums.get(resource) ?? 0n) + nano);
  }
  return found;
}

/** The pod's quality-of-service class. Models: pkg/apis/core/v1/helper/qos.ComputePodQOS */
export function podQosClass(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const requests = new Map<string, bigint>();
  const limits = new Map<string, bigint>();
  let guaranteed = true;
  const owners =
    spec.resources === undefined
      ? [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
      : [{ resources: spec.resources }];
  for (const { resources } of owners) {
    add(requests, resources?.requests);
    if (add(limits, resources?.limits) < COUNTED.length) guaranteed = false;
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  for (const [resource, amount] of requests) if (limits.get(resource) !== amount) guaranteed = false;
  return guaranteed && requests.size === limits.size ? 'Guaranteed' : 'Burstable';
}
