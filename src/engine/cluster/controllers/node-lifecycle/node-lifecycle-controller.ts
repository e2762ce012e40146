import { ApiError, type Client, type Informers } from '../../client.ts';
import type { Clock, Timer } from '../../clock.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { formatTime } from '../../timestamp.ts';
import { controllerClient } from '../controller-client.ts';
import type { Condition, Lease, Node, Pod, Taint } from '../kinds.ts';
import { findCondition, isPodReady } from '../pod-state.ts';
import { createRecorder, type EventRecorder } from '../recorder.ts';
import { WorkQueue } from '../workqueue.ts';
import { NO_TAINTS, withNoExecuteTaints, withNoScheduleTaints, withoutEvictingTaints } from './node-taints.ts';
import { evictionIntervalMs, zoneOf, zoneStates } from './zone-disruption.ts';

/** How often nodes' health is looked at: --node-monitor-period. */
const MONITOR_PERIOD_MS = 5_000;
/** A node that has not been heard of for this long is Unknown: --node-monitor-grace-period. */
const GRACE_MS = 50_000;
/** A node that never was: --node-startup-grace-period. */
const STARTUP_GRACE_MS = 60_000;
const LEASES = 'leases.coordination.k8s.io';
const LEASE_NAMESPACE = 'kube-node-lease';
const WATCHED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/** When a node was last heard of, by this controller's own observation. */
interface Health {
  probeMs: number;
  conditions: readonly Condition[] | undefined;
  renewTime: string | undefined;
  readySeen: string | undefined;
}

/**
 * Watches nodes' heartbeats: one that falls silent becomes Unknown and tainted, and its pods not ready.
 * Models: pkg/controller/nodelifecycle/node_lifecycle_controller.go
 */
