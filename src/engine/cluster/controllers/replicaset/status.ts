import type { ApiError } from '../../client.ts';
import { equalJson } from '../../resources/equality.ts';
import { formatTime } from '../../timestamp.ts';
import type { Condition, ReplicaSet, ReplicaSetStatus } from '../kinds.ts';
import type { PodCounts } from './pod-tally.ts';

const REPLICA_FAILURE = 'ReplicaFailure';

/** What went wrong while pods were created or deleted. */
export interface ManageFailure {
  readonly error: ApiError;
  /** Pods that are missing (positive) or too many (negative). */
  readonly missing: number;
}

function failureCondition(failure: ManageFailure, nowMs: number): Condition {
  return {
    type: REPLICA_FAILURE,
    status: 'True',
    lastTransitionTime: formatTime(nowMs),
    reason: failure.missing > 0 ? 'FailedCreate' : 'FailedDelete',
    message: failure.error.message,
  };
}

/** The status of a set whose pods were counted. Zero counts are absent, as the server prints them. Models: replicaset.calculateStatus */
export function replicaSetStatus(
  set: ReplicaSet,
  counts: PodCounts,
  available: number,
  failure: ManageFailure | undefined,
  nowMs: number,
): ReplicaSetStatus {
  const before = set.status?.conditions ?? [];
  const failed = before.find((condition) => condition.type === REPLICA_FAILURE);
  let conditions = before;
  if (failure !== undefined && failed === undefined) conditions = [...before, failureCondition(failure, nowMs)];
  else if (failure === undefined && failed !== undefined) conditions = before.filter((each) => each !== failed);
  return {
    replicas: counts.active,
    ...(counts.fullyLabeled ? { fullyLabeledReplicas: counts.fullyLabeled } : {}),
    ...(counts.ready ? { readyReplicas: counts.ready } : {}),
    ...(available ? { availableReplicas: available } : {}),
    // A ReplicationController's status has no such field.
    ...(set.kind === 'ReplicaSet' ? { terminatingReplicas: counts.terminating } : {}),
    observedGeneration: set.metadata.generation ?? 0,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

/** Whether a status is worth writing. */
export function sameStatus(a: ReplicaSetStatus | undefined, b: ReplicaSetStatus): boolean {
  if (a === undefined) return false;
  return (
    a.replicas === b.replicas &&
    (a.fullyLabeledReplicas ?? 0) === (b.fullyLabeledReplicas ?? 0) &&
    (a.readyReplicas ?? 0) === (b.readyReplicas ?? 0) &&
    (a.availableReplicas ?? 0) === (b.availableReplicas ?? 0) &&
    a.terminatingReplicas === b.terminatingReplicas &&
    a.observedGeneration === b.observedGeneration &&
    equalJson(a.conditions, b.conditions)
  );
}
