import type { Client } from '../../client.ts';
import type { JsonObject } from '../../json.ts';
import { parseTime } from '../../timestamp.ts';
import { newControllerRef } from '../controller-ref.ts';
import type { Deployment, ReplicaSet } from '../kinds.ts';
import type { EventRecorder } from '../recorder.ts';
import { DESIRED_REPLICAS, MAX_REPLICAS, newSetAnnotations, replicasAnnotations } from './annotations.ts';
import { desiredReplicas, maxSurge, newSetReplicas, specReplicas } from './sizes.ts';
import { equalTemplates, POD_TEMPLATE_HASH, withHash } from './template-hash.ts';

export const REPLICA_SETS = 'replicasets.apps';

/** Older first; of one age by name. Models: controller.ReplicaSetsByCreationTimestamp */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const difference = (parseTime(a.metadata.creationTimestamp) ?? 0) - (parseTime(b.metadata.creationTimestamp) ?? 0);
  if (difference !== 0) return difference;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** The set whose template is the deployment's; the oldest, should there be several. Models: deploymentutil.FindNewReplicaSet */
export function findNewSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return [...sets].sort(byAge).find((set) => equalTemplates(set.spec.template, deployment.spec.template));
}

/** The set that a deployment creates for its template. */
export function newReplicaSet(
  deployment: Deployment,
  old: readonly ReplicaSet[],
  hash: string,
  revision: bigint,
): { readonly set: JsonObject; readonly replicas: number } {
  const { minReadySeconds = 0, selector } = deployment.spec;
  const template = withHash(deployment.spec.template, hash);
  const replicas = newSetReplicas(deployment, old, 0);
  const max = desiredReplicas(deployment) + maxSurge(deployment);
  const annotations = newSetAnnotations(deployment, replicasAnnotations(desiredReplicas(deployment), max), revision);
  const set = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels: template.metadata?.labels,
      annotations,
      ownerReferences: [newControllerRef(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [POD_TEMPLATE_HASH]: hash } },
      template,
    },
  };
  return { set: set as unknown as JsonObject, replicas };
}

/** The replica sets of one deployment during one sync; a set that is scaled is replaced by what the server answered. */
export class Rollout {
  constructor(
    private readonly client: Client,
    private readonly recorder: EventRecorder,
    readonly deployment: Deployment,
    public newSet: ReplicaSet | undefined,
    /** Without the new one. */
    public old: readonly ReplicaSet[],
  ) {}

  get all(): readonly ReplicaSet[] {
    return this.newSet === undefined ? this.old : [...this.old, this.newSet];
  }

  /** Gives the set this size and tells of it; true when it had another. Models: scaleReplicaSetAndRecordEvent */
  scale(set: ReplicaSet, size: number): boolean {
    if (specReplicas(set) === size) return false;
    return this.resize(set, size);
  }

  /** As `scale`, but also where only the deployment's size has to be noted on the set. Models: deployment.scaleReplicaSet */
  resize(set: ReplicaSet, size: number): boolean {
    const { deployment } = this;
    const from = specReplicas(set);
    const noted = replicasAnnotations(desiredReplicas(deployment), desiredReplicas(deployment) + maxSurge(deployment));
    const current = set.metadata.annotations ?? {};
    const isNoted =
      current[DESIRED_REPLICAS] === noted[DESIRED_REPLICAS] && current[MAX_REPLICAS] === noted[MAX_REPLICAS];
    if (from === size && isNoted) return false;
    const updated = this.client.update(REPLICA_SETS, {
      ...set,
      metadata: { ...set.metadata, annotations: { ...current, ...noted } },
      spec: { ...set.spec, replicas: size },
    }) as ReplicaSet;
    this.replace(set, updated);
    if (from === size) return false;
    const direction = from < size ? 'up' : 'down';
    this.recorder.event(
      deployment,
      'Normal',
      'ScalingReplicaSet',
      `Scaled ${direction} replica set ${set.metadata.name} from ${from} to ${size}`,
    );
    return true;
  }

  private replace(set: ReplicaSet, updated: ReplicaSet): void {
    if (this.newSet?.metadata.uid === set.metadata.uid) this.newSet = updated;
    else this.old = this.old.map((each) => (each.metadata.uid === set.metadata.uid ? updated : each));
  }
}
