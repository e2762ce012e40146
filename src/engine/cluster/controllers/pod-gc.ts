import { ApiError, type Client, type Informers } from '../client.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { KubeObject } from '../json.ts';
import { controllerClient } from './controller-client.ts';
import { keyOf, type Pod, splitKey } from './kinds.ts';
import { setPodCondition } from './pod-condition.ts';
import { isPodTerminal } from './pod-state.ts';

const PERIOD_MS = 20_000;
/** A pod whose node is missing is given this long: the node may only just be joining. */
const QUARANTINE_MS = 40_000;

/**
 * Removes pods that no kubelet will remove: those bound to nodes that do not exist, and those deleted before they had a node.
 * Only pods that may be such are looked at, never all. Models: pkg/controller/podgc
 */
export class PodGarbageCollector implements Component {
  readonly name = 'pod-garbage-collector-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  /** Pods without a kubelet, by key, with the time since when. */
  private readonly suspects = new Map<string, number>();
  private readonly disposers: (() => void)[] = [];
  private timer: Timer | undefined;

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = controllerClient(context, 'pod-garbage-collector');
  }

  start(): void {
    const podChanged = (pod: KubeObject): void => {
      if (this.isSuspect(pod as Pod)) this.suspect(pod);
    };
    this.disposers.push(
      this.informers.onChange('pods', { added: podChanged, updated: podChanged, deleted() {} }),
      this.informers.onChange('nodes', {
        added() {},
        updated() {},
        deleted: (node) => {
          for (const pod of this.informers.byIndex('pods', 'node', node.metadata.name)) this.suspect(pod);
        },
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
    return this.informers.get('nodes', '', nodeName) === undefined;
  }

  private suspect(pod: KubeObject): void {
    const key = keyOf(pod);
    if (!this.suspects.has(key)) this.suspects.set(key, this.clock.nowMs());
    this.timer ??= this.clock.after(PERIOD_MS, () => this.collect(), 'background');
  }

  private collect(): void {
    this.timer = undefined;
    for (const [key, sinceMs] of [...this.suspects]) {
      const [namespace, name] = splitKey(key);
      const pod = this.informers.get('pods', namespace, name) as Pod | undefined;
      if (pod === undefined || !this.isSuspect(pod)) {
        this.suspects.delete(key);
      } else if (!pod.spec.nodeName || this.clock.nowMs() - sinceMs >= QUARANTINE_MS) {
        this.suspects.delete(key);
        this.remove(pod);
      }
    }
    if (this.suspects.size > 0) this.timer = this.clock.after(PERIOD_MS, () => this.collect(), 'background');
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
      if (pod.spec.nodeName && !isPodTerminal(pod))
        setPodCondition(this.client, this.informers, pod, condition, this.clock.nowMs(), { phase: 'Failed' });
      this.client.delete('pods', namespace, name, { gracePeriodSeconds: 0 });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
