import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { parseTime } from '../../timestamp.ts';
import { claimPods, watchOwnedPods } from '../claim-pods.ts';
import {
  type ControllerRevision,
  REVISION_HASH,
  type RevisionHistory,
  revisionHash,
  syncHistory,
  trimHistory,
} from '../controller-history.ts';
import { KeyedController } from '../keyed-controller.ts';
import { keyOf, type Node, type Pod, splitKey } from '../kinds.ts';
import { createPodControl, isNamespaceTerminating, type PodControl, slowStart } from '../pod-control.ts';
import { isPodReady, podAvailableInMs } from '../pod-state.ts';
import type { EventRecorder } from '../recorder.ts';
import { belongsOn, daemonPod, isUpdated, targetNode } from './pods.ts';
import { planUpdate } from './rolling-update.ts';
import { DAEMON_SETS, type DaemonSet, type DaemonSetStatus } from './types.ts';

const BURST = 250;
/** A failed pod is replaced at once the first time, then after 1 s, doubling. */
const FAILED_BASE_MS = 1_000;
const FAILED_MAX_MS = 900_000;

const byAge = (a: Pod, b: Pod): number =>
  (parseTime(a.metadata.creationTimestamp) ?? 0) - (parseTime(b.metadata.creationTimestamp) ?? 0) ||
  (a.metadata.name < b.metadata.name ? -1 : 1);

