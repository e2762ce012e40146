import type { ReplicaSet } from '../kinds.ts';
import { DESIRED_REPLICAS, MAX_REPLICAS, numberAnnotation } from './annotations.ts';
import { byAge, type Rollout } from './rollout.ts';
import { activeSets, desiredReplicas, isRollingUpdate, isSaturated, maxSurge, specReplicas, sumSpec } from './sizes.ts';

/** The set's share of a change in the deployment's size. Models: deploymentutil.getReplicaSetFraction */
function fraction(rollout: Rollout, set: ReplicaSet): number {
  const { deployment } = rollout;
  const size = specReplicas(set);
  if (desiredReplicas(deployment) === 0) return -size;
  const max = desiredReplicas(deployment) + maxSurge(deployment);
  // A set without the note is measured by what the deployment had before.
  const before = numberAnnotation(set, MAX_REPLICAS) || (deployment.status?.replicas ?? 0);
  if (before === 0) return max - size;
  return Math.floor((size * max) / before + 0.5) - size;
}

function proportion(rollout: Rollout, set: ReplicaSet, toAdd: number, added: number): number {
  if (specReplicas(set) === 0 || toAdd === 0 || toAdd === added) return 0;
  const share = fraction(rollout, set);
  const allowed = toAdd - added;
  return toAdd > 0 ? Math.min(share, allowed) : Math.max(share, allowed);
}

/** Bigger first; of one size the newer (`newer`) or the older first. */
function bySize(newer: boolean): (a: ReplicaSet, b: ReplicaSet) => number {
  return (a, b) => specReplicas(b) - specReplicas(a) || (newer ? byAge(b, a) : byAge(a, b));
}

/** The one set to scale when there is only one; undefined in the middle of a rollout. Models: FindActiveOrLatest */
function activeOrLatest(rollout: Rollout): ReplicaSet | undefined {
  const active = activeSets(rollout.all);
  if (active.length > 1) return undefined;
  if (active.length === 1) return active[0];
  return rollout.newSet ?? [...rollout.old].sort(byAge).at(-1);
}

/**
 * Follows a change of the deployment's size. In the middle of a rollout every set gets its share, so that a bad template is not
 * given more weight than it has. Models: pkg/controller/deployment/sync.go scale
 */
export function scaleProportionally(rollout: Rollout): void {
  const { deployment, newSet } = rollout;
  const desired = desiredReplicas(deployment);
  const only = activeOrLatest(rollout);
  if (only !== undefined) {
    rollout.scale(only, desired);
    return;
  }
  if (isSaturated(deployment, newSet, newSet && numberAnnotation(newSet, DESIRED_REPLICAS))) {
    for (const set of activeSets(rollout.old)) rollout.scale(set, 0);
    return;
  }
  if (!isRollingUpdate(deployment)) return;
  const active = [...activeSets(rollout.all)];
  const allowed = desired > 0 ? desired + maxSurge(deployment) : 0;
  const toAdd = allowed - sumSpec(active);
  active.sort(bySize(toAdd > 0));
  let added = 0;
  const sizes = active.map((set) => {
    const share = proportion(rollout, set, toAdd, added);
    added += share;
    return specReplicas(set) + share;
  });
  active.forEach((set, at) => {
    const size = sizes[at] ?? 0;
    // What rounding left over goes to the biggest.
    rollout.resize(set, at === 0 && toAdd !== 0 ? Math.max(0, size + toAdd - added) : size);
  });
}
