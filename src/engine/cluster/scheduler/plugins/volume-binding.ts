import type { Informers } from '../../client.ts';
import type { Pod } from '../../controllers/kinds.ts';
import { findVolume, isReachable } from '../../controllers/volumes/match.ts';
import {
  CLAIMS,
  CLASSES,
  type Claim,
  type PersistentVolume,
  type StorageClass,
  VOLUMES,
} from '../../controllers/volumes/types.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import type { Cycle, Plugin, Rejection } from '../framework/types.ts';

const NAME = 'VolumeBinding';
const UNREACHABLE: Rejection = {
  reasons: ["node(s) didn't match PersistentVolume's node affinity"],
  unresolvable: true,
};
const NONE_AVAILABLE: Rejection = {
  reasons: ["node(s) didn't find available persistent volumes to bind"],
  unresolvable: true,
};

interface PodVolumes {
  readonly bound: readonly PersistentVolume[];
  /** Claims that are bound only once the pod has a node. */
  readonly delayed: readonly Claim[];
}

/** The claims that the pod mounts, or why it cannot be scheduled with them. */
function volumesOf(pod: Pod, informers: Informers): PodVolumes | { readonly reject: string } | undefined {
  const bound: PersistentVolume[] = [];
  const delayed: Claim[] = [];
  for (const { persistentVolumeClaim: source } of pod.spec.volumes ?? []) {
    if (source?.claimName === undefined) continue;
    const claim = informers.get(CLAIMS, pod.metadata.namespace ?? '', source.claimName) as Claim | undefined;
    if (claim === undefined) return { reject: `persistentvolumeclaim "${source.claimName}" not found` };
    if (claim.metadata.deletionTimestamp !== undefined)
      return { reject: `persistentvolumeclaim "${source.claimName}" is being deleted` };
    if (claim.status?.phase === 'Lost')
      return {
        reject: `persistentvolumeclaim "${source.claimName}" bound to non-existent persistentvolume "${claim.spec.volumeName}"`,
      };
    if (claim.status?.phase === 'Bound') {
      const volume = informers.get(VOLUMES, '', claim.spec.volumeName ?? '') as PersistentVolume | undefined;
      if (volume !== undefined) bound.push(volume);
      continue;
    }
    const storageClass = informers.get(CLASSES, '', claim.spec.storageClassName ?? '') as StorageClass | undefined;
    if (storageClass?.volumeBindingMode !== 'WaitForFirstConsumer')
      return { reject: 'pod has unbound immediate PersistentVolumeClaims' };
    delayed.push(claim);
  }
  return bound.length + delayed.length === 0 ? undefined : { bound, delayed };
}

/** The volumes that the pod's unbound claims would be given on this node; undefined when one finds none. */
export function volumesToBind(
  pod: Pod,
  node: NodeInfo,
  informers: Informers,
): readonly (readonly [Claim, PersistentVolume])[] | undefined {
  const found = volumesOf(pod, informers);
  if (found === undefined || 'reject' in found) return [];
  const free = (informers.list(VOLUMES) as readonly PersistentVolume[]).slice();
  const pairs: (readonly [Claim, PersistentVolume])[] = [];
  for (const claim of found.delayed) {
    const volume = findVolume(free, claim, node.node);
    if (volume === undefined) return undefined;
    free.splice(free.indexOf(volume), 1);
    pairs.push([claim, volume]);
  }
  return pairs;
}

/** A pod goes where its volumes can be reached, and waits for its claims to be bound. Models: pkg/scheduler/framework/plugins/volumebinding */
export const volumeBinding: Plugin = {
  name: NAME,
  preFilter(cycle: Cycle) {
    const found = volumesOf(cycle.pod.pod, cycle.informers);
    if (found === undefined) return 'skip';
    if ('reject' in found) return found;
    cycle.state.set(NAME, found);
    return undefined;
  },
  filter({ pod, state, informers }, node) {
    const { bound, delayed } = state.get(NAME) as PodVolumes;
    if (bound.some((volume) => !isReachable(volume, node.node))) return UNREACHABLE;
    if (delayed.length > 0 && volumesToBind(pod.pod, node, informers) === undefined) return NONE_AVAILABLE;
    return undefined;
  },
  helps(event) {
    if (event.kind === 'resource-changed') return [CLAIMS, VOLUMES, CLASSES].includes(event.resource);
    return event.kind === 'node-added' || event.kind === 'node-updated';
  },
};
