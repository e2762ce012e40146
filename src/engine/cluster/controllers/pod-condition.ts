import type { Client, Informers } from '../client.ts';
import { formatTime } from '../timestamp.ts';
import type { Condition, Pod } from './kinds.ts';
import { findCondition } from './pod-state.ts';

/** What a pod's condition is made of; the times are the writer's. */
export interface NewPodCondition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/**
 * Writes a condition into a pod's status, together with `more` of the status, as the pod is now. The time of transition stays while the
 * status does. Does nothing when the pod is gone or says all this already. Throws `ApiError`. Models: podutil.UpdatePodCondition
 */
export function setPodCondition(
  client: Client,
  informers: Informers,
  pod: Pod,
  wanted: NewPodCondition,
  nowMs: number,
  more: Partial<NonNullable<Pod['status']>> = {},
): void {
  const { namespace = '', name, uid } = pod.metadata;
  const current = informers.get('pods', namespace, name) as Pod | undefined;
  if (current === undefined || current.metadata.uid !== uid) return;
  const { type, status, reason, message } = wanted;
  const before = current.status?.conditions ?? [];
  const old = findCondition(before, type);
  const { generation } = current.metadata;
  const isSame = old?.status === status && old.reason === reason && old.message === message;
  if (isSame && old.observedGeneration === generation && Object.keys(more).length === 0) return;
  const since = old?.status === status ? old.lastTransitionTime : undefined;
  const condition: Condition = {
    type,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    status,
    lastProbeTime: null,
    lastTransitionTime: since ?? formatTime(nowMs),
    reason,
    message,
  };
  const conditions =
    old === undefined ? [...before, condition] : before.map((each) => (each === old ? condition : each));
  client.updateStatus('pods', { ...current, status: { ...current.status, ...more, conditions } });
}
