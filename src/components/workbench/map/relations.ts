import type { MapItem } from '../../../engine/session/map-item.ts';
import type { MapModel } from './model.ts';

/** The pods that belong to an object: a workload's own, a Service's answering ones, a node's, a pod itself. */
export function podsOf(model: MapModel, item: MapItem): ReadonlySet<string> {
  const found = new Set<string>();
  if (item.resource === 'pods') found.add(item.key);
  else if (item.resource === 'services') {
    for (const uid of item.targets) {
      const pod = model.byUid(uid);
      if (pod !== undefined) found.add(pod.key);
    }
  } else
    for (const pod of model.all()) {
      if (pod.resource !== 'pods') continue;
      const belongs = item.resource === 'nodes' ? pod.node === item.name : owns(model, item.uid, pod);
      if (belongs) found.add(pod.key);
    }
  return found;
}

function owns(model: MapModel, uid: string, pod: MapItem): boolean {
  let owner = pod.ownerUid;
  for (let depth = 0; owner !== undefined && depth < 4; depth++) {
    if (owner === uid) return true;
    owner = model.byUid(owner)?.ownerUid;
  }
  return false;
}

/** Who made it, nearest first: a Pod's ReplicaSet, then its Deployment. */
export function ownersOf(model: MapModel, item: MapItem): readonly MapItem[] {
  const owners: MapItem[] = [];
  let owner = model.byUid(item.ownerUid);
  while (owner !== undefined && owners.length < 4) {
    owners.push(owner);
    owner = model.byUid(owner.ownerUid);
  }
  return owners;
}

/** Everything that hangs together with an object: owners and owned, who answers for it, what it uses and who uses it. */
export function relatedTo(model: MapModel, item: MapItem): ReadonlySet<string> {
  const found = new Set<string>(item.uses ?? []);
  for (const owner of ownersOf(model, item)) found.add(owner.key);
  for (const other of model.all()) {
    if (other.uses?.includes(item.key) === true || other.targets.includes(item.uid)) found.add(other.key);
    if (other.resource !== 'pods' && other.resource !== 'nodes' && owns(model, item.uid, other)) found.add(other.key);
  }
  const ways = item.resource === 'ingresses.networking.k8s.io' ? (item.uses ?? []) : [];
  for (const key of ways) for (const pod of podsOf(model, model.get(key) ?? item)) found.add(pod);
  if (item.resource !== 'pods') for (const pod of podsOf(model, item)) found.add(pod);
  found.delete(item.key);
  return found;
}

/** How many pods there are of each status, most first; for the sentence that screen readers hear. */
export function statusCounts(pods: Iterable<MapItem>): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { status } of pods) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
