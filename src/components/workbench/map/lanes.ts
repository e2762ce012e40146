import type { MapItem } from '../../../engine/session/map-item.ts';
import { isSystem, type MapModel } from './model.ts';

/** The lanes around the nodes, and the kinds in each in their order. */
export const LANES = {
  /** How a request comes to the pods. */
  ways: ['ingresses.networking.k8s.io', 'services'],
  /** Who owns the pods. */
  owners: [
    'deployments.apps',
    'statefulsets.apps',
    'daemonsets.apps',
    'cronjobs.batch',
    'replicasets.apps',
    'jobs.batch',
  ],
  /** What the pods need. */
  data: ['configmaps', 'secrets', 'persistentvolumeclaims', 'persistentvolumes'],
} as const;

/** The name of a lane. */
export type Lane = keyof typeof LANES;

/** Is it drawn? Replica sets that are scaled to nothing are a Deployment's past; the root certificate lies in every namespace. */
function isDrawn(item: MapItem): boolean {
  if (item.resource === 'configmaps') return item.name !== 'kube-root-ca.crt';
  return !(item.resource === 'replicasets.apps' && item.ownerUid !== undefined && item.ready === '0/0');
}

/** What a lane shows, parents before their children. */
export function laneItems(model: MapModel, lane: Lane, showSystem: boolean): readonly MapItem[] {
  return LANES[lane].flatMap((resource) =>
    model.of(resource).filter((item) => (showSystem || !isSystem(item)) && isDrawn(item)),
  );
}

/** After whom an object is drawn: its owner, the Ingress that leads to it, the claim that has it. */
export function parentKey(model: MapModel, item: MapItem): string | undefined {
  const byUse = { services: 'ingresses.networking.k8s.io', persistentvolumes: 'persistentvolumeclaims' } as const;
  if (item.resource === 'services' || item.resource === 'persistentvolumes')
    return model.of(byUse[item.resource]).find(({ uses }) => uses?.includes(item.key) === true)?.key;
  return model.byUid(item.ownerUid)?.key;
}

/** How many pods need each object, by its key. */
export function consumers(model: MapModel): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { resource, uses = [] } of model.all())
    if (resource === 'pods') for (const key of uses) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
