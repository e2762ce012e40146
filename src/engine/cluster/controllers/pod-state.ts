import { parseTime } from '../timestamp.ts';
import type { Condition, Pod } from './kinds.ts';

/** The condition of this type, if the status has one. */
export function findCondition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  if (conditions === undefined) return undefined;
  for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}

/** Has ended and will not run again. Models: podutil.IsPodTerminal */
export function isPodTerminal(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Neither ended nor being deleted. Models: pkg/controller.IsPodActive */
export function isPodActive(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && !isPodTerminal(pod);
}

/** Being deleted but not ended yet. Models: pkg/controller.IsPodTerminating */
export function isPodTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined && !isPodTerminal(pod);
}

export function isPodReady(pod: Pod): boolean {
  return findCondition(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** When the pod became Ready, in milliseconds since the epoch; undefined when it is not. */
export function podReadySinceMs(pod: Pod): number | undefined {
  const ready = findCondition(pod.status?.conditions, 'Ready');
  return ready?.status === 'True' ? parseTime(ready.lastTransitionTime) : undefined;
}

/**
 * Milliseconds until the pod counts as available: 0 when it does already, undefined when it is not Ready.
 * Models: podutil.IsPodAvailable, FindMinNextPodAvailabilityCheck
 */
export function podAvailableInMs(pod: Pod, minReadySeconds: number, nowMs: number): number | undefined {
  if (!isPodReady(pod)) return undefined;
  if (minReadySeconds === 0) return 0;
  const sinceMs = podReadySinceMs(pod);
  return sinceMs === undefined ? undefined : Math.max(0, sinceMs + minReadySeconds * 1000 - nowMs);
}
