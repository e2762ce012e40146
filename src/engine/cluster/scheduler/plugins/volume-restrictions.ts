import type { Pod } from '../../controllers/kinds.ts';
import { isPodTerminal } from '../../controllers/pod-state.ts';
import { ClaimUsers, claimsOfPod } from '../../controllers/volumes/claim-users.ts';
import { CLAIMS, type Claim } from '../../controllers/volumes/types.ts';
import type { Cycle, Plugin, Rejection } from '../framework/types.ts';

const NAME = 'VolumeRestrictions';
const IN_USE: Rejection = {
  reasons: ['node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode'],
  unresolvable: false,
};

/** Claims of the pod that only one pod of the whole cluster may use. */
function exclusiveClaims({ pod: { pod }, informers }: Cycle): readonly Claim[] {
  return claimsOfPod(pod)
    .map((name) => informers.get(CLAIMS, pod.metadata.namespace ?? '', name) as Claim | undefined)
    .filter((claim) => claim !== undefined)
    .filter((claim) => claim.spec.accessModes?.includes('ReadWriteOncePod'));
}

/** A ReadWriteOncePod claim is used by one pod at a time. Models: pkg/scheduler/framework/plugins/volumerestrictions */
export const volumeRestrictions: Plugin = {
  name: NAME,
  preFilter(cycle) {
    const claims = exclusiveClaims(cycle);
    if (claims.length === 0) return 'skip';
    cycle.state.set(NAME, claims);
    return undefined;
  },
  filter({ pod, state, informers }, node) {
    const isOther = (other: Pod): boolean => other.metadata.uid !== pod.pod.metadata.uid && !isPodTerminal(other);
    for (const claim of state.get(NAME) as readonly Claim[]) {
      const users = ClaimUsers.of(informers).podsOf(claim).filter(isOther);
      // One that was taken off the node for trying is not in the way.
      if (users.some((user) => user.spec.nodeName === node.name && node.pods.has(user.metadata.uid))) return IN_USE;
      if (users.some((user) => user.spec.nodeName && user.spec.nodeName !== node.name)) return IN_USE;
    }
    return undefined;
  },
  helps: (event) => event.kind === 'pod-gone' || event.kind === 'node-added' || event.kind === 'resource-changed',
};
