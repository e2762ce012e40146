import type { ControllerRevision } from '../controller-history.ts';
import type { Pod } from '../kinds.ts';
import { isPodReady, podAvailableInMs } from '../pod-state.ts';
import { revisionOf } from './identity.ts';
import { type StatefulSet, type StatefulSetStatus, wantedReplicas } from './types.ts';

export interface Revisions {
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
}

export const isCreated = (pod: Pod): boolean => !!pod.status?.phase;
export const isGoing = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;
export const isRunningAndReady = (pod: Pod): boolean => pod.status?.phase === 'Running' && isPodReady(pod);

/** Running, ready for minReadySeconds, and not being deleted. */
export function isHealthy(pod: Pod, set: StatefulSet, nowMs: number): boolean {
  const inMs = podAvailableInMs(pod, set.spec.minReadySeconds ?? 0, nowMs);
  return pod.status?.phase === 'Running' && inMs === 0 && !isGoing(pod);
}

/** Counts the pods; once all are of the update revision and ready, that becomes the current one. Models: updateReplicas, completeRollingUpdate */
export function statefulSetStatus(
  set: StatefulSet,
  pods: readonly Pod[],
  { current, update }: Revisions,
  collisionCount: number,
  nowMs: number,
): StatefulSetStatus {
  let [replicas, ready, available, ofCurrent, ofUpdate] = [0, 0, 0, 0, 0];
  for (const pod of pods) {
    if (!isCreated(pod)) continue;
    replicas++;
    if (isRunningAndReady(pod)) {
      ready++;
      if (podAvailableInMs(pod, set.spec.minReadySeconds ?? 0, nowMs) === 0) available++;
    }
    if (isGoing(pod)) continue;
    if (revisionOf(pod) === current.metadata.name) ofCurrent++;
    if (revisionOf(pod) === update.metadata.name) ofUpdate++;
  }
  const wanted = wantedReplicas(set);
  const isRolling = (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
  const isRolledOut = isRolling && ofUpdate === wanted && ready === wanted && replicas === wanted;
  const currentReplicas = isRolledOut ? ofUpdate : ofCurrent;
  const { conditions } = set.status ?? {};
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas,
    ...(ready ? { readyReplicas: ready } : {}),
    ...(currentReplicas ? { currentReplicas } : {}),
    ...(ofUpdate ? { updatedReplicas: ofUpdate } : {}),
    availableReplicas: available,
    currentRevision: (isRolledOut ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    collisionCount,
    ...(conditions === undefined ? {} : { conditions }),
  };
}
