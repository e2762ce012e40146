import { equalJson } from '../../resources/equality.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import type { PodInfo } from '../framework/pod-info.ts';
import { MAX_SCORE, type Plugin, type Rejection } from '../framework/types.ts';

/** What of the pod's requests the node cannot give; undefined when it fits. Models: noderesources.fitsRequest */
export function lacking(pod: PodInfo, node: NodeInfo): Rejection | undefined {
  let reasons: string[] | undefined;
  // Where even the empty node is too small, evicting others does not help.
  let unresolvable = false;
  if (node.pods.size + 1 > node.podLimit) reasons = ['Too many pods'];
  for (const [resource, wanted] of pod.requests) {
    if (wanted === 0) continue;
    const total = node.allocatable.get(resource) ?? 0;
    if (wanted <= total - (node.requested.get(resource) ?? 0)) continue;
    reasons ??= [];
    reasons.push(`Insufficient ${resource}`);
    if (wanted > total) unresolvable = true;
  }
  return reasons === undefined ? undefined : { reasons, unresolvable };
}

/** The share that stays free, 0 to 100. */
function freeShare(capacity: number, requested: number): number {
  return capacity === 0 || requested > capacity ? 0 : Math.floor(((capacity - requested) * MAX_SCORE) / capacity);
}

/** A node must have room for the pod's requests; emptier nodes are better (LeastAllocated). Models: pkg/scheduler/framework/plugins/noderesources/fit.go */
export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  filter: ({ pod }, node) => lacking(pod, node),
  score({ pod }, node) {
    const cpuScore = freeShare(node.milliCpu, node.assumedMilliCpu + pod.assumedMilliCpu);
    const memoryScore = freeShare(node.memoryBytes, node.assumedMemoryBytes + pod.assumedMemoryBytes);
    return Math.floor((cpuScore + memoryScore) / 2);
  },
  helps(event) {
    if (event.kind === 'node-updated') return !equalJson(event.node.status?.allocatable, event.old.status?.allocatable);
    return event.kind === 'node-added' || event.kind === 'pod-gone' || event.kind === 'pod-changed';
  },
};
