import { ApiError, type Client, type Informers } from '../client.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { Node, Pod } from '../controllers/kinds.ts';
import { setPodCondition } from '../controllers/pod-condition.ts';
import { isPodTerminal } from '../controllers/pod-state.ts';
import { createSeriesRecorder, type SeriesRecorder } from '../controllers/series-recorder.ts';
import { CLAIMS, CLASSES, type Claim, referenceTo, SELECTED_NODE, VOLUMES } from '../controllers/volumes/types.ts';
import type { Random } from '../random.ts';
import { equalJson } from '../resources/equality.ts';
import { SchedulerCache } from './cache.ts';
import { type CycleResult, NodeFinder } from './cycle.ts';
import { type Decision, DecisionLog } from './decision.ts';
import { countReasons, fitError, NO_NODES } from './fit-error.ts';
import type { NodeInfo } from './framework/node-info.ts';
import { type PodInfo, podInfo } from './framework/pod-info.ts';
import type { Cycle } from './framework/types.ts';
import { planVolumes, volumeBinding } from './plugins/volume-binding.ts';
import { type PreemptionResult, preempt } from './preemption.ts';
import { DEFAULT_PROFILE, SCHEDULER_NAME } from './profile.ts';
import { type QueuedPod, SchedulingQueue } from './queue.ts';

/** Milliseconds until a pod that comes to an idle scheduler is tried, and from one pod to the next when many wait. */
const IDLE_LATENCY = { lowMs: 8, highMs: 22 };
const BUSY_LATENCY = { lowMs: 2, highMs: 5 };