/** Runs a pod of each set on every node that suits it. Models: pkg/controller/daemon */
export class DaemonSetController implements Component {
  readonly name = 'daemonset-controller';
  private readonly recorder: EventRecorder;
  private readonly pods: PodControl;
  private readonly frame: KeyedController;
  /** Failures by set and node: when the next replacement may be made. */
  private readonly failures = new Map<string, { readonly delayMs: number; readonly untilMs: number }>();

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, { account: 'daemon-set-controller', sync: (key) => this.sync(key) });
    this.recorder = this.frame.recorder(this.name);
    this.pods = createPodControl(this.frame.client, this.recorder);
  }

  start(): void {
    const enqueue = (set: KubeObject): void => this.frame.queue.add(keyOf(set));
    const enqueueAll = (): void => {
      for (const set of this.frame.informers.list(DAEMON_SETS)) enqueue(set);
    };
    this.frame.watch(
      this.frame.informers.onChange(DAEMON_SETS, { added: enqueue, updated: enqueue, deleted: enqueue }),
      this.frame.informers.onChange('nodes', {
        added: enqueueAll,
        updated: (node, old) => {
          const [now, before] = [node as Node, old as Node];
          if (equalJson(now.metadata.labels, before.metadata.labels) && equalJson(now.spec.taints, before.spec.taints))
            return;
          enqueueAll();
        },
        deleted: enqueueAll,
      }),
      watchOwnedPods(
        this.frame.informers,
        'DaemonSet',
        DAEMON_SETS,
        (set) => (set as DaemonSet).spec.selector,
        (key) => this.frame.queue.add(key),
      ),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const set = this.frame.informers.get(DAEMON_SETS, namespace, name) as DaemonSet | undefined;
    if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
    const history = syncHistory(this.frame.client, this.frame.informers, set, set.status?.collisionCount);
    const hash = revisionHash(history.current);
    const before = this.podsByNode(set);
    this.manage(set, hash, before);
    if ((set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate') this.update(set, hash);
    const live = new Set([...before.values()].flat().map((pod) => pod.metadata.labels?.[REVISION_HASH] ?? ''));
    const isLive = (revision: ControllerRevision): boolean => live.has(revisionHash(revision));
    trimHistory(this.frame.client, history.old, isLive, set.spec.revisionHistoryLimit ?? 10);
    this.writeStatus(set, history, before);
  }

  /** The set's pods by the node they are on or meant for, oldest first. */
  private podsByNode(set: DaemonSet): Map<string, Pod[]> {
    const byNode = new Map<string, Pod[]>();
    for (const pod of [...claimPods(this.frame.client, this.frame.informers, set, set.spec.selector)].sort(byAge)) {
      const node = targetNode(pod);
      if (node === undefined) continue;
      const pods = byNode.get(node);
      if (pods === undefined) byNode.set(node, [pod]);
      else pods.push(pod);
    }
    return byNode;
  }

  private get nodes(): readonly Node[] {
    return this.frame.informers.list('nodes') as readonly Node[];
  }

  /** Makes pods where they are missing, and removes those that failed, are double, or do not belong. Models: daemon.manage */
  private manage(set: DaemonSet, hash: string, byNode: ReadonlyMap<string, readonly Pod[]>): void {
    const create: string[] = [];
    const remove: Pod[] = [];
    const known = new Set<string>();
    for (const node of this.nodes) {
      const { name } = node.metadata;
      known.add(name);
      const pods = byNode.get(name) ?? [];
      const { shouldRun, mayStay } = belongsOn(set, node);
      if (shouldRun && pods.length === 0) create.push(name);
      else if (!mayStay) remove.push(...pods.filter((pod) => pod.metadata.deletionTimestamp === undefined));
      else remove.push(...this.misfits(set, name, pods, hash));
    }
    // Pods that were never bound to a node that is gone now.
    for (const [name, pods] of byNode)
      if (!known.has(name))
        remove.push(...pods.filter((pod) => !pod.spec.nodeName && pod.metadata.deletionTimestamp === undefined));
    this.apply(set, hash, create, remove);
  }

  /** Ended pods, and all but the oldest where there is more than one. */
  private misfits(set: DaemonSet, node: string, pods: readonly Pod[], hash: string): readonly Pod[] {
    const out: Pod[] = [];
    const running: Pod[] = [];
    for (const pod of pods) {
      if (pod.metadata.deletionTimestamp !== undefined) continue;
      const { namespace, name } = pod.metadata;
      if (pod.status?.phase === 'Failed') {
        if (!this.mayReplace(set, node)) continue;
        const message = `Found failed daemon pod ${namespace}/${name} on node ${node}, will try to kill it`;
        this.recorder.event(set, 'Warning', 'FailedDaemonPod', message);
        out.push(pod);
      } else if (pod.status?.phase === 'Succeeded') {
        const message = `Found succeeded daemon pod ${namespace}/${name} on node ${node}, will try to delete it`;
        this.recorder.event(set, 'Normal', 'SucceededDaemonPod', message);
        out.push(pod);
      } else {
        running.push(pod);
      }
    }
    const surges = scaledSurge(set) > 0;
    const updated = running.filter((pod) => isUpdated(set, pod, hash));
    const old = running.filter((pod) => !isUpdated(set, pod, hash));
    if (surges) out.push(...updated.slice(1), ...old.slice(1));
    else out.push(...running.slice(1));
    return out;
  }

  private mayReplace(set: DaemonSet, node: string): boolean {
    const key = `${set.metadata.uid}/${node}`;
    const nowMs = this.frame.clock.nowMs();
    const last = this.failures.get(key);
    if (last !== undefined && nowMs < last.untilMs) {
      this.frame.queue.addAfter(keyOf(set), last.untilMs - nowMs);
      return false;
    }
    const delayMs = Math.min(FAILED_MAX_MS, last === undefined ? FAILED_BASE_MS : last.delayMs * 2);
    this.failures.set(key, { delayMs, untilMs: nowMs + delayMs });
    return true;
  }

  private update(set: DaemonSet, hash: string): void {
    const byNode = this.podsByNode(set);
    const wanted = this.nodes.filter((node) => belongsOn(set, node).shouldRun).map((node) => node.metadata.name);
    const plan = planUpdate(set, wanted, byNode, hash, this.frame.clock.nowMs());
    this.apply(set, hash, plan.create, plan.remove);
  }

  private apply(set: DaemonSet, hash: string, create: readonly string[], remove: readonly Pod[]): void {
    const { namespace = '' } = set.metadata;
    let at = 0;
    const nodes = create.slice(0, BURST);
    const failure = slowStart(nodes.length, () => {
      const node = nodes[at++];
      if (node !== undefined) this.pods.create(namespace, daemonPod(set, node, hash), set);
    });
    for (const pod of remove.slice(0, BURST)) this.pods.delete(pod, set);
    if (failure !== undefined && !isNamespaceTerminating(failure)) throw failure;
  }

  /** Models: daemon.updateDaemonSetStatus */
  private writeStatus(set: DaemonSet, history: RevisionHistory, byNode: ReadonlyMap<string, readonly Pod[]>): void {
    const hash = revisionHash(history.current);
    const nowMs = this.frame.clock.nowMs();
    let [desired, current, ready, available, updated, misscheduled] = [0, 0, 0, 0, 0, 0];
    let nextCheckMs: number | undefined;
    for (const node of this.nodes) {
      const [pod] = byNode.get(node.metadata.name) ?? [];
      if (!belongsOn(set, node).shouldRun) {
        if (pod !== undefined) misscheduled++;
        continue;
      }
      desired++;
      if (pod === undefined) continue;
      current++;
      if (isUpdated(set, pod, hash)) updated++;
      if (!isPodReady(pod)) continue;
      ready++;
      const inMs = podAvailableInMs(pod, set.spec.minReadySeconds ?? 0, nowMs);
      if (inMs === 0) available++;
      else if (inMs !== undefined) nextCheckMs = Math.min(nextCheckMs ?? inMs, inMs);
    }
    const unavailable = desired - available;
    const { conditions } = set.status ?? {};
    const status: DaemonSetStatus = {
      currentNumberScheduled: current,
      numberMisscheduled: misscheduled,
      desiredNumberScheduled: desired,
      numberReady: ready,
      observedGeneration: set.metadata.generation ?? 0,
      ...(updated ? { updatedNumberScheduled: updated } : {}),
      ...(available ? { numberAvailable: available } : {}),
      ...(unavailable ? { numberUnavailable: unavailable } : {}),
      ...(history.collisionCount === undefined ? {} : { collisionCount: history.collisionCount }),
      ...(conditions === undefined ? {} : { conditions }),
    };
    if (!equalJson(set.status, status)) this.frame.client.updateStatus(DAEMON_SETS, { ...set, status });
    if (nextCheckMs !== undefined) this.frame.queue.addAfter(keyOf(set), nextCheckMs, 'work');
  }
}

function scaledSurge(set: DaemonSet): number {
  const surge = set.spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0;
  return typeof surge === 'number' ? surge : Number.parseInt(surge, 10) || 0;
}
