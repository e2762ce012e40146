import { parseTime } from '../../timestamp.ts';
import type { Pod } from '../kinds.ts';
import { isPodReady, podReadySinceMs } from '../pod-state.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASE_RANK: { readonly [phase: string]: number } = { Pending: 0, Unknown: 1, Running: 2 };
const NANOSECONDS_PER_MS = 1e6;

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata.annotations?.[DELETION_COST] ?? '0');
  return Number.isInteger(cost) ? cost : 0;
}

function restarts(pod: Pod): number {
  let most = 0;
  for (const status of pod.status?.containerStatuses ?? []) most = Math.max(most, status.restartCount ?? 0);
  return most;
}

/** Ages are compared by their power of two, so that pods of about the same age are taken at random (by uid). */
function ageRank(sinceMs: number | undefined, nowMs: number): number {
  const ageNs = (nowMs - (sinceMs ?? nowMs)) * NANOSECONDS_PER_MS;
  return ageNs > 0 ? Math.floor(Math.log2(ageNs)) : -1;
}

interface Ranked {
  readonly pod: Pod;
  readonly keys: readonly number[];
}

/** Smaller keys are deleted first. */
function rank(pod: Pod, podsOnItsNode: number, nowMs: number): Ranked {
  const ready = isPodReady(pod);
  return {
    pod,
    keys: [
      pod.spec.nodeName ? 1 : 0,
      PHASE_RANK[pod.status?.phase ?? 'Pending'] ?? 0,
      ready ? 1 : 0,
      deletionCost(pod),
      -podsOnItsNode,
      ready ? ageRank(podReadySinceMs(pod), nowMs) : 0,
      -restarts(pod),
      ageRank(parseTime(pod.metadata.creationTimestamp), nowMs),
    ],
  };
}

function compare(a: Ranked, b: Ranked): number {
  for (let at = 0; at < a.keys.length; at++) {
    const difference = (a.keys[at] ?? 0) - (b.keys[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1;
}

/**
 * The `count` pods to delete first: unscheduled before scheduled, pending before running, not ready before ready, cheap before dear,
 * those on crowded nodes, the youngest. `related` are the pods of all sets of the same owner, which make a node crowded.
 * Models: pkg/controller.ActivePodsWithRanks, replicaset.getPodsToDelete
 */
export function podsToDelete(
  pods: readonly Pod[],
  related: readonly Pod[],
  count: number,
  nowMs: number,
): readonly Pod[] {
  if (count >= pods.length) return pods;
  const onNode = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec.nodeName;
    if (node) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  }
  const ranked = pods.map((pod) => rank(pod, onNode.get(pod.spec.nodeName ?? '') ?? 0, nowMs));
  return ranked
    .sort(compare)
    .slice(0, count)
    .map((each) => each.pod);
}
