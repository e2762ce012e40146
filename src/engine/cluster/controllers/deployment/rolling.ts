import type { ReplicaSet } from '../kinds.ts';
import { byAge, type Rollout } from './rollout.ts';
import {
  activeSets,
  desiredReplicas,
  maxUnavailable,
  newSetReplicas,
  specReplicas,
  sumSpec,
  sumStatus,
} from './sizes.ts';

/** Brings the new set to the size it may have now; true when that was a change. Models: reconcileNewReplicaSet */
export function reconcileNewSet(rollout: Rollout): boolean {
  const { deployment, newSet } = rollout;
  if (newSet === undefined) return false;
  const desired = desiredReplicas(deployment);
  const current = specReplicas(newSet);
  if (current === desired) return false;
  const size = current > desired ? desired : newSetReplicas(deployment, rollout.all, current);
  return rollout.scale(newSet, size);
}

/** Scales old sets down as far as availability allows; true when one was. Models: reconcileOldReplicaSets */
export function reconcileOldSets(rollout: Rollout): boolean {
  const { deployment, newSet } = rollout;
  if (sumSpec(rollout.old) === 0) return false;
  const minAvailable = desiredReplicas(deployment) - maxUnavailable(deployment);
  const newUnavailable = newSet === undefined ? 0 : specReplicas(newSet) - (newSet.status?.availableReplicas ?? 0);
  const room = sumSpec(rollout.all) - minAvailable - newUnavailable;
  if (room <= 0) return false;
  // Pods that are not available go first: nobody misses them.
  const cleaned = scaleDown(rollout, room, (set) => specReplicas(set) - (set.status?.availableReplicas ?? 0));
  if (cleaned === undefined) return false;
  const spare = sumStatus(rollout.all, 'availableReplicas') - minAvailable;
  const scaled = scaleDown(rollout, spare, specReplicas) ?? 0;
  return cleaned + scaled > 0;
}

/**
 * Takes up to `most` pods from the old sets, oldest first, at most `spare(set)` from each; returns how many. Undefined when it comes to a
 * set that has not followed its last change yet (less than nothing to spare): what is available is not known then, and nothing more may go.
 * Models: cleanupUnhealthyReplicas, scaleDownOldReplicaSetsForRollingUpdate
 */
function scaleDown(rollout: Rollout, most: number, spare: (set: ReplicaSet) => number): number | undefined {
  let taken = 0;
  for (const set of [...activeSets(rollout.old)].sort(byAge)) {
    if (taken >= most) break;
    const count = Math.min(most - taken, spare(set), specReplicas(set));
    if (count < 0) return undefined;
    if (count === 0) continue;
    rollout.scale(set, specReplicas(set) - count);
    taken += count;
  }
  return taken;
}
