import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { type LabelSelector, matchesSelector } from '../../resources/label-selector.ts';
import { adopt, release } from '../claim.ts';
import { controllerOf, isControlledBy } from '../controller-ref.ts';
import { KeyedController } from '../keyed-controller.ts';
import { keyOf, type Pod, type ReplicaSet, splitKey } from '../kinds.ts';
import {
  createPodControl,
  isNamespaceTerminating,
  type PodControl,
  podFromTemplate,
  slowStart,
} from '../pod-control.ts';
import { isPodActive, podAvailableInMs } from '../pod-state.ts';
import type { EventRecorder } from '../recorder.ts';
import { PodTally } from './pod-tally.ts';
import { podsToDelete } from './ranking.ts';
import { type ManageFailure, replicaSetStatus, sameStatus } from './status.ts';

/** At most this many pods are created or deleted in one sync. */
const BURST_REPLICAS = 500;

/** What differs between ReplicaSets and their elder, ReplicationControllers. */
export interface ReplicatorKind {
  readonly name: string;
  readonly resource: string;
  readonly kind: string;
  readonly apiVersion: string;
  selector(set: ReplicaSet): LabelSelector;
}

export const REPLICA_SETS: ReplicatorKind = {
  name: 'replicaset-controller',
  resource: 'replicasets.apps',
  kind: 'ReplicaSet',
  apiVersion: 'apps/v1',
  selector: (set) => set.spec.selector,
};

export const REPLICATION_CONTROLLERS: ReplicatorKind = {
  name: 'replication-controller',
  resource: 'replicationcontrollers',
  kind: 'ReplicationController',
  apiVersion: 'v1',
  selector: (set) => ({ matchLabels: set.spec.selector as { readonly [key: string]: string } }),
};

/**
 * Keeps as many pods as a set asks for. Reads are never stale here, so there are no expectations to wait for: the pods that a sync
 * has made are counted when the next one runs. Models: pkg/controller/replicaset/replica_set.go
 */
export class ReplicaSetController implements Component {
  readonly name: string;
  private readonly recorder: EventRecorder;
  private readonly pods: PodControl;
  private readonly frame: KeyedController;
  private readonly tally: PodTally;
  /** Names of pods without a controller, by namespace: what may be adopted. */
  private readonly orphans = new Map<string, Set<string>>();
  /** Sets, by uid, one of whose pods changed its labels: it may have to be let go. */
  private readonly toRelease = new Set<string>();

  constructor(
    context: ComponentContext,
    private readonly kind: ReplicatorKind,
  ) {
    this.name = kind.name;
    this.frame = new KeyedController(context, { account: kind.name, sync: (key) => this.sync(key) });
    this.recorder = this.frame.recorder(kind.name);
    this.pods = createPodControl(this.frame.client, this.recorder);
    this.tally = new PodTally(kind.kind);
  }

