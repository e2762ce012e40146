import { quantityValue } from '../../resources/quantity.ts';
import { containersOf, isMirrorPod, isStaticPod, type Pod } from '../pod.ts';
import type { PodWorker } from '../pods/pod-worker.ts';

/** Pods of this priority and above are never evicted. Models: scheduling.SystemCriticalPriority */
const SYSTEM_CRITICAL_PRIORITY = 2_000_000_000;

/** Models: pkg/kubelet/types.IsCriticalPod */
export function isCriticalPod(pod: Pod): boolean {
  return isStaticPod(pod) || isMirrorPod(pod) || (pod.spec.priority ?? 0) >= SYSTEM_CRITICAL_PRIORITY;
}

/** What each running container of the pod holds, in bytes. */
export function memoryByContainer(worker: PodWorker): Map<string, number> {
  const used = new Map<string, number>();
  for (const { name, end, cgroup } of worker.runtime.records) if (end === undefined) used.set(name, cgroup.memoryBytes);
  return used;
}

function memoryOf(worker: PodWorker): { readonly used: number; readonly requested: number } {
  let used = 0;
  for (const bytes of memoryByContainer(worker).values()) used += bytes;
  let requested = 0;
  for (const { resources } of containersOf(worker.pod)) requested += quantityValue(resources?.requests?.['memory']);
  return { used, requested };
}

/**
 * Pods in the order in which they go when memory is short: those above their requests first, then the less important, then those that are
 * furthest above. Models: pkg/kubelet/eviction.rankMemoryPressure
 */
export function rankForMemory(workers: readonly PodWorker[]): readonly PodWorker[] {
  const facts = workers.map((worker) => {
    const { used, requested } = memoryOf(worker);
    return { worker, exceeds: used > requested, priority: worker.pod.spec.priority ?? 0, over: used - requested };
  });
  facts.sort((a, b) => {
    if (a.exceeds !== b.exceeds) return a.exceeds ? -1 : 1;
    return a.priority !== b.priority ? a.priority - b.priority : b.over - a.over;
  });
  return facts.map(({ worker }) => worker);
}
