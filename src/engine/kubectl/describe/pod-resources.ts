import type { Json, JsonObject } from '../../cluster/json.ts';
import { add, parseQuantity, type Quantity, ZERO } from './quantity.ts';
import { at, items, object, pairs, text } from './read.ts';

/** Amounts by resource name. */
export type ResourceList = ReadonlyMap<string, Quantity>;

/** Requests or limits as amounts. */
export function resourceList(value: Json | undefined): ResourceList {
  return new Map(pairs(value).map(([name, amount]) => [name, parseQuantity(amount) ?? ZERO]));
}

/** Adds every amount of `more`. */
export function sum(list: ResourceList, more: ResourceList): ResourceList {
  const out = new Map(list);
  for (const [name, amount] of more) out.set(name, add(out.get(name) ?? ZERO, amount));
  return out;
}

function most(list: ResourceList, other: ResourceList): ResourceList {
  const out = new Map(list);
  for (const [name, amount] of other) {
    const known = out.get(name);
    if (known === undefined || amount.nano > known.nano) out.set(name, amount);
  }
  return out;
}

/**
 * What a pod asks for (`requests`) or may use (`limits`): containers and sidecars together, at least what the hungriest init
 * container needs, replaced by pod-level values where given, plus overhead. Models: component-helpers/resource.PodRequests, PodLimits
 */
export function podResources(pod: JsonObject, kind: 'requests' | 'limits'): ResourceList {
  const allocated = new Map(
    [...items(pod, 'status', 'containerStatuses'), ...items(pod, 'status', 'initContainerStatuses')].map((status) => [
      text(status, 'name'),
      resourceList(at(status, 'resources', kind)),
    ]),
  );
  const ofContainer = (container: JsonObject): ResourceList =>
    most(resourceList(at(container, 'resources', kind)), allocated.get(text(container, 'name')) ?? new Map());
  let total: ResourceList = new Map();
  for (const container of items(pod, 'spec', 'containers')) total = sum(total, ofContainer(container));
  let sidecars: ResourceList = new Map();
  let start: ResourceList = new Map();
  for (const container of items(pod, 'spec', 'initContainers')) {
    const own = ofContainer(container);
    if (text(container, 'restartPolicy') === 'Always') {
      total = sum(total, own);
      sidecars = sum(sidecars, own);
      start = most(start, sidecars);
    } else start = most(start, sum(own, sidecars));
  }
  total = most(total, start);
  if (object(pod, 'spec', 'resources') !== undefined) {
    total = new Map([...total, ...resourceList(at(pod, 'spec', 'resources', kind))]);
  }
  const overhead = resourceList(at(pod, 'spec', 'overhead'));
  if (kind === 'requests') return sum(total, overhead);
  return sum(total, new Map([...overhead].filter(([name]) => (total.get(name)?.nano ?? 0n) !== 0n)));
}

/** The QoS class: what the status says, else worked out from requests and limits. Models: kubectl/pkg/util/qos.GetPodQOS */
export function qosClass(pod: JsonObject): string {
  const known = text(pod, 'status', 'qosClass');
  if (known !== '') return known;
  const podLevel = object(pod, 'spec', 'resources');
  const holders =
    podLevel === undefined
      ? [...items(pod, 'spec', 'containers'), ...items(pod, 'spec', 'initContainers')].map((each) =>
          at(each, 'resources'),
        )
      : [podLevel];
  const compute = (value: Json | undefined): ResourceList =>
    new Map(
      [...resourceList(value)].filter(([name, amount]) => (name === 'cpu' || name === 'memory') && amount.nano > 0n),
    );
  let requests: ResourceList = new Map();
  let limits: ResourceList = new Map();
  let guaranteed = true;
  for (const holder of holders) {
    const own = compute(at(holder, 'limits'));
    requests = sum(requests, compute(at(holder, 'requests')));
    limits = sum(limits, own);
    if (own.size < 2) guaranteed = false;
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const equal = [...requests].every(([name, amount]) => limits.get(name)?.nano === amount.nano);
  return guaranteed && equal && requests.size === limits.size ? 'Guaranteed' : 'Burstable';
}