export class NodeLifecycleController implements Component {
  readonly name = 'node-lifecycle-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly recorder: EventRecorder;
  private readonly queue: WorkQueue;
  private readonly health = new Map<string, Health>();
  /** Nodes that wait for their NoExecute taint, by zone. */
  private readonly evictions = new Map<string, string[]>();
  private readonly nextEvictionMs = new Map<string, number>();
  /** All nodes of all zones are silent: it must be the controller that is cut off. */
  private isCutOff = false;
  private monitorTimer: Timer | undefined;
  private dispose: (() => void) | undefined;

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = controllerClient(context, 'node-controller');
    this.recorder = createRecorder(this.client, context.clock, { component: 'node-controller' });
    this.queue = new WorkQueue({
      clock: context.clock,
      random: context.random,
      latency: { lowMs: 8, highMs: 25 },
      sync: (name) => this.taintNoSchedule(name),
    });
  }

  start(): void {
    const changed = (node: KubeObject): void => this.queue.add(node.metadata.name);
    this.dispose = this.informers.onChange('nodes', {
      added: changed,
      updated: changed,
      deleted: (node) => void this.health.delete(node.metadata.name),
    });
    this.monitorLater();
  }

  stop(): void {
    this.dispose?.();
    this.queue.stop();
    this.monitorTimer?.cancel();
  }

  private monitorLater(): void {
    this.monitorTimer = this.clock.after(MONITOR_PERIOD_MS, () => this.monitor(), 'background');
  }

  private monitor(): void {
    this.monitorLater();
    for (const node of this.informers.list('nodes') as readonly Node[]) {
      try {
        this.monitorNode(node);
      } catch (error) {
        // What the server refused is tried again in the next round.
        if (!(error instanceof ApiError)) throw error;
      }
    }
    this.handleDisruption();
  }

  /** While no node at all is heard of, none is emptied; otherwise each zone has its pace. Models: handleDisruption */
  private handleDisruption(): void {
    const nodes = this.informers.list('nodes') as readonly Node[];
    const states = zoneStates(nodes);
    const isCutOff = nodes.length > 0 && [...states.values()].every((state) => state === 'FullDisruption');
    if (isCutOff !== this.isCutOff) {
      this.isCutOff = isCutOff;
      this.evictions.clear();
      for (const node of nodes) this.markReachable(node, isCutOff);
    }
    if (isCutOff) return;
    for (const [zone, state] of states) this.taintNoExecute(zone, evictionIntervalMs(state, nodes.length));
  }

  /** Takes the node's NoExecute taints off; after a time without any heartbeats, it is given a new chance. */
  private markReachable(node: Node, isCutOff: boolean): void {
    const health = this.health.get(node.metadata.name);
    if (!isCutOff && health !== undefined) health.probeMs = this.clock.nowMs();
    const left = withoutEvictingTaints(node);
    if (left === undefined) return;
    try {
      this.writeTaints(node, left);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private monitorNode(node: Node): void {
    const health = this.observe(node);
    const current = this.markUnknown(node, health) ?? node;
    const ready = findCondition(current.status?.conditions, 'Ready')?.status;
    if (health.readySeen === 'True' && ready !== 'True') this.becameNotReady(current);
    health.readySeen = ready;
    this.planNoExecute(current);
  }

  /** Notes a heartbeat: a renewed lease, or a status that was written. Models: tryUpdateNodeHealth */
  private observe(node: Node): Health {
    const { name } = node.metadata;
    const lease = this.informers.get(LEASES, LEASE_NAMESPACE, name) as Lease | undefined;
    const renewTime = lease?.spec?.renewTime;
    const { conditions } = node.status ?? {};
    const known = this.health.get(name);
    if (known === undefined) {
      const fresh = { probeMs: this.clock.nowMs(), conditions, renewTime, readySeen: undefined };
      this.health.set(name, fresh);
      return fresh;
    }
    if (renewTime !== known.renewTime || (conditions !== known.conditions && !isUnknown(conditions)))
      known.probeMs = this.clock.nowMs();
    known.renewTime = renewTime;
    known.conditions = conditions;
    return known;
  }

  /** The node with its conditions Unknown, where it has been silent for too long. */
  private markUnknown(node: Node, health: Health): Node | undefined {
    const before = node.status?.conditions ?? [];
    const graceMs = findCondition(before, 'Ready') === undefined ? STARTUP_GRACE_MS : GRACE_MS;
    if (this.clock.nowMs() <= health.probeMs + graceMs) return undefined;
    const now = formatTime(this.clock.nowMs());
    const unknown = (type: string): Condition | undefined => {
      const old = findCondition(before, type);
      if (old?.status === 'Unknown') return undefined;
      return old === undefined
        ? {
            type,
            status: 'Unknown',
            lastHeartbeatTime: node.metadata.creationTimestamp,
            lastTransitionTime: now,
            reason: 'NodeStatusNeverUpdated',
            message: 'Kubelet never posted node status.',
          }
        : {
            ...old,
            status: 'Unknown',
            lastTransitionTime: now,
            reason: 'NodeStatusUnknown',
            message: 'Kubelet stopped posting node status.',
          };
    };
    const changes = WATCHED.map(unknown).filter((condition) => condition !== undefined);
    if (changes.length === 0) return undefined;
    const conditions = [
      ...before.map((condition) => changes.find(({ type }) => type === condition.type) ?? condition),
      ...changes.filter(({ type }) => findCondition(before, type) === undefined),
    ];
    const updated = this.client.updateStatus('nodes', { ...node, status: { ...node.status, conditions } }) as Node;
    health.conditions = updated.status?.conditions;
    return updated;
  }

  private becameNotReady(node: Node): void {
    const { name } = node.metadata;
    const { resourceVersion: _, ...metadata } = node.metadata;
    this.recorder.event({ ...node, metadata }, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
    for (const pod of this.informers.byIndex('pods', 'node', name) as readonly Pod[]) this.markPodNotReady(pod);
  }

  /** Models: nodeutil.MarkPodsNotReady */
  private markPodNotReady(pod: Pod): void {
    if (!isPodReady(pod)) return;
    const lastTransitionTime = formatTime(this.clock.nowMs());
    const conditions = (pod.status?.conditions ?? []).map((condition) =>
      condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime } : condition,
    );
    this.recorder.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
    try {
      this.client.updateStatus('pods', { ...pod, status: { ...pod.status, conditions } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private taintNoSchedule(name: string): void {
    const node = this.informers.get('nodes', '', name) as Node | undefined;
    if (node === undefined) return;
    this.writeTaints(node, withNoScheduleTaints(node, formatTime(this.clock.nowMs())));
  }

  /** A node that came back is freed at once; one that fell silent waits for its turn. */
  private planNoExecute(node: Node): void {
    const { name } = node.metadata;
    const taints = withNoExecuteTaints(node, formatTime(this.clock.nowMs()));
    const zone = zoneOf(node);
    const evictions = this.evictions.get(zone) ?? [];
    const at = evictions.indexOf(name);
    if (taints === (node.spec.taints ?? NO_TAINTS)) {
      if (at >= 0) evictions.splice(at, 1);
    } else if (taints.length < (node.spec.taints?.length ?? 0)) {
      this.writeTaints(node, taints);
    } else if (at < 0) {
      evictions.push(name);
      this.evictions.set(zone, evictions);
    }
  }

  private taintNoExecute(zone: string, intervalMs: number | undefined): void {
    const evictions = this.evictions.get(zone);
    if (evictions === undefined || evictions.length === 0 || intervalMs === undefined) return;
    const nextMs = (): number => this.nextEvictionMs.get(zone) ?? 0;
    const waitMs = Math.max(nextMs() - this.clock.nowMs(), 20 + (evictions.length % 7) * 12);
    this.clock.after(waitMs, () => {
      const name = evictions[0];
      if (name === undefined || this.isCutOff || this.clock.nowMs() < nextMs()) return;
      evictions.shift();
      this.nextEvictionMs.set(zone, this.clock.nowMs() + intervalMs);
      const node = this.informers.get('nodes', '', name) as Node | undefined;
      if (node !== undefined) this.writeTaints(node, withNoExecuteTaints(node, formatTime(this.clock.nowMs())));
    });
  }

  private writeTaints(node: Node, taints: readonly Taint[]): void {
    if (taints === (node.spec.taints ?? NO_TAINTS)) return;
    const patch: JsonObject = {
      metadata: { resourceVersion: node.metadata.resourceVersion },
      spec: { taints: taints.length > 0 ? (taints as unknown as readonly JsonObject[]) : null },
    };
    this.client.patch('nodes', '', node.metadata.name, 'merge', patch);
  }
}

const isUnknown = (conditions: readonly Condition[] | undefined): boolean =>
  findCondition(conditions, 'Ready')?.status === 'Unknown';
