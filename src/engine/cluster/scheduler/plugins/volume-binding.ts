import type { Informers } from '../../client.ts';
import type { Pod } from '../../controllers/kinds.ts';
import { findVolume, isReachable } from '../../controllers/volumes/match.ts';
import {
  CLAIMS,
  CLASSES,
  type Claim,
  type PersistentVolume,
  SELECTED_NODE,
  type StorageClass,
  VOLUMES,
} from '../../controllers/volumes/types.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import type { Cycle, Plugin, Rejection } from '../framework/types.ts';

const NAME = 'VolumeBinding';
/** The name that storage classes of volumes made by hand give. */
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';
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

/** What the pod's unbound claims would get on a node: volumes that are there, or new ones made for it. */
export interface VolumePlan {
  readonly bind: readonly (readonly [Claim, PersistentVolume])[];
  readonly provision: readonly Claim[];
}

const NOTHING: VolumePlan = { bind: [], provision: [] };

/** Whether the class' provisioner would make a volume for this node. Models: volumeBinder.checkVolumeProvisions */
function canProvision(claim: Claim, node: NodeInfo, informers: Informers): boolean {
  const storageClass = informers.get(CLASSES, '', claim.spec.storageClassName ?? '') as StorageClass | undefined;
  const { provisioner = '', allowedTopologies } = storageClass ?? {};
  if (provisioner === '' || provisioner === NO_PROVISIONER) return false;
  if (allowedTopologies === undefined || allowedTopologies.length === 0) return true;
  const labels = node.node.metadata.labels ?? {};
  return allowedTopologies.some(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.every(({ key = '', values = [] }) => values.includes(labels[key] ?? '')),
  );
}

/** What the pod's unbound claims would get on this node; undefined when one gets nothing. Models: volumeBinder.FindPodVolumes */
export function planVolumes(pod: Pod, node: NodeInfo, informers: Informers): VolumePlan | undefined {
  const found = volumesOf(pod, informers);
  if (found === undefined || 'reject' in found) return NOTHING;
  const free = (informers.list(VOLUMES) as readonly PersistentVolume[]).slice();
  const bind: (readonly [Claim, PersistentVolume])[] = [];
  const provision: Claim[] = [];
  for (const claim of found.delayed) {
    // A claim whose volume is being made for a node stays with that node.
    const selected = claim.metadata.annotations?.[SELECTED_NODE];
    if (selected !== undefined && selected !== node.name) return undefined;
    const volume = findVolume(free, claim, node.node);
    if (volume !== undefined) {
      free.splice(free.indexOf(volume), 1);
      bind.push([claim, volume]);
    } else if (canProvision(claim, node, informers)) {
      provision.push(claim);
    } else {
      return undefined;
    }
  }
  return { bind, provision };
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
    if (delayed.length > 0 && planVolumes(pod.pod, node, informers) === undefined) return NONE_AVAILABLE;
    return undefined;
  },
  helps(event) {
    if (event.kind === 'resource-changed') return [CLAIMS, VOLUMES, CLASSES].includes(event.resource);
    return event.kind === 'node-added' || event.kind === 'node-updated';
  },
};
