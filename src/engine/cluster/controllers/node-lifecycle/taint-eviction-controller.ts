import { ApiError, type Client, type Informers } from '../../client.ts';
import type { Clock, Timer } from '../../clock.ts';
import type { Component, ComponentContext } from '../../component.ts';
import { tolerates } from '../../scheduler/framework/tolerations.ts';
import { controllerClient } from '../controller-client.ts';
import { keyOf, type Node, type Pod, type Taint } from '../kinds.ts';
import { setPodCondition } from '../pod-condition.ts';
import { createRecorder, type EventRecorder } from '../recorder.ts';

const noExecute = (node: Node | undefined): readonly Taint[] =>
  node?.spec.taints?.filter((taint) => taint.effect === 'NoExecute') ?? [];

/**
 * How long the pod may stay on a node with these taints: undefined = for ever, 0 = not at all; seconds.
 * Models: tainteviction.getMinTolerationTime
 */
export function tolerationSeconds(pod: Pod, taints: readonly Taint[]): number | undefined {
  let shortest: number | undefined;
  for (const taint of taints) {
    const used = (pod.spec.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
    if (used.length === 0) return 0;
    for (const { tolerationSeconds: seconds } of used)
      if (seconds !== undefined) shortest = Math.min(shortest ?? seconds, Math.max(0, seconds));
  }
  return shortest;
}

/** Deletes pods from nodes with NoExecute taints that they do not tolerate, or no longer. Models: pkg/controller/tainteviction */
export class TaintEvictionController implements Component {
  readonly name = 'taint-eviction-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly recorder: EventRecorder;
  /** Pods that are to go, by uid. */
  private readonly planned = new Map<string, { readonly timer: Timer; readonly sinceMs: number }>();
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = controllerClient(context, 'node-controller');
    this.recorder = createRecorder(this.client, context.clock, { component: this.name });
  }

  start(): void {
    const nodeChanged = (node: Node): void => {
      const taints = noExecute(node);
      for (const pod of this.informers.byIndex('pods', 'node', node.metadata.name) as readonly Pod[])
        this.consider(pod, taints);
    };
    this.disposers.push(
      this.informers.onChange('nodes', {
        added: (node) => {
          if (noExecute(node as Node).length > 0) nodeChanged(node as Node);
        },
        updated: (node, old) => {
          if ((node as Node).spec.taints === (old as Node).spec.taints) return;
          if (noExecute(node as Node).length + noExecute(old as Node).length > 0) nodeChanged(node as Node);
        },
        deleted() {},
      }),
      this.informers.onChange('pods', {
        added: (pod) => this.podChanged(pod as Pod, undefined),
        updated: (pod, old) => this.podChanged(pod as Pod, old as Pod),
        deleted: (pod) => this.cancel(pod as Pod, false),
      }),
    );
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    for (const { timer } of this.planned.values()) timer.cancel();
    this.planned.clear();
  }

  private podChanged(pod: Pod, old: Pod | undefined): void {
    const { nodeName, tolerations } = pod.spec;
    if (!nodeName || (old?.spec.nodeName === nodeName && old.spec.tolerations === tolerations)) return;
    const taints = noExecute(this.informers.get('nodes', '', nodeName) as Node | undefined);
    if (taints.length > 0 || this.planned.has(pod.metadata.uid)) this.consider(pod, taints);
  }

  private consider(pod: Pod, taints: readonly Taint[]): void {
    const { uid } = pod.metadata;
    const seconds = taints.length === 0 ? undefined : tolerationSeconds(pod, taints);
    if (seconds === undefined) {
      this.cancel(pod, true);
      return;
    }
    const nowMs = this.clock.nowMs();
    const known = this.planned.get(uid);
    // A wait that has begun goes on; it is only ever cut short.
    const sinceMs = known?.sinceMs ?? nowMs;
    const dueMs = sinceMs + seconds * 1000;
    if (known !== undefined) {
      if (known.timer.dueMs <= dueMs) return;
      known.timer.cancel();
    }
    const delayMs = Math.max(5, dueMs - nowMs);
    const timer = this.clock.after(delayMs, () => this.evict(pod), seconds === 0 ? 'work' : 'background');
    this.planned.set(uid, { timer, sinceMs });
  }

  private cancel(pod: Pod, tell: boolean): void {
    const known = this.planned.get(pod.metadata.uid);
    if (known === undefined) return;
    known.timer.cancel();
    this.planned.delete(pod.metadata.uid);
    if (tell) this.tell(pod, `Cancelling deletion of Pod ${keyOf(pod)}`);
  }

  private tell({ metadata: { name, namespace = '' } }: Pod, message: string): void {
    const reference = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } };
    this.recorder.event(reference, 'Normal', 'TaintManagerEviction', message);
  }

  private evict({ metadata: { uid, namespace = '', name } }: Pod): void {
    this.planned.delete(uid);
    const pod = this.informers.get('pods', namespace, name) as Pod | undefined;
    if (pod === undefined || pod.metadata.uid !== uid || pod.metadata.deletionTimestamp !== undefined) return;
    this.tell(pod, `Marking for deletion Pod ${keyOf(pod)}`);
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    } as const;
    try {
      setPodCondition(this.client, this.informers, pod, condition, this.clock.nowMs());
      this.client.delete('pods', namespace, name);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