/** Gives each pod without a node the best one. Models: pkg/scheduler/scheduler.go, schedule_one.go */
export class Scheduler implements Component {
  readonly name = SCHEDULER_NAME;
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly client: Client;
  private readonly recorder: SeriesRecorder;
  private readonly cache: SchedulerCache;
  private readonly queue: SchedulingQueue;
  private readonly finder: NodeFinder;
  private readonly decisions = new DecisionLog();
  private readonly disposers: (() => void)[] = [];
  private timer: Timer | undefined;

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.random = context.random;
    this.client = context.client('kube-scheduler', {
      name: 'system:kube-scheduler',
      groups: ['system:authenticated'],
    });
    this.recorder = createSeriesRecorder(this.client, context.clock, {
      controller: SCHEDULER_NAME,
      instance: `${SCHEDULER_NAME}-control-plane`,
    });
    this.cache = new SchedulerCache(context.informers);
    this.queue = new SchedulingQueue(context.clock, () => this.wake(IDLE_LATENCY));
    this.finder = new NodeFinder(DEFAULT_PROFILE, context.random.fork('ties'));
  }

  start(): void {
    const { informers, queue, cache } = this;
    this.disposers.push(
      informers.onChange('nodes', {
        added: (node) => {
          cache.setNode(node as Node);
          queue.moveAll({ kind: 'node-added', node: node as Node });
        },
        updated: (node, old) => {
          cache.setNode(node as Node);
          queue.moveAll({ kind: 'node-updated', node: node as Node, old: old as Node });
        },
        deleted: (node) => cache.removeNode(node.metadata.name),
      }),
      informers.onChange('pods', {
        added: (pod) => this.podChanged(pod as Pod, undefined),
        updated: (pod, old) => this.podChanged(pod as Pod, old as Pod),
        deleted: (pod) => this.podGone(pod as Pod),
      }),
    );
    for (const resource of [CLAIMS, VOLUMES, CLASSES]) this.watch(resource);
  }

  /** Listens to a further kind that plugins read. */
  private watch(resource: string): void {
    const changed = (): void => this.queue.moveAll({ kind: 'resource-changed', resource });
    this.disposers.push(this.informers.onChange(resource, { added: changed, updated: changed, deleted: changed }));
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.timer?.cancel();
    this.queue.stop();
  }

  /** Why the pod was given its node, or none, the last time it was tried; kept for the pods tried most recently. */
  lastDecision(podUid: string): Decision | undefined {
    return this.decisions.get(podUid);
  }

  private podChanged(pod: Pod, old: Pod | undefined): void {
    const { uid } = pod.metadata;
    if (isPodTerminal(pod)) {
      if (old === undefined || !isPodTerminal(old)) this.podGone(pod);
      return;
    }
    if (pod.spec.nodeName) {
      const queued = this.queue.get(uid);
      this.cache.addPod(pod, queued?.info);
      const isNew = !old?.spec.nodeName;
      if (queued !== undefined) this.forget(uid);
      if (isNew || !equalJson(pod.metadata.labels, old.metadata.labels))
        this.queue.moveAll({ kind: 'pod-assigned', pod });
      return;
    }
    if ((pod.spec.schedulerName ?? SCHEDULER_NAME) !== SCHEDULER_NAME) return;
    if (pod.metadata.deletionTimestamp !== undefined) {
      this.forget(uid);
      return;
    }
    // A pod with gates is not even tried; the server has marked it SchedulingGated.
    if (pod.spec.schedulingGates?.length) return;
    const queued = this.queue.get(uid);
    if (queued === undefined) {
      this.queue.add(podInfo(pod));
    } else if (old === undefined || pod.spec !== old.spec || !equalJson(pod.metadata.labels, old.metadata.labels)) {
      queued.info = podInfo(pod);
      this.queue.moveOne(queued, { kind: 'pod-changed', pod });
    } else {
      queued.info = { ...queued.info, pod };
    }
  }

  private podGone(pod: Pod): void {
    this.forget(pod.metadata.uid);
    if (!pod.spec.nodeName) return;
    this.cache.removePod(pod);
    this.queue.moveAll({ kind: 'pod-gone', pod });
  }

  private forget(uid: string): void {
    this.queue.remove(uid);
    this.cache.forgetNomination(uid);
  }

  private wake({ lowMs, highMs }: typeof IDLE_LATENCY): void {
    this.timer ??= this.clock.after(this.random.between(lowMs, highMs), () => {
      this.timer = undefined;
      const pod = this.queue.pop();
      if (pod === undefined) return;
      this.scheduleOne(pod);
      this.wake(BUSY_LATENCY);
    });
  }

  private scheduleOne(queued: QueuedPod): void {
    const { info } = queued;
    const cycle: Cycle = { pod: info, nodes: this.cache.nodes, informers: this.informers, state: new Map() };
    const result = this.finder.find(cycle, this.cache.nominated);
    const { chosen, findings } = result;
    if (chosen !== undefined && this.bindVolumes(queued, chosen, result)) return;
    const message = chosen === undefined ? this.fail(queued, cycle, result) : this.bind(queued, chosen.name);
    this.decisions.record({
      podUid: info.pod.metadata.uid,
      timeMs: this.clock.nowMs(),
      chosen: chosen?.name,
      message,
      findings,
    });
  }

  /** Reserves the volumes of claims that waited for a node; the pod is bound once they are. Models: VolumeBinding.PreBind */
  private bindVolumes(queued: QueuedPod, node: NodeInfo, result: CycleResult): boolean {
    const { pod } = queued.info;
    if (pod.spec.volumes === undefined) return false;
    const { bind, provision } = planVolumes(pod, node, this.informers) ?? { bind: [], provision: [] };
    if (bind.length + provision.length === 0) return false;
    this.queue.addUnschedulable(queued, new Set(result.filters.filter((plugin) => plugin === volumeBinding)));
    for (const [claim, volume] of bind) {
      // Reserved already: the volume controller is about to bind them.
      if (volume.spec.claimRef?.uid === claim.metadata.uid) continue;
      try {
        this.client.update(VOLUMES, { ...volume, spec: { ...volume.spec, claimRef: referenceTo(claim) } });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
      this.selectNode(claim, node.name);
    }
    for (const claim of provision) this.selectNode(claim, node.name);
    return true;
  }

  private selectNode(claim: Claim, node: string): void {
    const { namespace = '', name, annotations } = claim.metadata;
    if (annotations?.[SELECTED_NODE] === node) return;
    try {
      this.client.patch(CLAIMS, namespace, name, 'merge', { metadata: { annotations: { [SELECTED_NODE]: node } } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private bind(queued: QueuedPod, node: string): undefined {
    const { pod } = queued.info;
    const { namespace = '', name, uid } = pod.metadata;
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace, uid },
      target: { kind: 'Node', name: node },
    };
    try {
      this.client.createSubresource('pods', namespace, name, 'binding', binding);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // A pod that is gone or was bound by another is nobody's business any more; anything else may pass.
      if (error.code === 404 || error.code === 409) this.forget(uid);
      else this.queue.addBackoff(queued);
      return;
    }
    const note = `Successfully assigned ${namespace}/${name} to ${node}`;
    this.recorder.event(pod, 'Normal', 'Scheduled', 'Binding', note);
  }

  /** Tries to make room, says why there is none, and lets the pod wait. Models: handleSchedulingFailure */
  private fail(queued: QueuedPod, cycle: Cycle, result: CycleResult): string {
    const { nodes } = cycle;
    let message = NO_NODES;
    let nominatedNode: string | undefined;
    if (nodes.length > 0 && result.refused !== undefined) {
      message = fitError(nodes.length, result.refused.message, 'not found');
    } else if (nodes.length > 0) {
      const reasons = [...result.findings.rejected.values()].flatMap(({ rejection }) => rejection.reasons);
      const room = preempt(cycle, result);
      if (room.kind === 'evict') {
        nominatedNode = room.node.name;
        this.evict(queued.info, room);
      }
      const afterwards = room.kind === 'none' ? `no new claims to deallocate, preemption: ${room.message}` : '';
      message = fitError(nodes.length, countReasons(reasons), afterwards);
    }
    this.queue.addUnschedulable(queued, result.rejectedBy);
    this.recorder.event(queued.info.pod, 'Warning', 'FailedScheduling', 'Scheduling', message);
    this.writeUnschedulable(queued.info.pod, message, nominatedNode);
    return message;
  }

  private evict(info: PodInfo, room: PreemptionResult & { readonly kind: 'evict' }): void {
    this.cache.nominate(info, room.node.name);
    for (const { pod: victim } of room.victims) {
      const { namespace = '', name, uid } = victim.metadata;
      if (victim.metadata.deletionTimestamp !== undefined) continue;
      const condition = {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'PreemptionByScheduler',
        message: `${SCHEDULER_NAME}: preempting to accommodate a higher priority pod`,
      } as const;
      try {
        setPodCondition(this.client, this.informers, victim, condition, this.clock.nowMs());
        this.client.delete('pods', namespace, name, { preconditions: { uid } });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        continue;
      }
      const note = `Preempted by pod ${info.pod.metadata.uid} on node ${room.node.name}`;
      this.recorder.event(victim, 'Normal', 'Preempted', 'Preempting', note);
    }
  }

  private writeUnschedulable(pod: Pod, message: string, nominatedNode: string | undefined): void {
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const;
    const more = nominatedNode === undefined ? {} : { nominatedNodeName: nominatedNode };
    try {
      setPodCondition(this.client, this.informers, pod, condition, this.clock.nowMs(), more);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** Makes the scheduler of a cluster. */
export function createScheduler(context: ComponentContext): Scheduler {
  return new Scheduler(context);
}
