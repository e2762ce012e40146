import type { Informers, ResourceKey } from '../client.ts';
import type { KubeObject } from '../json.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { controllerOf } from './controller-ref.ts';
import { servedKind } from './kind-index.ts';

/** Kinds whose number of pods is `spec.replicas`. */
const SCALABLE: ReadonlySet<ResourceKey> = new Set([
  'deployments.apps',
  'replicasets.apps',
  'statefulsets.apps',
  'replicationcontrollers',
]);

/** An object with a scale: what it asks for, has, and by which labels it finds its pods. */
export interface ScaleTarget {
  readonly resource: ResourceKey;
  readonly object: KubeObject;
  readonly replicas: number;
  readonly currentReplicas: number;
  readonly selector: LabelSelector;
}

/** The target of this kind and name; `'unscalable'` where the kind has no scale. */
export function scaleTarget(
  informers: Informers,
  namespace: string,
  reference: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string },
): ScaleTarget | 'unscalable' | undefined {
  const kind = servedKind(informers, reference.apiVersion ?? '', reference.kind ?? '');
  if (kind === undefined || !SCALABLE.has(kind.resource)) return 'unscalable';
  const object = informers.get(kind.resource, namespace, reference.name ?? '');
  if (object === undefined) return undefined;
  const spec = (object['spec'] ?? {}) as { readonly replicas?: number; readonly selector?: LabelSelector };
  const status = (object['status'] ?? {}) as { readonly replicas?: number };
  const selector =
    kind.resource === 'replicationcontrollers'
      ? { matchLabels: spec.selector as { readonly [key: string]: string } }
      : (spec.selector ?? {});
  return {
    resource: kind.resource,
    object,
    replicas: spec.replicas ?? 1,
    currentReplicas: status.replicas ?? 0,
    selector,
  };
}

/** The topmost controller of a pod that has a scale: a Deployment rather than its ReplicaSet. */
export function scaleOfPod(informers: Informers, pod: KubeObject): ScaleTarget | undefined {
  const namespace = pod.metadata.namespace ?? '';
  let found: ScaleTarget | undefined;
  for (let owner = controllerOf(pod); owner !== undefined; ) {
    const target = scaleTarget(informers, namespace, owner);
    if (target === undefined || target === 'unscalable' || target.object.metadata.uid !== owner.uid) break;
    found = target;
    owner = controllerOf(target.object);
  }
  return found;
}
