import { ApiError } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { claimPods, watchOwnedPods } from '../claim-pods.ts';
import { type ControllerRevision, syncHistory, trimHistory } from '../controller-history.ts';
import { scaledValue } from '../deployment/sizes.ts';
import { KeyedController } from '../keyed-controller.ts';
import { keyOf, type Pod, splitKey } from '../kinds.ts';
import { isNamespaceTerminating } from '../pod-control.ts';
import { isPodTerminal, podAvailableInMs } from '../pod-state.ts';
import type { EventRecorder } from '../recorder.ts';
import { ClaimRetention } from './claim-retention.ts';
import { claimsOf, ordinalOf, revisionOf, statefulPod } from './identity.ts';
import { isCreated, isGoing, isHealthy, isRunningAndReady, type Revisions, statefulSetStatus } from './status.ts';
import { firstOrdinal, STATEFUL_SETS, type StatefulSet, wantedReplicas } from './types.ts';

const CLAIMS = 'persistentvolumeclaims';
/** The label that a StatefulSet's revisions have their hash under. */
const HASH = 'controller.kubernetes.io/hash';

/** Keeps numbered pods, each with its own name and storage, started and stopped in order. Models: pkg/controller/statefulset */
export class StatefulSetController implements Component {
  readonly name = 'statefulset-controller';
  private readonly recorder: EventRecorder;
  private readonly claims: ClaimRetention;
  private readonly frame: KeyedController;

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, { account: this.name, sync: (key) => this.sync(key) });
    this.recorder = this.frame.recorder(this.name);
    this.claims = new ClaimRetention(this.frame.client, this.frame.informers);
  }

  start(): void {
    const enqueue = (set: KubeObject): void => this.frame.queue.add(keyOf(set));
    this.frame.watch(
      this.frame.informers.onChange(STATEFUL_SETS, { added: enqueue, updated: enqueue, deleted: enqueue }),
      watchOwnedPods(
        this.frame.informers,
        'StatefulSet',
        STATEFUL_SETS,
        (set) => (set as StatefulSet).spec.selector,
        (key) => this.frame.queue.add(key),
      ),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const set = this.frame.informers.get(STATEFUL_SETS, namespace, name) as StatefulSet | undefined;
    if (set === undefined) return;
    const isMember = (pod: Pod): boolean => ordinalOf(set, pod) >= 0;
    const pods = claimPods(this.frame.client, this.frame.informers, set, set.spec.selector, isMember).filter(isMember);
    const history = syncHistory(
      this.frame.client,
      this.frame.informers,
      set,
      set.status?.collisionCount || undefined,
      HASH,
    );
    const known = [...history.old, history.current];
    const current = known.find((revision) => revision.metadata.name === set.status?.currentRevision) ?? history.current;
    const revisions = { current, update: history.current };
    const nowMs = this.frame.clock.nowMs();
    const status = statefulSetStatus(set, pods, revisions, history.collisionCount ?? 0, nowMs);
    const failure = set.metadata.deletionTimestamp === undefined ? this.step(set, pods, revisions, nowMs) : undefined;
    if (!equalJson(set.status, status)) this.frame.client.updateStatus(STATEFUL_SETS, { ...set, status });

    const live = new Set([status.currentRevision, status.updateRevision, ...pods.map(revisionOf)]);
    const isLive = (revision: ControllerRevision): boolean => live.has(revision.metadata.name);
    trimHistory(this.frame.client, history.old, isLive, set.spec.revisionHistoryLimit ?? 10);
    this.waitForAvailability(set, pods, nowMs);
    if (failure !== undefined && !isNamespaceTerminating(failure)) throw failure;
  }

  private waitForAvailability(set: StatefulSet, pods: readonly Pod[], nowMs: number): void {
    for (const pod of pods) {
      const inMs = podAvailableInMs(pod, set.spec.minReadySeconds ?? 0, nowMs);
      if (inMs !== undefined && inMs > 0) this.frame.queue.addAfter(keyOf(set), inMs, 'work');
    }
  }

  /** Takes the next step, or all steps at once where order does not matter. Models: defaultStatefulSetControl.updateStatefulSet */
  private step(set: StatefulSet, pods: readonly Pod[], revisions: Revisions, nowMs: number): ApiError | undefined {
    const first = firstOrdinal(set);
    const end = first + wantedReplicas(set);
    const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
    const inOrder = set.spec.podManagementPolicy !== 'Parallel';
    try {
      for (let ordinal = first; ordinal < end; ordinal++) {
        const pod = byOrdinal.get(ordinal);
        const isSettled = this.keep(set, ordinal, pod, revisions, nowMs);
        if (pod !== undefined) this.claims.own(set, ordinal, pod, false);
        if (!isSettled && inOrder) return undefined;
      }
      const condemned = [...byOrdinal.keys()]
        .filter((ordinal) => ordinal < first || ordinal >= end)
        .sort((a, b) => b - a);
      const sick = [...byOrdinal.entries()].sort(([a], [b]) => a - b).find(([, pod]) => !isHealthy(pod, set, nowMs));
      for (const ordinal of condemned) {
        const pod = byOrdinal.get(ordinal);
        if (pod === undefined) continue;
        if (!this.claims.own(set, ordinal, pod, true)) return undefined;
        // In order, one goes at a time, and only while the others are well, unless it is itself the one that is not.
        const mayGo = !inOrder || (!isGoing(pod) && (isRunningAndReady(pod) || pod === sick?.[1]));
        if (mayGo && !isGoing(pod)) this.remove(set, pod);
        if (inOrder) return undefined;
      }
      this.update(set, byOrdinal, revisions, nowMs);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return error;
    }
    return undefined;
  }

  /** Creates the pod, replaces one that has ended, or waits; true when it is as it should be. Models: processReplica */
  private keep(set: StatefulSet, ordinal: number, pod: Pod | undefined, revisions: Revisions, nowMs: number): boolean {
    if (pod === undefined) {
      this.create(set, ordinal, this.revisionFor(set, ordinal, revisions));
      return false;
    }
    if (isPodTerminal(pod)) {
      if (!isGoing(pod)) {
        const { namespace, name } = set.metadata;
        if (pod.status?.phase === 'Failed')
          this.recorder.event(
            set,
            'Warning',
            'RecreatingFailedPod',
            `StatefulSet ${namespace}/${name} is recreating failed Pod ${pod.metadata.name}`,
          );
        else
          this.recorder.event(
            set,
            'Normal',
            'RecreatingTerminatedPod',
            `StatefulSet ${namespace}/${name} is recreating terminated Pod ${pod.metadata.name}`,
          );
        this.remove(set, pod);
      }
      return false;
    }
    return isCreated(pod) && isHealthy(pod, set, nowMs);
  }

  /** During a partitioned rolling update the pods below the partition stay at the current revision. Models: newVersionedStatefulSetPod */
  private revisionFor(set: StatefulSet, ordinal: number, { current, update }: Revisions): ControllerRevision {
    const { type = 'RollingUpdate', rollingUpdate } = set.spec.updateStrategy ?? {};
    if (type !== 'RollingUpdate') return update;
    const kept = rollingUpdate === undefined ? (set.status?.currentReplicas ?? 0) : (rollingUpdate.partition ?? 0);
    return ordinal < firstOrdinal(set) + kept ? current : update;
  }

  /** Deletes the highest pod of an older revision, once all above it are well; several at once where that many may be away. */
  private update(set: StatefulSet, byOrdinal: ReadonlyMap<number, Pod>, revisions: Revisions, nowMs: number): void {
    const { update } = revisions;
    const { type = 'RollingUpdate', rollingUpdate } = set.spec.updateStrategy ?? {};
    if (type !== 'RollingUpdate') return;
    const first = firstOrdinal(set);
    const lowest = first + (rollingUpdate?.partition ?? 0);
    const mayBeAway = scaledValue(rollingUpdate?.maxUnavailable ?? 1, wantedReplicas(set), true);
    if (mayBeAway > 1) {
      this.updateSeveral(set, byOrdinal, update.metadata.name, lowest, mayBeAway, nowMs);
      return;
    }
    for (let ordinal = first + wantedReplicas(set) - 1; ordinal >= lowest; ordinal--) {
      const pod = byOrdinal.get(ordinal);
      if (pod === undefined) return;
      if (revisionOf(pod) !== update.metadata.name && !isGoing(pod)) {
        this.remove(set, pod);
        return;
      }
      if (!isHealthy(pod, set, nowMs)) return;
    }
  }

  /** Models: updateStatefulSetAfterInvariantEstablished with maxUnavailable */
  private updateSeveral(
    set: StatefulSet,
    byOrdinal: ReadonlyMap<number, Pod>,
    revision: string,
    lowest: number,
    mayBeAway: number,
    nowMs: number,
  ): void {
    const first = firstOrdinal(set);
    let away = 0;
    for (let ordinal = first; ordinal < first + wantedReplicas(set); ordinal++) {
      const pod = byOrdinal.get(ordinal);
      if (pod === undefined || !isHealthy(pod, set, nowMs)) away++;
    }
    for (let ordinal = first + wantedReplicas(set) - 1; ordinal >= lowest && away < mayBeAway; ordinal--) {
      const pod = byOrdinal.get(ordinal);
      if (pod === undefined || revisionOf(pod) === revision || isGoing(pod)) continue;
      this.remove(set, pod);
      away++;
    }
  }

  private create(set: StatefulSet, ordinal: number, revision: ControllerRevision): void {
    const { namespace = '', name } = set.metadata;
    const pod = statefulPod(set, ordinal, revision);
    const podName = `${name}-${ordinal}`;
    try {
      for (const claim of claimsOf(set, ordinal)) this.createClaim(set, claim, podName);
      this.frame.client.create('pods', namespace, pod);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Somebody else's pod has the name: no event, but tried again, for nobody tells the set when that one goes.
      if (error.reason !== 'AlreadyExists' && !isNamespaceTerminating(error))
        this.recorder.event(
          set,
          'Warning',
          'FailedCreate',
          `Create Pod ${podName} in StatefulSet ${name} failed error: ${error.message}`,
        );
      throw error;
    }
    this.recorder.event(set, 'Normal', 'SuccessfulCreate', `Create Pod ${podName} in StatefulSet ${name} successful`);
  }

  private createClaim(set: StatefulSet, claim: JsonObject, pod: string): void {
    const { namespace = '', name } = set.metadata;
    const claimName = String((claim['metadata'] as JsonObject)['name']);
    if (this.frame.informers.get(CLAIMS, namespace, claimName) !== undefined) return;
    this.frame.client.create(CLAIMS, namespace, claim);
    this.recorder.event(
      set,
      'Normal',
      'SuccessfulCreate',
      `Create Claim ${claimName} Pod ${pod} in StatefulSet ${name} success`,
    );
  }

  private remove(set: StatefulSet, pod: Pod): void {
    const what = `Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
    try {
      this.frame.client.delete('pods', pod.metadata.namespace ?? '', pod.metadata.name);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code === 404) {
        if (error instanceof ApiError) return;
        throw error;
      }
      this.recorder.event(set, 'Warning', 'FailedDelete', `Delete ${what} failed error: ${error.message}`);
      throw error;
    }
    this.recorder.event(set, 'Normal', 'SuccessfulDelete', `Delete ${what} successful`);
  }
}
