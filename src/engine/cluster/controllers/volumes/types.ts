import type { KubeObject } from '../../json.ts';
import type { LabelSelector } from '../../resources/label-selector.ts';
import type { NodeSelectorTerm, ResourceList } from '../../resources/pod/types.ts';
import type { Condition } from '../kinds.ts';

export const CLAIMS = 'persistentvolumeclaims';
export const VOLUMES = 'persistentvolumes';
export const CLASSES = 'storageclasses.storage.k8s.io';

/** Set on a claim when its binding is whole. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
/** Set on a volume or claim whose side of the binding the controller chose, and may undo. */
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
/** The node that the scheduler chose for the first pod of a claim. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** Which provisioner is asked to make a claim's volume; the older name is still written too. */
export const STORAGE_PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
export const OLD_STORAGE_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';

export interface Claim extends KubeObject {
  readonly spec: {
    readonly accessModes?: readonly string[];
    readonly resources?: { readonly requests?: ResourceList };
    readonly selector?: LabelSelector;
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly volumeMode?: string;
  };
  readonly status?: {
    readonly phase?: string;
    readonly accessModes?: readonly string[];
    readonly capacity?: ResourceList;
    readonly conditions?: readonly Condition[];
  };
}

export interface ClaimReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly apiVersion?: string;
  readonly resourceVersion?: string;
}

export interface PersistentVolume extends KubeObject {
  readonly spec: {
    readonly capacity?: ResourceList;
    readonly accessModes?: readonly string[];
    readonly claimRef?: ClaimReference;
    readonly persistentVolumeReclaimPolicy?: string;
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly hostPath?: { readonly path?: string };
    readonly csi?: { readonly driver?: string; readonly volumeHandle?: string };
    readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms?: readonly NodeSelectorTerm[] } };
  };
  readonly status?: { readonly phase?: string; readonly reason?: string; readonly message?: string };
}

export interface StorageClass extends KubeObject {
  readonly provisioner?: string;
  readonly parameters?: { readonly [name: string]: string };
  readonly reclaimPolicy?: string;
  readonly mountOptions?: readonly string[];
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
  readonly allowedTopologies?: readonly {
    readonly matchLabelExpressions?: readonly { readonly key?: string; readonly values?: readonly string[] }[];
  }[];
}

/** A reference to the claim, as a volume carries it. */
export function referenceTo(claim: Claim): ClaimReference {
  const { namespace = '', name, uid, resourceVersion } = claim.metadata;
  return { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion };
}

/** Whether the volume is reserved for this claim. Models: volume.IsVolumeBoundToClaim */
export function isMeantFor(volume: PersistentVolume, claim: Claim): boolean {
  const { claimRef } = volume.spec;
  if (claimRef?.name !== claim.metadata.name || claimRef.namespace !== claim.metadata.namespace) return false;
  return !claimRef.uid || claimRef.uid === claim.metadata.uid;
}
