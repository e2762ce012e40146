import type { IntOrString } from '../../resources/pod/types.ts';
import type { Deployment, ReplicaSet } from '../kinds.ts';

/** A number or a percentage of `total`. Models: intstr.GetScaledValueFromIntOrPercent */
export function scaledValue(value: IntOrString | undefined, total: number, roundUp: boolean): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const percent = Number(value.replace(/%$/, ''));
  if (!value.endsWith('%') || Number.isNaN(percent)) return 0;
  const exact = (percent * total) / 100;
  return roundUp ? Math.ceil(exact) : Math.floor(exact);
}

/** Pods wanted by the deployment. */
export function desiredReplicas(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return (deployment.spec.strategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
}

/** Surge rounds up, unavailability down; one of them is at least 1, or nothing could move. Models: deploymentutil.ResolveFenceposts */
function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
  const { maxSurge, maxUnavailable } = deployment.spec.strategy?.rollingUpdate ?? {};
  const desired = desiredReplicas(deployment);
  const surge = scaledValue(maxSurge, desired, true);
  const unavailable = scaledValue(maxUnavailable, desired, false);
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** Pods that may be above the wanted number during a rolling update. */
export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;
}

/** Pods that may be missing during a rolling update. */
export function maxUnavailable(deployment: Deployment): number {
  const desired = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment) || desired === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, desired);
}

/** Pods that the set asks for. */
export function specReplicas(set: ReplicaSet): number {
  return set.spec.replicas ?? 1;
}

export function sumSpec(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + specReplicas(set), 0);
}

export function sumStatus(
  sets: readonly ReplicaSet[],
  count: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas',
): number {
  return sets.reduce((sum, set) => sum + (set.status?.[count] ?? 0), 0);
}

/** Sets that ask for pods. */
export function activeSets(sets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return sets.filter((set) => specReplicas(set) > 0);
}

/**
 * How many pods the new set may ask for now: a rolling update stops at the surge, Recreate takes all.
 * Models: deploymentutil.NewRSNewReplicas
 */
export function newSetReplicas(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  const desired = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment)) return desired;
  const room = desired + maxSurge(deployment) - sumSpec(all);
  if (room <= 0) return current;
  return current + Math.min(room, desired - current);
}

/** Whether the new set has all pods of the deployment, available, and was told the present size. Models: deploymentutil.IsSaturated */
export function isSaturated(
  deployment: Deployment,
  set: ReplicaSet | undefined,
  toldDesired: number | undefined,
): boolean {
  if (set === undefined) return false;
  const desired = desiredReplicas(deployment);
  return specReplicas(set) === desired && toldDesired === desired && (set.status?.availableReplicas ?? 0) === desired;
}
