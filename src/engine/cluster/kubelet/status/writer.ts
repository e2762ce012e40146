import { ApiError, type Client, type Informers } from '../../client.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { isMirrorPod, isStaticPod, isTerminalPhase, type Pod, type PodStatus } from '../pod.ts';
import { isKubeletCondition } from './conditions.ts';

/**
 * What may be said of a pod that could still have running containers: not that it has ended. Models: status_manager.go mergePodStatus
 */
export function mergeStatus(made: PodStatus, old: PodStatus | undefined, couldRun: boolean): PodStatus {
  if (!couldRun || !isTerminalPhase(made.phase) || isTerminalPhase(old?.phase)) return made;
  const { reason: _reason, message: _message, ...rest } = made;
  return {
    ...rest,
    phase: old?.phase ?? 'Pending',
    ...(old?.reason ? { reason: old.reason } : {}),
    ...(old?.message ? { message: old.message } : {}),
  };
}

/** Tells the API server what the kubelet knows of its pods. Models: pkg/kubelet/status/status_manager.go */
export class StatusWriter {
  private writing: string | undefined;

  constructor(
    private readonly client: Client,
    private readonly informers: Informers,
    private readonly isConnected: () => boolean,
    /** Called when there was something to tell and nobody to tell it to: all must be gone through again once there is. */
    private readonly missed: () => void,
  ) {}

  /** The pod's object as it is now: a static pod's is its mirror. Undefined when it is gone or another pod has its name. */
  stored(pod: Pod): Pod | undefined {
    const found = this.informers.get('pods', pod.metadata.namespace ?? '', pod.metadata.name) as Pod | undefined;
    if (found === undefined) return undefined;
    return isStaticPod(pod)
      ? isMirrorPod(found)
        ? found
        : undefined
      : found.metadata.uid === pod.metadata.uid
        ? found
        : undefined;
  }

  write(pod: Pod, status: PodStatus): void {
    const stored = this.stored(pod);
    if (stored === undefined || equalJson(stored.status, status)) return;
    if (!this.isConnected()) {
      this.missed();
      return;
    }
    this.writing = stored.metadata.uid;
    try {
      this.client.updateStatus('pods', { ...stored, status } as KubeObject);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    } finally {
      this.writing = undefined;
    }
  }

  /** Lets the object of a deleted pod go. */
  remove(pod: Pod): void {
    const { namespace = '', name, uid } = pod.metadata;
    if (this.stored(pod) === undefined) return;
    if (!this.isConnected()) {
      this.missed();
      return;
    }
    try {
      this.client.delete('pods', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** Whether the object's status was changed by someone else in a way that a sync must answer: what the kubelet says, or conditions that gates wait for. */
  isForeign(worker: { readonly lastStatus: PodStatus | undefined }, pod: Pod): boolean {
    if (this.writing === pod.metadata.uid || worker.lastStatus === undefined) return false;
    const own = (status: PodStatus | undefined): JsonObject => ({
      ...(status as unknown as JsonObject | undefined),
      conditions: (status?.conditions ?? []).filter(({ type }) => isKubeletCondition(type)) as unknown as JsonObject[],
    });
    if (!equalJson(own(pod.status), own(worker.lastStatus))) return true;
    const gates = new Set((pod.spec.readinessGates ?? []).map(({ conditionType }) => conditionType));
    const gated = (status: PodStatus | undefined) => (status?.conditions ?? []).filter(({ type }) => gates.has(type));
    return gates.size > 0 && !equalJson(gated(pod.status), gated(worker.lastStatus));
  }
}
