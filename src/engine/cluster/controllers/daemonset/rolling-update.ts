import { scaledValue } from '../deployment/sizes.ts';
import type { Pod } from '../kinds.ts';
import { podAvailableInMs } from '../pod-state.ts';
import { isUpdated } from './pods.ts';
import type { DaemonSet } from './types.ts';

export interface UpdatePlan {
  readonly remove: readonly Pod[];
  /** Nodes that get a new pod beside the old one (maxSurge). */
  readonly create: readonly string[];
}

const isGoing = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;

/**
 * Which old pods make way now. `wanted` are the nodes that should run a pod, `byNode` the set's pods.
 * Models: pkg/controller/daemon/update.go rollingUpdate
 */
export function planUpdate(
  set: DaemonSet,
  wanted: readonly string[],
  byNode: ReadonlyMap<string, readonly Pod[]>,
  hash: string,
  nowMs: number,
): UpdatePlan {
  const { rollingUpdate } = set.spec.updateStrategy ?? {};
  const surge = scaledValue(rollingUpdate?.maxSurge ?? 0, wanted.length, true);
  const unavailable = scaledValue(rollingUpdate?.maxUnavailable ?? 1, wanted.length, true);
  const isAvailable = (pod: Pod): boolean => podAvailableInMs(pod, set.spec.minReadySeconds ?? 0, nowMs) === 0;
  return surge === 0
    ? replaceInPlace(set, byNode, hash, isAvailable, Math.max(1, unavailable))
    : replaceBeside(set, byNode, hash, isAvailable, surge);
}

/** The one new and the one old pod of a node that are not going. */
function pair(set: DaemonSet, pods: readonly Pod[], hash: string): { newer: Pod | undefined; older: Pod | undefined } {
  const staying = pods.filter((pod) => !isGoing(pod));
  return {
    newer: staying.find((pod) => isUpdated(set, pod, hash)),
    older: staying.find((pod) => !isUpdated(set, pod, hash)),
  };
}

/** The old pod goes first, within what may be unavailable; those that are not available anyway go at once. */
function replaceInPlace(
  set: DaemonSet,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  hash: string,
  isAvailable: (pod: Pod) => boolean,
  maxUnavailable: number,
): UpdatePlan {
  let unavailable = 0;
  const broken: Pod[] = [];
  const candidates: Pod[] = [];
  for (const pods of byNode.values()) {
    const { newer, older } = pair(set, pods, hash);
    if ((newer === undefined) === (older === undefined)) {
      // Nothing yet, or both: the set is still seeing to this node.
      unavailable++;
    } else if (newer !== undefined) {
      if (!isAvailable(newer)) unavailable++;
    } else if (older !== undefined && !isAvailable(older)) {
      broken.push(older);
      unavailable++;
    } else if (older !== undefined) {
      candidates.push(older);
    }
  }
  const room = Math.max(0, maxUnavailable - unavailable);
  return { remove: [...broken, ...candidates.slice(0, room)], create: [] };
}

/** The new pod comes first, within the surge; the old one goes when the new one is available. */
function replaceBeside(
  set: DaemonSet,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  hash: string,
  isAvailable: (pod: Pod) => boolean,
  maxSurge: number,
): UpdatePlan {
  let surging = 0;
  const remove: Pod[] = [];
  const forced: string[] = [];
  const candidates: string[] = [];
  for (const [node, pods] of byNode) {
    const { newer, older } = pair(set, pods, hash);
    if (older === undefined) continue;
    if (newer === undefined) {
      if (isAvailable(older)) candidates.push(node);
      else forced.push(node);
    } else if (isAvailable(newer)) {
      remove.push(older);
    } else {
      surging++;
    }
  }
  return { remove, create: [...forced, ...candidates.slice(0, Math.max(0, maxSurge - surging - forced.length))] };
}
