import type { PodSpec, ResourceList, ResourceRequirements } from '../../resources/pod/types.ts';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
} from '../../resources/quantity.ts';

/** What a pod's containers ask for and may use, together: `status.allocatedResources` and `status.resources`. */
export interface PodResources {
  readonly allocated: ResourceList | undefined;
  readonly resources: ResourceRequirements;
}

const known = new WeakMap<PodSpec, PodResources>();

/** The sums over a pod's containers; worked out once a spec. Models: component-helpers/resource.PodRequests, PodLimits */
export function podResources(spec: PodSpec): PodResources {
  let found = known.get(spec);
  if (found === undefined) {
    const requests = total(spec, 'requests');
    const limits = total(spec, 'limits');
    found = {
      allocated: requests,
      resources: { ...(limits && { limits }), ...(requests && { requests }) },
    };
    known.set(spec, found);
  }
  return found;
}

function add(into: Map<string, string>, list: ResourceList | undefined): void {
  for (const [name, value] of Object.entries(list ?? {})) {
    const before = into.get(name);
    const sum = before === undefined ? undefined : addTexts(before, value);
    into.set(name, sum ?? canonicalQuantity(value));
  }
}

function addTexts(a: string, b: string | number): string | undefined {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left === undefined || right === undefined ? undefined : formatQuantity(addQuantities(left, right));
}

/** Main containers and sidecars together, or an init container with the sidecars before it where that is more. */
function total(spec: PodSpec, part: 'requests' | 'limits'): ResourceList | undefined {
  const says = ({ resources }: { readonly resources?: ResourceRequirements }): boolean =>
    resources?.[part] !== undefined;
  if (spec.containers?.some(says) !== true && spec.initContainers?.some(says) !== true) return undefined;
  const sums = new Map<string, string>();
  for (const { resources } of spec.containers ?? []) add(sums, resources?.[part]);
  const sidecars = new Map<string, string>();
  const peaks = new Map<string, string>();
  for (const { resources, restartPolicy } of spec.initContainers ?? []) {
    const here = new Map(sidecars);
    add(here, resources?.[part]);
    if (restartPolicy === 'Always') add(sidecars, resources?.[part]);
    for (const [name, value] of here) {
      const peak = peaks.get(name);
      if (peak === undefined || compareQuantities(value, peak) > 0) peaks.set(name, value);
    }
  }
  add(sums, Object.fromEntries(sidecars));
  for (const [name, peak] of peaks) {
    const sum = sums.get(name);
    if (sum === undefined || compareQuantities(peak, sum) > 0) sums.set(name, peak);
  }
  if (sums.size === 0) return undefined;
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