  start(): void {
    const enqueue = (set: KubeObject): void => this.frame.queue.add(keyOf(set));
    const deleted = (set: KubeObject): void => {
      this.recorder.gone(set.metadata.uid);
      enqueue(set);
    };
    this.frame.watch(
      this.frame.informers.onChange(this.kind.resource, { added: enqueue, updated: enqueue, deleted }),
      this.frame.informers.onChange('pods', {
        added: (pod) => this.podAdded(pod as Pod),
        updated: (pod, old) => this.podUpdated(pod as Pod, old as Pod),
        deleted: (pod) => this.podDeleted(pod as Pod),
      }),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private podAdded(pod: Pod): void {
    this.tally.update(pod);
    this.wake(pod);
  }

  private podUpdated(pod: Pod, old: Pod): void {
    this.tally.update(pod);
    const owner = controllerOf(old);
    if (owner !== undefined && owner.uid !== controllerOf(pod)?.uid) this.wake(old);
    else if (owner !== undefined && !equalJson(pod.metadata.labels, old.metadata.labels)) this.toRelease.add(owner.uid);
    this.wake(pod);
  }

  private podDeleted(pod: Pod): void {
    this.tally.remove(pod);
    this.orphans.get(pod.metadata.namespace ?? '')?.delete(pod.metadata.name);
    const owner = controllerOf(pod);
    if (owner?.kind === this.kind.kind) this.frame.queue.add(`${pod.metadata.namespace}/${owner.name}`);
  }

  /** Queues the set that manages the pod, or those that may want an orphan. */
  private wake(pod: Pod): void {
    const { namespace = '', name } = pod.metadata;
    const owner = controllerOf(pod);
    const orphans = this.orphans.get(namespace);
    if (owner !== undefined) {
      orphans?.delete(name);
      if (owner.kind === this.kind.kind) this.frame.queue.add(`${namespace}/${owner.name}`);
      return;
    }
    if (pod.metadata.deletionTimestamp !== undefined) return;
    if (orphans === undefined) this.orphans.set(namespace, new Set([name]));
    else orphans.add(name);
    for (const set of this.frame.informers.list(this.kind.resource, namespace))
      if (matchesSelector(this.kind.selector(set as ReplicaSet), pod.metadata.labels)) this.frame.queue.add(keyOf(set));
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const set = this.frame.informers.get(this.kind.resource, namespace, name) as ReplicaSet | undefined;
    if (set === undefined) return;
    this.claim(set);
    const counts = this.tally.counts(set.metadata.uid, set.spec.template.metadata?.labels);
    const { available, nextCheckMs } = this.availability(set, counts.ready);
    const failure = set.metadata.deletionTimestamp === undefined ? this.manage(set, counts.active) : undefined;

    const nowMs = this.frame.clock.nowMs();
    const status = replicaSetStatus(set, counts, available, failure, nowMs);
    if (!sameStatus(set.status, status)) this.frame.client.updateStatus(this.kind.resource, { ...set, status });
    if (failure !== undefined) throw failure.error;
    if (nextCheckMs !== undefined) this.frame.queue.addAfter(key, nextCheckMs, 'work');
  }

  /** Adopts matching orphans and lets go of pods that match no longer. */
  private claim(set: ReplicaSet): void {
    const { namespace = '', uid } = set.metadata;
    const selector = this.kind.selector(set);
    if (this.toRelease.delete(uid)) {
      for (const pod of this.frame.informers.ownedBy('pods', uid))
        if (isControlledBy(pod, uid) && !matchesSelector(selector, pod.metadata.labels))
          release(this.frame.client, 'pods', pod, set);
    }
    if (set.metadata.deletionTimestamp !== undefined) return;
    for (const name of [...(this.orphans.get(namespace) ?? [])]) {
      const pod = this.frame.informers.get('pods', namespace, name) as Pod | undefined;
      if (pod !== undefined && isPodActive(pod) && matchesSelector(selector, pod.metadata.labels))
        adopt(this.frame.client, 'pods', pod, set);
    }
  }

  /** How many pods are available, and when the next one will be. Only sets with minReadySeconds have to look at each pod. */
  private availability(set: ReplicaSet, ready: number): { available: number; nextCheckMs: number | undefined } {
    const minReadySeconds = set.spec.minReadySeconds ?? 0;
    if (minReadySeconds === 0) return { available: ready, nextCheckMs: undefined };
    const nowMs = this.frame.clock.nowMs();
    let available = 0;
    let nextCheckMs: number | undefined;
    for (const pod of this.frame.informers.ownedBy('pods', set.metadata.uid) as readonly Pod[]) {
      const inMs = isPodActive(pod) ? podAvailableInMs(pod, minReadySeconds, nowMs) : undefined;
      if (inMs === undefined) continue;
      if (inMs === 0) available++;
      else nextCheckMs = Math.min(nextCheckMs ?? inMs, inMs);
    }
    return { available, nextCheckMs };
  }

  /** Creates what is missing or deletes what is too much. */
  private manage(set: ReplicaSet, active: number): ManageFailure | undefined {
    const missing = (set.spec.replicas ?? 1) - active;
    const { namespace = '' } = set.metadata;
    if (missing > 0) {
      const pod = podFromTemplate(set.spec.template, set);
      const error = slowStart(Math.min(missing, BURST_REPLICAS), () => this.pods.create(namespace, pod, set));
      if (error === undefined) {
        if (missing > BURST_REPLICAS) this.frame.queue.add(keyOf(set));
        return undefined;
      }
      return isNamespaceTerminating(error) ? undefined : { error, missing };
    }
    if (missing === 0) return undefined;
    const pods = (this.frame.informers.ownedBy('pods', set.metadata.uid) as readonly Pod[]).filter(isPodActive);
    const count = Math.min(-missing, BURST_REPLICAS);
    for (const pod of podsToDelete(pods, this.relatedPods(set), count, this.frame.clock.nowMs()))
      this.pods.delete(pod, set);
    return undefined;
  }

  /** The pods of all sets that have the same controller as this one. */
  private relatedPods(set: ReplicaSet): readonly Pod[] {
    const owner = controllerOf(set);
    const sets = owner === undefined ? [set] : this.frame.informers.ownedBy(this.kind.resource, owner.uid);
    return sets
      .flatMap((each) => this.frame.informers.ownedBy('pods', each.metadata.uid) as readonly Pod[])
      .filter(isPodActive);
  }
}
