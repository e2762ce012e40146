import { claimsOfPod } from '../../controllers/volumes/claim-users.ts';
import { CLAIMS, type Claim, type PersistentVolume, VOLUMES } from '../../controllers/volumes/types.ts';
import type { Cycle, Plugin, Rejection } from '../framework/types.ts';

const NAME = 'VolumeZone';
const ELSEWHERE: Rejection = { reasons: ['node(s) had no available volume zone'], unresolvable: true };
const TOPOLOGY = [
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
];

/** A label of a volume with the zones that it names, parted by `__`. */
interface VolumeTopology {
  readonly key: string;
  readonly values: readonly string[];
}

function topologiesOf({ pod: { pod }, informers }: Cycle): readonly VolumeTopology[] {
  const found: VolumeTopology[] = [];
  for (const name of claimsOfPod(pod)) {
    const claim = informers.get(CLAIMS, pod.metadata.namespace ?? '', name) as Claim | undefined;
    const volume = informers.get(VOLUMES, '', claim?.spec.volumeName ?? '') as PersistentVolume | undefined;
    for (const key of TOPOLOGY) {
      const value = volume?.metadata.labels?.[key];
      if (value !== undefined) found.push({ key, values: value.split('__') });
    }
  }
  return found;
}

/** A pod goes to the zone of its volumes, as their labels say. Models: pkg/scheduler/framework/plugins/volumezone */
export const volumeZone: Plugin = {
  name: NAME,
  preFilter(cycle) {
    const topologies = topologiesOf(cycle);
    if (topologies.length === 0) return 'skip';
    cycle.state.set(NAME, topologies);
    return undefined;
  },
  filter({ state }, node) {
    const labels = node.node.metadata.labels ?? {};
    // A node without any of these labels is in no zone, as on a cluster without a cloud.
    if (TOPOLOGY.every((key) => labels[key] === undefined)) return undefined;
    const fits = (state.get(NAME) as readonly VolumeTopology[]).every(({ key, values }) =>
      values.includes(labels[key] ?? ''),
    );
    return fits ? undefined : ELSEWHERE;
  },
  helps: (event) => event.kind === 'node-added' || event.kind === 'node-updated' || event.kind === 'resource-changed',
};
