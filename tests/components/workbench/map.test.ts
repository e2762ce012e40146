import { describe, expect, it } from 'vitest';
import { isSystem, MapModel } from '../../../src/components/workbench/map/model.ts';
import { ownersOf, podsOf, statusCounts } from '../../../src/components/workbench/map/relations.ts';
import type { MapItem } from '../../../src/engine/session/map-item.ts';

function item(key: string, more: Partial<MapItem> = {}): MapItem {
  const [resource = '', namespace = '', name = ''] = key.split('/');
  return {
    key,
    resource,
    kind: resource,
    namespace,
    name,
    uid: `uid of ${key}`,
    status: 'Running',
    tone: 'ok',
    ready: '1/1',
    node: undefined,
    address: undefined,
    ownerUid: undefined,
    containers: [],
    targets: [],
    createdMs: 0,
    ...more,
  };
}

const deployment = item('deployments.apps/default/web');
const replicaSet = item('replicasets.apps/default/web-1', { ownerUid: deployment.uid });
const pod = item('pods/default/web-1-a', { ownerUid: replicaSet.uid, node: 'worker-1' });
const alone = item('pods/default/alone', { status: 'Pending' });
const service = item('services/default/web', { targets: [pod.uid, 'gone'] });
const node = item('nodes//worker-1');

function model(...items: MapItem[]): MapModel {
  const made = new MapModel();
  made.apply(items.map((each) => ({ key: each.key, item: each })));
  return made;
}

function drained(map: MapModel, most = Number.POSITIVE_INFINITY): string[] {
  const keys: string[] = [];
  map.drain(
    (key) => keys.push(key),
    () => keys.length < most,
  );
  return keys;
}

describe('the map', () => {
  const all = model(deployment, replicaSet, pod, alone, service, node);

  it('finds the pods of a Deployment, a Service and a node', () => {
    for (const of of [deployment, replicaSet, service, node, pod])
      expect([...podsOf(all, of)], of.key).toEqual([pod.key]);
  });

  it('finds who made a pod, nearest first', () => {
    expect(ownersOf(all, pod)).toEqual([replicaSet, deployment]);
    expect(ownersOf(all, alone)).toEqual([]);
  });

  it('counts pods by status, most first', () => {
    expect(statusCounts([pod, alone, item('pods/default/b')])).toEqual([
      ['Running', 2],
      ['Pending', 1],
    ]);
  });

  it('hands out each changed object once, as many as there is time for', () => {
    const map = model(deployment, pod, node);
    map.apply([{ key: pod.key, item: { ...pod, status: 'Error' } }]);
    expect(drained(map, 2)).toEqual([deployment.key, node.key]);
    expect(map.hasChanges).toBe(true);
    expect(drained(map)).toEqual([pod.key]);
    expect(map.hasChanges).toBe(false);
  });

  it('hands out what changed on one node together, and lets every node have its turn', () => {
    const on = (name: string, where: string) => item(`pods/default/${name}`, { node: where });
    const map = model(on('a', 'one'), on('b', 'two'), on('c', 'one'), on('d', 'one'), on('e', 'two'));
    const names = (keys: string[]) => keys.map((key) => key.at(-1)).join('');
    expect([names(drained(map, 2)), names(drained(map, 2)), names(drained(map))]).toEqual(['ac', 'be', 'd']);
  });

  it('forgets an object that is gone, and knows a new one of the same name', () => {
    const map = model(pod);
    map.apply([{ key: pod.key, item: undefined }]);
    expect([map.get(pod.key), map.byUid(pod.uid)]).toEqual([undefined, undefined]);
    const again = { ...pod, uid: 'another' };
    map.apply([{ key: pod.key, item: again }]);
    expect(map.byUid('another')).toBe(again);
  });

  it('draws everything away when a new session begins', () => {
    const map = model(pod, node);
    drained(map);
    map.clear();
    expect(drained(map).sort()).toEqual([node.key, pod.key].sort());
    expect(map.get(pod.key)).toBeUndefined();
  });

  it('tells the system’s objects from the learner’s', () => {
    expect([isSystem(item('pods/kube-system/etcd')), isSystem(pod)]).toEqual([true, false]);
  });
});
