import { matchesSelector } from '../../resources/label-selector.ts';
import { quantityValue } from '../../resources/quantity.ts';
import { matchesAnyTerm } from '../../scheduler/framework/node-selector.ts';
import type { Node } from '../kinds.ts';
import { type Claim, isMeantFor, type PersistentVolume } from './types.ts';

export function storageOf(list: { readonly [resource: string]: string | number } | undefined): number {
  return quantityValue(list?.['storage']);
}

/** Why a volume does not suit a claim, whoever has reserved it; undefined when it does. Models: checkVolumeSatisfyClaim */
export function mismatch(volume: PersistentVolume, claim: Claim): string | undefined {
  if (storageOf(volume.spec.capacity) < storageOf(claim.spec.resources?.requests)) return 'requested PV is too small';
  if ((volume.spec.storageClassName ?? '') !== (claim.spec.storageClassName ?? ''))
    return 'storageClassName does not match';
  if ((volume.spec.volumeMode ?? 'Filesystem') !== (claim.spec.volumeMode ?? 'Filesystem'))
    return 'incompatible volumeMode';
  const offered = volume.spec.accessModes ?? [];
  if (!(claim.spec.accessModes ?? []).every((mode) => offered.includes(mode))) return 'incompatible accessMode';
  return undefined;
}

/** Whether the volume can be reached from the node. Models: volume.CheckNodeAffinity */
export function isReachable(volume: PersistentVolume, node: Node): boolean {
  const terms = volume.spec.nodeAffinity?.required?.nodeSelectorTerms;
  return terms === undefined || matchesAnyTerm(terms, node);
}

/** The volume to bind to the claim: one reserved for it, or the smallest free one that suits. `node` narrows to what is reachable there. Models: volume.FindMatchingVolume */
export function findVolume(
  volumes: readonly PersistentVolume[],
  claim: Claim,
  node?: Node,
): PersistentVolume | undefined {
  let best: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (mismatch(volume, claim) !== undefined) continue;
    if (isMeantFor(volume, claim)) return volume;
    if (volume.spec.claimRef !== undefined || volume.metadata.deletionTimestamp !== undefined) continue;
    if (volume.status?.phase !== 'Available') continue;
    if (claim.spec.selector !== undefined && !matchesSelector(claim.spec.selector, volume.metadata.labels)) continue;
    if (node !== undefined && !isReachable(volume, node)) continue;
    if (best === undefined || storageOf(volume.spec.capacity) < storageOf(best.spec.capacity)) best = volume;
  }
  return best;
}
