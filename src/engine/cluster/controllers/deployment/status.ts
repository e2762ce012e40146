import type { Condition, Deployment, DeploymentStatus, ReplicaSet } from '../kinds.ts';
import { findCondition } from '../pod-state.ts';
import {
  deploymentCondition,
  hasProgressDeadline,
  isComplete,
  isProgressing,
  isTimedOut,
  replicaFailure,
  withCondition,
  withoutCondition,
} from './conditions.ts';
import { desiredReplicas, maxUnavailable, sumSpec, sumStatus } from './sizes.ts';

/** The counts and the Available condition. Models: deployment.calculateStatus */
export function calculateStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const replicas = sumStatus(all, 'replicas');
  const updated = newSet === undefined ? 0 : sumStatus([newSet], 'replicas');
  const ready = sumStatus(all, 'readyReplicas');
  const available = sumStatus(all, 'availableReplicas');
  // Pods that are asked for and not there count, too.
  const unavailable = Math.max(0, sumSpec(all) - available);
  const { collisionCount, conditions: before = [] } = deployment.status ?? {};
  const enough = available >= desiredReplicas(deployment) - maxUnavailable(deployment);
  const condition = enough
    ? deploymentCondition(
        'Available',
        'True',
        'MinimumReplicasAvailable',
        'Deployment has minimum availability.',
        nowMs,
      )
    : deploymentCondition(
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
        nowMs,
      );
  const counted = all.every((set) => set.status?.terminatingReplicas !== undefined);
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...(replicas ? { replicas } : {}),
    ...(updated ? { updatedReplicas: updated } : {}),
    ...(ready ? { readyReplicas: ready } : {}),
    ...(available ? { availableReplicas: available } : {}),
    ...(unavailable ? { unavailableReplicas: unavailable } : {}),
    ...(counted ? { terminatingReplicas: sumStatus(all, 'terminatingReplicas') } : {}),
    conditions: withCondition(before, condition),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

/** The Progressing condition that follows from the counts; undefined when it stays. */
function nextProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  newSet: ReplicaSet | undefined,
  nowMs: number,
): Condition | undefined {
  const subject =
    newSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newSet.metadata.name}"`;
  if (isComplete(deployment, status))
    return deploymentCondition(
      'Progressing',
      'True',
      'NewReplicaSetAvailable',
      `${subject} has successfully progressed.`,
      nowMs,
    );
  if (isProgressing(deployment, status))
    return deploymentCondition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, nowMs);
  if (isTimedOut(deployment, status, nowMs))
    return deploymentCondition(
      'Progressing',
      'False',
      'ProgressDeadlineExceeded',
      `${subject} has timed out progressing.`,
      nowMs,
    );
  return undefined;
}

/** The whole status during a rollout: counts, progress against the deadline, failures of the sets. Models: deployment.syncRolloutStatus */
export function rolloutStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const status = calculateStatus(deployment, all, newSet, nowMs);
  let conditions = status.conditions ?? [];
  const deadline = hasProgressDeadline(deployment);
  if (!deadline) conditions = withoutCondition(conditions, 'Progressing');

  const current = findCondition(deployment.status?.conditions, 'Progressing');
  const wasComplete =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable';
  if (deadline && !wasComplete) {
    const next = nextProgress(deployment, status, newSet, nowMs);
    if (next?.reason === 'ReplicaSetUpdated') {
      // Each step forward renews the time from which the deadline runs, even though status and reason stay.
      const since = current?.status === 'True' ? current.lastTransitionTime : undefined;
      const renewed = since ? { ...next, lastTransitionTime: since } : next;
      conditions = [...withoutCondition(conditions, 'Progressing'), renewed];
    } else if (next !== undefined) {
      conditions = withCondition(conditions, next);
    }
  }
  const failure = replicaFailure(all, newSet);
  conditions =
    failure === undefined ? withoutCondition(conditions, 'ReplicaFailure') : withCondition(conditions, failure);
  return { ...status, conditions };
}
