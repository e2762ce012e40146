import { formatTime, parseTime } from '../../timestamp.ts';
import type { Condition, Deployment, DeploymentStatus, ReplicaSet } from '../kinds.ts';
import { findCondition } from '../pod-state.ts';
import { desiredReplicas } from './sizes.ts';

/** A deadline of 2³¹−1 seconds means: none. */
const NO_DEADLINE = 2_147_483_647;

export type DeploymentConditionType = 'Available' | 'Progressing' | 'ReplicaFailure';

export function deploymentCondition(
  type: DeploymentConditionType,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  nowMs: number,
): Condition {
  const now = formatTime(nowMs);
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** The conditions with this one in: unchanged when status and reason are, otherwise at the end. Models: SetDeploymentCondition */
export function withCondition(conditions: readonly Condition[], next: Condition): readonly Condition[] {
  const current = findCondition(conditions, next.type);
  if (current !== undefined && current.status === next.status && current.reason === next.reason) return conditions;
  const kept: Condition =
    current !== undefined && current.status === next.status && current.lastTransitionTime
      ? { ...next, lastTransitionTime: current.lastTransitionTime }
      : next;
  return [...withoutCondition(conditions, next.type), kept];
}

export function withoutCondition(conditions: readonly Condition[], type: string): readonly Condition[] {
  return conditions.filter((condition) => condition.type !== type);
}

export function hasProgressDeadline(deployment: Deployment): boolean {
  const deadline = deployment.spec.progressDeadlineSeconds;
  return deadline !== undefined && deadline !== NO_DEADLINE;
}

/** All wanted pods are of the new template, available, and nothing older is left. Models: deploymentutil.DeploymentComplete */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const desired = desiredReplicas(deployment);
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** Whether the new status is a step forward from the deployment's own. Models: deploymentutil.DeploymentProgressing */
export function isProgressing(deployment: Deployment, next: DeploymentStatus): boolean {
  const old = deployment.status ?? {};
  const oldPods = (old.replicas ?? 0) - (old.updatedReplicas ?? 0);
  const nextOldPods = (next.replicas ?? 0) - (next.updatedReplicas ?? 0);
  return (
    (next.updatedReplicas ?? 0) > (old.updatedReplicas ?? 0) ||
    nextOldPods < oldPods ||
    (next.readyReplicas ?? 0) > (old.readyReplicas ?? 0) ||
    (next.availableReplicas ?? 0) > (old.availableReplicas ?? 0)
  );
}

/** Whether no progress was made for progressDeadlineSeconds. Models: deploymentutil.DeploymentTimedOut */
export function isTimedOut(deployment: Deployment, status: DeploymentStatus, nowMs: number): boolean {
  const condition = findCondition(status.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || condition === undefined) return false;
  if (condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  const fromMs = parseTime(condition.lastUpdateTime) ?? nowMs;
  return fromMs + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000 < nowMs;
}

/** The first failure that a set of the deployment reports, the new one's first, as the deployment's condition. Models: getReplicaFailures */
export function replicaFailure(all: readonly ReplicaSet[], newSet: ReplicaSet | undefined): Condition | undefined {
  const failureOf = (set: ReplicaSet | undefined): Condition | undefined =>
    findCondition(set?.status?.conditions, 'ReplicaFailure');
  const found = failureOf(newSet) ?? all.map(failureOf).find((condition) => condition !== undefined);
  if (found === undefined) return undefined;
  const time = found.lastTransitionTime ?? '';
  return {
    type: 'ReplicaFailure',
    status: found.status,
    lastUpdateTime: time,
    lastTransitionTime: time,
    reason: found.reason ?? '',
    message: found.message ?? '',
  };
}
