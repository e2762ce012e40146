import { ApiError } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { matchesSelector } from '../../resources/label-selector.ts';
import { parseTime } from '../../timestamp.ts';
import { adopt, release } from '../claim.ts';
import { controllerOf } from '../controller-ref.ts';
import { KeyedController } from '../keyed-controller.ts';
import { type Deployment, type DeploymentStatus, keyOf, type Pod, type ReplicaSet, splitKey } from '../kinds.ts';
import { findCondition, isPodTerminal } from '../pod-state.ts';
import { byRevision, DESIRED_REPLICAS, numberAnnotation } from './annotations.ts';
import { deploymentCondition, hasProgressDeadline, isComplete } from './conditions.ts';
import { DEPLOYMENTS, RolloutPlanner } from './planner.ts';
import { scaleProportionally } from './proportional.ts';
import { reconcileNewSet, reconcileOldSets } from './rolling.ts';
import { REPLICA_SETS, type Rollout } from './rollout.ts';
import { activeSets, desiredReplicas, isRollingUpdate, specReplicas, sumStatus } from './sizes.ts';
import { calculateStatus, rolloutStatus } from './status.ts';

/** Rolls pod templates out through replica sets. Models: pkg/controller/deployment */
export class DeploymentController implements Component {
  readonly name = 'deployment-controller';
  private readonly planner: RolloutPlanner;
  private readonly frame: KeyedController;

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, { account: this.name, sync: (key) => this.sync(key) });
    const recorder = this.frame.recorder(this.name);
    this.planner = new RolloutPlanner(this.frame.client, this.frame.informers, this.frame.clock, recorder);
  }

  start(): void {
    const enqueue = (deployment: KubeObject): void => this.frame.queue.add(keyOf(deployment));
    const wakeOwner = (set: KubeObject): void => this.wakeOwner(set as ReplicaSet);
    this.frame.watch(
      this.frame.informers.onChange(DEPLOYMENTS, { added: enqueue, updated: enqueue, deleted: enqueue }),
      this.frame.informers.onChange(REPLICA_SETS, {
        added: wakeOwner,
        updated: (set, old) => {
          if (controllerOf(set)?.uid !== controllerOf(old)?.uid) wakeOwner(old);
          wakeOwner(set);
        },
        deleted: wakeOwner,
      }),
      this.frame.informers.onChange('pods', {
        added() {},
        updated() {},
        deleted: (pod) => this.podDeleted(pod as Pod),
      }),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private wakeOwner(set: ReplicaSet): void {
    const { namespace = '', labels, deletionTimestamp } = set.metadata;
    const owner = controllerOf(set);
    if (owner !== undefined) {
      if (owner.kind === 'Deployment') this.frame.queue.add(`${namespace}/${owner.name}`);
      return;
    }
    if (deletionTimestamp !== undefined) return;
    for (const deployment of this.frame.informers.list(DEPLOYMENTS, namespace) as readonly Deployment[])
      if (matchesSelector(deployment.spec.selector, labels)) this.frame.queue.add(keyOf(deployment));
  }

  /** A Recreate rollout waits for the last old pod. */
  private podDeleted(pod: Pod): void {
    const set = controllerOf(pod);
    if (set?.kind !== 'ReplicaSet') return;
    const { namespace = '' } = pod.metadata;
    const owner = controllerOf(this.frame.informers.get(REPLICA_SETS, namespace, set.name) ?? pod);
    if (owner?.kind !== 'Deployment') return;
    const deployment = this.frame.informers.get(DEPLOYMENTS, namespace, owner.name) as Deployment | undefined;
    if (deployment !== undefined && !isRollingUpdate(deployment)) this.frame.queue.add(keyOf(deployment));
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    let deployment = this.frame.informers.get(DEPLOYMENTS, namespace, name) as Deployment | undefined;
    if (deployment === undefined) return;
    const sets = this.claim(deployment);
    if (deployment.metadata.deletionTimestamp !== undefined) {
      this.writeStatus(this.planner.plan(deployment, sets), calculateStatus);
      return;
    }
    deployment = this.notePause(deployment);
    if (deployment.spec.paused === true || this.wasScaled(deployment, sets)) {
      const rollout = this.planner.plan(deployment, sets);
      scaleProportionally(rollout);
      if (deployment.spec.paused === true) this.cleanUp(rollout);
      this.writeStatus(rollout, calculateStatus);
      return;
    }
    if (isRollingUpdate(deployment)) this.rollingUpdate(deployment, sets);
    else this.recreate(deployment, sets);
  }

  /** Models: pkg/controller/deployment/rolling.go rolloutRolling */
  private rollingUpdate(deployment: Deployment, sets: readonly ReplicaSet[]): void {
    const rollout = this.planner.planOrCreate(deployment, sets);
    if (!reconcileNewSet(rollout) && !reconcileOldSets(rollout)) this.cleanUpWhenComplete(rollout);
    this.writeStatus(rollout, rolloutStatus);
  }

  /** Models: pkg/controller/deployment/recreate.go rolloutRecreate */
  private recreate(deployment: Deployment, sets: readonly ReplicaSet[]): void {
    const before = this.planner.plan(deployment, sets);
    const active = activeSets(before.old);
    for (const set of active) before.scale(set, 0);
    if (active.length > 0 || this.oldPodsRun(before)) {
      this.writeStatus(before, rolloutStatus);
      return;
    }
    const rollout = this.planner.planOrCreate(before.deployment, sets);
    if (rollout.newSet !== undefined) rollout.scale(rollout.newSet, desiredReplicas(deployment));
    this.cleanUpWhenComplete(rollout);
    this.writeStatus(rollout, rolloutStatus);
  }

  private oldPodsRun(rollout: Rollout): boolean {
    if (sumStatus(rollout.old, 'replicas') > 0) return true;
    return rollout.old.some((set) =>
      this.frame.informers.ownedBy('pods', set.metadata.uid).some((pod) => !isPodTerminal(pod as Pod)),
    );
  }

  /** The deployment's sets, after adopting matching orphans and letting go of those that match no longer. */
  private claim(deployment: Deployment): readonly ReplicaSet[] {
    const { namespace = '', uid, deletionTimestamp } = deployment.metadata;
    const claimed: ReplicaSet[] = [];
    for (const set of this.frame.informers.list(REPLICA_SETS, namespace) as readonly ReplicaSet[]) {
      const owner = controllerOf(set);
      const matches = matchesSelector(deployment.spec.selector, set.metadata.labels);
      if (owner?.uid === uid) {
        if (matches) claimed.push(set);
        else if (deletionTimestamp === undefined) release(this.frame.client, REPLICA_SETS, set, deployment);
      } else if (
        owner === undefined &&
        matches &&
        (deletionTimestamp ?? set.metadata.deletionTimestamp) === undefined
      ) {
        const adopted = adopt(this.frame.client, REPLICA_SETS, set, deployment);
        if (adopted !== undefined) claimed.push(adopted as ReplicaSet);
      }
    }
    return claimed;
  }

  /** Whether the size was changed since the sets were last told. Models: deployment.isScalingEvent */
  private wasScaled(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
    return activeSets(sets).some((set) => {
      const noted = numberAnnotation(set, DESIRED_REPLICAS);
      return noted !== undefined && noted !== desiredReplicas(deployment);
    });
  }

  /** Pausing stops the progress deadline, resuming starts it anew. Models: checkPausedConditions */
  private notePause(deployment: Deployment): Deployment {
    if (!hasProgressDeadline(deployment)) return deployment;
    const reason = findCondition(deployment.status?.conditions, 'Progressing')?.reason;
    if (reason === 'ProgressDeadlineExceeded') return deployment;
    const isNoted = reason === 'DeploymentPaused';
    if ((deployment.spec.paused === true) === isNoted) return deployment;
    const nowMs = this.frame.clock.nowMs();
    const condition = isNoted
      ? deploymentCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', nowMs)
      : deploymentCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', nowMs);
    return this.planner.writeCondition(deployment, condition);
  }

  private cleanUpWhenComplete(rollout: Rollout): void {
    if (isComplete(rollout.deployment, rollout.deployment.status ?? {})) this.cleanUp(rollout);
  }

  /** Deletes the oldest empty sets above the history limit. Models: cleanupDeployment */
  private cleanUp(rollout: Rollout): void {
    const limit = rollout.deployment.spec.revisionHistoryLimit;
    if (limit === undefined || limit === 2_147_483_647) return;
    const sets = rollout.old.filter((set) => set.metadata.deletionTimestamp === undefined);
    const excess = sets.length - limit;
    if (excess <= 0) return;
    sets.sort(byRevision);
    for (const set of sets.slice(0, excess)) {
      const { namespace = '', name, generation = 0 } = set.metadata;
      if ((set.status?.replicas ?? 0) !== 0 || specReplicas(set) !== 0) continue;
      if (generation > (set.status?.observedGeneration ?? 0)) continue;
      try {
        this.frame.client.delete(REPLICA_SETS, namespace, name);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 404) throw error;
      }
    }
  }

  private writeStatus(rollout: Rollout, calculate: typeof rolloutStatus): void {
    const { deployment, all, newSet } = rollout;
    const status = calculate(deployment, all, newSet, this.frame.clock.nowMs());
    if (equalJson(deployment.status, status)) {
      if (calculate === rolloutStatus) this.requeueStuck(deployment, status);
      return;
    }
    this.frame.client.updateStatus(DEPLOYMENTS, { ...deployment, status });
  }

  /** Looks again when the progress deadline will have passed. Models: requeueStuckDeployment */
  private requeueStuck(deployment: Deployment, status: DeploymentStatus): void {
    const current = findCondition(deployment.status?.conditions, 'Progressing');
    if (!hasProgressDeadline(deployment) || current === undefined) return;
    if (isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded') return;
    const nowMs = this.frame.clock.nowMs();
    const sinceMs = parseTime(current.lastUpdateTime) ?? nowMs;
    const afterMs = sinceMs + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000 - nowMs;
    this.frame.queue.addAfter(keyOf(deployment), Math.max(0, afterMs) + 1000, 'background');
  }
}
