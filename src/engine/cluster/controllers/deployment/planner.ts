import { ApiError, type Client, type Informers } from '../../client.ts';
import type { Clock } from '../../clock.ts';
import { controllerOf } from '../controller-ref.ts';
import type { Condition, Deployment, ReplicaSet } from '../kinds.ts';
import { isNamespaceTerminating } from '../pod-control.ts';
import { findCondition } from '../pod-state.ts';
import type { EventRecorder } from '../recorder.ts';
import { newSetAnnotations, REVISION, revisionAfter } from './annotations.ts';
import { deploymentCondition, hasProgressDeadline, withCondition } from './conditions.ts';
import { findNewSet, newReplicaSet, REPLICA_SETS, Rollout } from './rollout.ts';
import { equalTemplates, templateHash } from './template-hash.ts';

export const DEPLOYMENTS = 'deployments.apps';

/** Tells a deployment's new set from its old ones, creates it where it is missing, and keeps revisions. Models: pkg/controller/deployment/sync.go */
export class RolloutPlanner {
  constructor(
    private readonly client: Client,
    private readonly informers: Informers,
    private readonly clock: Clock,
    private readonly recorder: EventRecorder,
  ) {}

  /** Sets one condition. */
  writeCondition(deployment: Deployment, condition: Condition): Deployment {
    const conditions = withCondition(deployment.status?.conditions ?? [], condition);
    return this.client.updateStatus(DEPLOYMENTS, {
      ...deployment,
      status: { ...deployment.status, conditions },
    }) as Deployment;
  }

  /** The deployment with its sets told apart, and revisions brought up to date; no set is created. Models: getAllReplicaSetsAndSyncRevision */
  plan(deployment: Deployment, sets: readonly ReplicaSet[]): Rollout {
    const found = findNewSet(deployment, sets);
    const old = sets.filter((set) => set !== found);
    if (found === undefined) return new Rollout(this.client, this.recorder, deployment, undefined, old);
    const revision = revisionAfter(old);
    const before = found.metadata.annotations ?? {};
    const annotations = newSetAnnotations(deployment, before, revision);
    const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
    if (annotations !== before || (found.spec.minReadySeconds ?? 0) !== minReadySeconds) {
      const { minReadySeconds: _, ...spec } = found.spec;
      const updated = this.client.update(REPLICA_SETS, {
        ...found,
        metadata: { ...found.metadata, annotations },
        spec: minReadySeconds ? { ...spec, minReadySeconds } : spec,
      }) as ReplicaSet;
      return new Rollout(this.client, this.recorder, deployment, updated, old);
    }
    const message = `Found new replica set "${found.metadata.name}"`;
    const current = this.noteNewSet(deployment, found, 'FoundNewReplicaSet', message);
    return new Rollout(this.client, this.recorder, current, found, old);
  }

  /** Writes the new set's revision onto the deployment, and the first Progressing condition. */
  private noteNewSet(
    deployment: Deployment,
    set: ReplicaSet,
    reason: string,
    message: string,
    always = false,
  ): Deployment {
    const revision = set.metadata.annotations?.[REVISION] ?? '';
    const sameRevision = deployment.metadata.annotations?.[REVISION] === revision;
    const before = deployment.status?.conditions ?? [];
    const conditions =
      hasProgressDeadline(deployment) && (always || findCondition(before, 'Progressing') === undefined)
        ? withCondition(before, deploymentCondition('Progressing', 'True', reason, message, this.clock.nowMs()))
        : before;
    if (sameRevision && conditions === before) return deployment;
    const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
    return this.client.updateStatus(DEPLOYMENTS, {
      ...deployment,
      metadata: { ...deployment.metadata, annotations },
      status: { ...deployment.status, conditions },
    }) as Deployment;
  }

  /** As `plan`, but creates the new set where there is none. Models: getNewReplicaSet */
  planOrCreate(deployment: Deployment, sets: readonly ReplicaSet[]): Rollout {
    const rollout = this.plan(deployment, sets);
    if (rollout.newSet !== undefined) return rollout;
    const hash = templateHash(deployment.spec.template, deployment.status?.collisionCount);
    const revision = revisionAfter(rollout.old);
    const wanted = newReplicaSet(deployment, rollout.old, hash, revision);
    const created = this.createSet(deployment, wanted.set as unknown as ReplicaSet);
    if (created === undefined) return rollout;
    const { name } = created.metadata;
    if (wanted.replicas > 0) {
      const message = `Scaled up replica set ${name} from 0 to ${wanted.replicas}`;
      this.recorder.event(deployment, 'Normal', 'ScalingReplicaSet', message);
    }
    const noted = this.noteNewSet(
      deployment,
      created,
      'NewReplicaSetCreated',
      `Created new replica set "${name}"`,
      true,
    );
    return new Rollout(this.client, this.recorder, noted, created, rollout.old);
  }

  private createSet(deployment: Deployment, wanted: ReplicaSet): ReplicaSet | undefined {
    const { namespace = '' } = deployment.metadata;
    const { name } = wanted.metadata;
    try {
      return this.client.create(REPLICA_SETS, namespace, wanted as never) as ReplicaSet;
    } catch (error) {
      if (!(error instanceof ApiError) || isNamespaceTerminating(error)) {
        if (error instanceof ApiError) return undefined;
        throw error;
      }
      if (error.reason === 'AlreadyExists') {
        const existing = this.informers.get(REPLICA_SETS, namespace, name) as ReplicaSet | undefined;
        const isOurs =
          existing !== undefined &&
          controllerOf(existing)?.uid === deployment.metadata.uid &&
          equalTemplates(existing.spec.template, deployment.spec.template);
        if (isOurs) return existing;
        // Two templates have the same hash: the count goes into the next one.
        const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
        this.client.updateStatus(DEPLOYMENTS, { ...deployment, status: { ...deployment.status, collisionCount } });
        throw error;
      }
      const message = `Failed to create new replica set "${name}": ${error.message}`;
      if (hasProgressDeadline(deployment)) {
        const nowMs = this.clock.nowMs();
        this.writeCondition(
          deployment,
          deploymentCondition('Progressing', 'False', 'ReplicaSetCreateError', message, nowMs),
        );
      }
      this.recorder.event(deployment, 'Warning', 'ReplicaSetCreateError', message);
      throw error;
    }
  }
}
