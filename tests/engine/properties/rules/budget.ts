import type { Loose } from '../../cluster/fake-cluster.ts';
import { all, controllerOf, isReady, type Living, portionOf, type Rule } from './rule.ts';

/** What was lost otherwise so shortly before may not be known to the disruption controller, milliseconds. */
const NOTICE_MS = 1_000;

const isHealthy = (pod: Loose): boolean => isReady(pod) && pod.metadata.deletionTimestamp === undefined;
const covers = (budget: Loose, pod: Loose): boolean =>
  Object.entries(budget.spec.selector?.matchLabels ?? {}).every(([key, value]) => pod.metadata.labels?.[key] === value);

/** The pods of a budget and how many of them must stay healthy, counted afresh. */
export function needs(
  living: Living,
  budget: Loose,
): { readonly healthy: number; readonly least: number; readonly expected: number } {
  const pods = all(living, 'pods', budget.metadata.namespace).filter(
    (pod) => covers(budget, pod) && !['Succeeded', 'Failed'].includes(pod.status?.phase),
  );
  const sizes = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) continue;
    const resource = owner.kind === 'ReplicaSet' ? 'replicasets.apps' : 'statefulsets.apps';
    const set = all(living, resource).find(({ metadata }) => metadata.uid === owner.uid);
    const upper = set === undefined ? undefined : controllerOf(set);
    const deployment = all(living, 'deployments.apps').find(({ metadata }) => metadata.uid === upper?.uid);
    const scaled = deployment ?? set;
    if (scaled !== undefined) sizes.set(scaled.metadata.uid, scaled.spec.replicas);
  }
  const { minAvailable, maxUnavailable } = budget.spec;
  const whole = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const healthy = pods.filter(isHealthy).length;
  if (maxUnavailable !== undefined)
    return { healthy, expected: whole, least: Math.max(0, whole - portionOf(maxUnavailable, whole, Math.ceil)) };
  if (typeof minAvailable === 'number') return { healthy, expected: pods.length, least: minAvailable };
  return { healthy, expected: whole, least: portionOf(minAvailable ?? 0, whole, Math.ceil) };
}

/** No eviction takes a healthy pod that its budget needs. */
export const budgetsHold = (): Rule => {
  const disturbedMs = new Map<string, number>();
  return ({ version, object, before, living }) => {
    const { namespace } = object.metadata;
    const isEviction = version.writer.subresource === 'eviction';
    const matters = [
      'pods',
      'poddisruptionbudgets.policy',
      'deployments.apps',
      'replicasets.apps',
      'statefulsets.apps',
    ];
    if (version.resource !== 'pods' || !isEviction) {
      const changed =
        version.resource === 'pods'
          ? before === undefined ||
            isHealthy(before) !== (version.type !== 'DELETED' && isHealthy(object)) ||
            before.metadata.labels !== object.metadata.labels ||
            before.metadata.ownerReferences !== object.metadata.ownerReferences
          : before?.spec !== object.spec || version.type === 'DELETED';
      if (matters.includes(version.resource) && changed) disturbedMs.set(namespace, version.timeMs);
      return undefined;
    }
    if (before === undefined || !isHealthy(before) || ['Pending', 'Succeeded', 'Failed'].includes(before.status?.phase))
      return undefined;
    if (version.timeMs - (disturbedMs.get(namespace) ?? Number.NEGATIVE_INFINITY) < NOTICE_MS) return undefined;
    for (const budget of all(living, 'poddisruptionbudgets.policy', namespace)) {
      if (!covers(budget, before)) continue;
      const { healthy, least } = needs(living, budget);
      if (healthy < least) return `${budget.metadata.name} needs ${least} healthy pods, ${healthy} are left`;
    }
    return undefined;
  };
};
