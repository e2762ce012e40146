import { ApiError, type Client, type Informers } from '../client.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { KubeObject } from '../json.ts';
import { controllerClient } from './controller-client.ts';
import { keyOf, type Node, type Pod, splitKey } from './kinds.ts';
import { setPodCondition } from './pod-condition.ts';
import { findCondition, isPodTerminal } from './pod-state.ts';

const PERIOD_MS = 20_000;
/** A pod whose node is missing is given this long: the node may only just be joining. */
const QUARANTINE_MS = 40_000;
/** Ended pods that are kept: --terminated-pod-gc-threshold. */
const TERMINATED_THRESHOLD = 12_500;
/** Set by an administrator on a machine that is off for good: its pods need not be waited for. */
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/**
 * Removes pods that no kubelet will remove: those bound to nodes that do not exist or are out of service, and those deleted before they
 * had a node; and the oldest of the ended ones where there are very many.
 * Only pods that may be such are looked at, never all. Models: pkg/controller/podgc
 */
export class PodGarbageCollector implements Component {
  readonly name = 'pod-garbage-collector-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  /** Pods without a kubelet, by key, with the time since when. */
  private readonly suspects = new Map<string, number>();
  /** Keys of pods that have ended, in the order in which they did. */
  private readonly ended = new Set<string>();
  private readonly disposers: (() => void)[] = [];
  private timer: Timer | undefined;

  constructor(
    context: ComponentContext,
    private readonly threshold = TERMINATED_THRESHOLD,
  ) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = controllerClient(context, 'pod-garbage-collector');
  }

  start(): void {
    const podChanged = (pod: KubeObject): void => {
      if (isPodTerminal(pod as Pod)) this.noteEnded(pod);
      if (this.isSuspect(pod as Pod)) this.suspect(pod);
    };
    const suspectAll = (node: KubeObject): void => {
      for (const pod of this.informers.byIndex('pods', 'node', node.metadata.name))
        if (this.isSuspect(pod as Pod)) this.suspect(pod);
    };
    this.disposers.push(
      this.informers.onChange('pods', {
        added: podChanged,
        updated: podChanged,
        deleted: (pod) => void this.ended.delete(keyOf(pod)),
      }),
      this.informers.onChange('nodes', {
        added() {},
        updated: (node, old) => {
          if (isOutOfService(node as Node) && !isOutOfService(old as Node)) suspectAll(node);
        },
        deleted: suspectAll,
      }),
    );
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.timer?.cancel();
  }

  private isSuspect(pod: Pod): boolean {
    const { nodeName } = pod.spec;
    if (!nodeName) return pod.metadata.deletionTimestamp !== undefined;
    const node = this.informers.get('nodes', '', nodeName) as Node | undefined;
    return node === undefined || (pod.metadata.deletionTimestamp !== undefined && isOutOfService(node));
  }

  private noteEnded(pod: KubeObject): void {
    this.ended.add(keyOf(pod));
    if (this.ended.size > this.threshold) this.wakeLater();
  }

  private wakeLater(): void {
    this.timer ??= this.clock.after(PERIOD_MS, () => this.collect(), 'background');
  }

  private suspect(pod: KubeObject): void {
    const key = keyOf(pod);
    if (!this.suspects.has(key)) this.suspects.set(key, this.clock.nowMs());
    this.wakeLater();
  }

  /** Of too many ended pods the oldest go; evicted ones before others. Models: gcTerminated */
  private collectEnded(): void {
    const excess = this.ended.size - this.threshold;
    if (excess <= 0) return;
    const pods = [...this.ended]
      .map((key) => this.informers.get('pods', ...splitKey(key)) as Pod | undefined)
      .filter((pod) => pod !== undefined);
    const isEvicted = (pod: Pod): boolean => pod.status?.reason === 'Evicted';
    const created = (pod: Pod): string => pod.metadata.creationTimestamp;
    pods.sort((a, b) => Number(isEvicted(b)) - Number(isEvicted(a)) || (created(a) < created(b) ? -1 : 1));
    for (const pod of pods.slice(0, excess)) this.remove(pod);
  }

  private collect(): void {
    this.timer = undefined;
    this.collectEnded();
    for (const [key, sinceMs] of [...this.suspects]) {
      const [namespace, name] = splitKey(key);
      const pod = this.informers.get('pods', namespace, name) as Pod | undefined;
      if (pod === undefined || !this.isSuspect(pod)) {
        this.suspects.delete(key);
      } else if (!this.isOrphan(pod) || this.clock.nowMs() - sinceMs >= QUARANTINE_MS) {
        this.suspects.delete(key);
        this.remove(pod);
      }
    }
    if (this.suspects.size > 0) this.wakeLater();
  }

  /** On a node that does not exist. */
  private isOrphan({ spec: { nodeName } }: Pod): boolean {
    return !!nodeName && this.informers.get('nodes', '', nodeName) === undefined;
  }

  /** Models: markFailedAndDeletePodWithCondition */
  private remove(pod: Pod): void {
    const { namespace = '', name } = pod.metadata;
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
    } as const;
    try {
      if (this.isOrphan(pod) && !isPodTerminal(pod))
        setPodCondition(this.client, this.informers, pod, condition, this.clock.nowMs(), { phase: 'Failed' });
      this.client.delete('pods', namespace, name, { gracePeriodSeconds: 0 });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** Not ready, and marked as off for good. Models: gcTerminating */
function isOutOfService({ spec, status }: Node): boolean {
  if (spec.taints?.some((taint) => taint.key === OUT_OF_SERVICE) !== true) return false;
  return findCondition(status?.conditions, 'Ready')?.status !== 'True';
}
