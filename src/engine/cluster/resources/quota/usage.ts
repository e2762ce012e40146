import type { ResourceKey } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import type { PodSpec, PodStatus, ResourceRequirements } from '../pod/types.ts';
import { integerQuantity, type Quantity } from '../quantity.ts';
import { needsNodePort, serviceSpec } from '../service/types.ts';
import { type Amounts, addInto, amountsOf, raiseTo } from './amounts.ts';

/** Kinds that quotas may count by their plain plural. */
const PLAIN_COUNTS = new Set<ResourceKey>([
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
]);

/** The names under which a quota may limit what a container asks for. Models: pkg/quota/v1/evaluator/core.podComputeUsageHelper */
export function computeUsage({ requests, limits }: ResourceRequirements): Amounts {
  const usage = new Map<string, Quantity>();
  for (const [name, amount] of amountsOf(requests)) {
    if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage') usage.set(name, amount);
    usage.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of amountsOf(limits))
    if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage') usage.set(`limits.${name}`, amount);
  return usage;
}

/** A pod that has ended takes no more than its place in `count/pods`. Models: core.QuotaV1Pod */
function isLive(pod: KubeObject): boolean {
  const { phase } = (pod['status'] ?? {}) as PodStatus;
  return phase !== 'Succeeded' && phase !== 'Failed';
}

/** Containers together, or one init container where it needs more; sidecars run beside all that come after them. */
function podUsage(pod: KubeObject): Amounts {
  const usage = new Map<string, Quantity>([['count/pods', integerQuantity(1)]]);
  if (!isLive(pod)) return usage;
  const spec = (pod['spec'] ?? {}) as PodSpec;
  const running = new Map<string, Quantity>();
  for (const container of spec.containers ?? []) addInto(running, computeUsage(container.resources ?? {}));
  const sidecars = new Map<string, Quantity>();
  const peak = new Map<string, Quantity>();
  for (const container of spec.initContainers ?? []) {
    const own = computeUsage(container.resources ?? {});
    if (container.restartPolicy === 'Always') addInto(sidecars, own);
    const during = new Map(sidecars);
    if (container.restartPolicy !== 'Always') addInto(during, own);
    raiseTo(peak, during);
  }
  addInto(running, sidecars);
  raiseTo(running, peak);
  if (spec.overhead) addInto(running, computeUsage({ requests: spec.overhead, limits: spec.overhead }));
  addInto(usage, running);
  usage.set('pods', integerQuantity(1));
  return usage;
}

/** Models: pkg/quota/v1/evaluator/core.serviceEvaluator */
function serviceUsage(service: KubeObject, usage: Map<string, Quantity>): void {
  const spec = serviceSpec(service);
  if (spec.type === 'LoadBalancer') usage.set('services.loadbalancers', integerQuantity(1));
  if (needsNodePort(spec)) usage.set('services.nodeports', integerQuantity((spec.ports ?? []).length));
}

/** Models: pkg/quota/v1/evaluator/core.pvcEvaluator */
function claimUsage(claim: KubeObject, usage: Map<string, Quantity>): void {
  const spec = (claim['spec'] ?? {}) as {
    readonly resources?: ResourceRequirements;
    readonly storageClassName?: string;
  };
  const storage = amountsOf(spec.resources?.requests).get('storage');
  if (storage !== undefined) usage.set('requests.storage', storage);
  if (!spec.storageClassName) return;
  const prefix = `${spec.storageClassName}.storageclass.storage.k8s.io/`;
  usage.set(`${prefix}persistentvolumeclaims`, integerQuantity(1));
  if (storage !== undefined) usage.set(`${prefix}requests.storage`, storage);
}

/** Objects never change, so neither does what they use. */
const known = new WeakMap<KubeObject, Amounts>();

/** What one object uses of its namespace's quotas. `resource` is its key: `pods`, `deployments.apps`. Models: pkg/quota/v1.Evaluator.Usage */
export function usageOf(resource: ResourceKey, object: KubeObject): Amounts {
  let usage = known.get(object);
  if (usage === undefined) {
    usage = resource === 'pods' ? podUsage(object) : otherUsage(resource, object);
    known.set(object, usage);
  }
  return usage;
}

function otherUsage(resource: ResourceKey, object: KubeObject): Amounts {
  const usage = new Map<string, Quantity>([[`count/${resource}`, integerQuantity(1)]]);
  if (PLAIN_COUNTS.has(resource)) usage.set(resource, integerQuantity(1));
  if (resource === 'services') serviceUsage(object, usage);
  if (resource === 'persistentvolumeclaims') claimUsage(object, usage);
  return usage;
}

/** Whether objects of a resource can use anything of what a quota limits by that name. Models: Evaluator.MatchingResources */
export function countsFor(resource: ResourceKey, name: string): boolean {
  if (name === `count/${resource}`) return true;
  if (PLAIN_COUNTS.has(resource) && name === resource) return true;
  switch (resource) {
    case 'pods':
      return (
        name === 'pods' ||
        /^((requests|limits)\.)?(cpu|memory|ephemeral-storage)$/.test(name) ||
        (name.startsWith('requests.') && name !== 'requests.storage')
      );
    case 'services':
      return name === 'services.nodeports' || name === 'services.loadbalancers';
    case 'persistentvolumeclaims':
      return name === 'requests.storage' || name.includes('.storageclass.storage.k8s.io/');
    default:
      return false;
  }
}
