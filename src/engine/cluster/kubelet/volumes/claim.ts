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
    readonly claimRef?: { readonly uid?: string };
  };
}

/** The path on the node that a claim's volume is. Throws `VolumeError` while the claim is not bound. Models: desired_state_of_world_populator getPVCExtractPV, getPVSpec */
export function claimedPath(
  informers: Informers,
  pod: Pod,
  claimName: string,
): { readonly path: string; readonly type: string } {
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
  const { hostPath, local } = volume.spec ?? {};
  if (hostPath?.path !== undefined) return { path: hostPath.path, type: hostPath.type ?? '' };
  if (local?.path !== undefined) return { path: local.path, type: 'Directory' };
  return fail(`the source of persistent volume "${volumeName}" is not simulated in this cluster`);
}
