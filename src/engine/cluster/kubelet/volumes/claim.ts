import type { Informers } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import type { Pod } from '../pod.ts';
import { VolumeError } from './payload.ts';

interface Claim extends KubeObject {
  readonly spec?: { readonly volumeName?: string };
  readonly status?: { readonly phase?: string };
}

interface PersistentVolume extends KubeObject {
  readonly spec?: {
    readonly hostPath?: { readonly path?: string; readonly type?: string };
    readonly local?: { readonly path?: string };
    readonly csi?: { readonly driver?: string; readonly volumeHandle?: string };
    readonly claimRef?: { readonly uid?: string };
  };
}

/** What a claim's volume is: a path on the node, or storage that every node reaches. */
export type ClaimedSource =
  | { readonly kind: 'path'; readonly path: string; readonly type: string }
  | { readonly kind: 'network'; readonly driver: string; readonly handle: string };

/** Where a claim's volume is. Throws `VolumeError` while the claim is not bound. Models: desired_state_of_world_populator getPVCExtractPV, getPVSpec */
export function claimedSource(informers: Informers, pod: Pod, claimName: string): ClaimedSource {
  const namespace = pod.metadata.namespace ?? '';
  const claim = informers.get('persistentvolumeclaims', namespace, claimName) as Claim | undefined;
  const fail = (why: string): never => {
    throw new VolumeError(`error processing PVC ${namespace}/${claimName}: ${why}`);
  };
  if (claim === undefined)
    return fail(`failed to fetch PVC from API server: persistentvolumeclaims "${claimName}" not found`);
  const volumeName = claim.spec?.volumeName ?? '';
  if (claim.status?.phase !== 'Bound' || volumeName === '') return fail('PVC is not bound');
  const volume = informers.get('persistentvolumes', '', volumeName) as PersistentVolume | undefined;
  if (volume === undefined)
    return fail(`failed to fetch PV ${volumeName} from API server: persistentvolumes "${volumeName}" not found`);
  const { uid } = volume.spec?.claimRef ?? {};
  if (uid !== undefined && uid !== claim.metadata.uid)
    return fail(`PVC ${namespace}/${claimName} is not bound to PV ${volumeName}`);
  const { hostPath, local, csi } = volume.spec ?? {};
  if (hostPath?.path !== undefined) return { kind: 'path', path: hostPath.path, type: hostPath.type ?? '' };
  if (local?.path !== undefined) return { kind: 'path', path: local.path, type: 'Directory' };
  if (csi?.volumeHandle !== undefined) return { kind: 'network', driver: csi.driver ?? '', handle: csi.volumeHandle };
  return fail(`the source of persistent volume "${volumeName}" is not simulated in this cluster`);
}
