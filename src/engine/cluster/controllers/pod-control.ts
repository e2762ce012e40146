import { ApiError, type Client } from '../client.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import type { PodTemplate } from '../resources/pod/types.ts';
import { newControllerRef } from './controller-ref.ts';
import type { Pod } from './kinds.ts';
import type { EventRecorder } from './recorder.ts';

/** True where the server refused because the namespace is going away: nobody can mend that, so nobody is told. Models: apierrors.HasStatusCause(NamespaceTerminating) */
export function isNamespaceTerminating(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const details = error.status['details'] as JsonObject | undefined;
  const causes = details?.['causes'] as readonly JsonObject[] | undefined;
  return causes?.some((cause) => cause['reason'] === 'NamespaceTerminating') ?? false;
}

/** The pod that a template makes for its owner. Models: pkg/controller.GetPodFromTemplate */
export function podFromTemplate(template: PodTemplate, owner: KubeObject, name?: string): JsonObject {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(name === undefined ? { generateName: `${owner.metadata.name}-` } : { name }),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [newControllerRef(owner) as unknown as JsonObject],
    },
    spec: (template.spec ?? {}) as unknown as JsonObject,
  };
}

/** Creates and deletes pods for a controller and tells of it in events on the owner. Models: pkg/controller.RealPodControl */
export interface PodControl {
  /** Throws `ApiError` after telling, unless the namespace is going away: then it only throws. */
  create(namespace: string, pod: JsonObject, owner: KubeObject): Pod;
  /** A pod that is gone already is no failure. */
  delete(pod: Pod, owner: KubeObject): void;
}

export function createPodControl(client: Client, recorder: EventRecorder): PodControl {
  return {
    create(namespace, pod, owner) {
      try {
        const created = client.create('pods', namespace, pod) as Pod;
        recorder.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name}`);
        return created;
      } catch (error) {
        if (error instanceof ApiError && !isNamespaceTerminating(error))
          recorder.event(owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
        throw error;
      }
    },
    delete(pod, owner) {
      const { namespace = '', name } = pod.metadata;
      try {
        client.delete('pods', namespace, name);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code === 404) {
          if (error instanceof ApiError) return;
          throw error;
        }
        recorder.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
        throw error;
      }
      recorder.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    },
  };
}

/**
 * Calls `create` `count` times in batches of 1, 2, 4 …, and stops after the batch in which one failed, so that what fails always
 * (a quota) fails once, not `count` times. Returns the first failure. Models: pkg/controller/replicaset.slowStartBatch
 */
export function slowStart(count: number, create: () => void): ApiError | undefined {
  let remaining = count;
  for (let batch = 1; remaining > 0; batch *= 2) {
    const size = Math.min(batch, remaining);
    let failure: ApiError | undefined;
    for (let at = 0; at < size; at++) {
      try {
        create();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failure ??= error;
      }
    }
    if (failure !== undefined) return failure;
    remaining -= size;
  }
  return undefined;
}
