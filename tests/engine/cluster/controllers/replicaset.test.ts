import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../../../src/engine/cluster/client.ts';
import type { EventRecorder } from '../../../../src/engine/cluster/controllers/recorder.ts';
import {
  REPLICA_SETS,
  ReplicaSetController,
} from '../../../../src/engine/cluster/controllers/replicaset/controller.ts';
import { podsToDelete } from '../../../../src/engine/cluster/controllers/replicaset/ranking.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const RS = 'replicasets.apps';

function world(): FakeCluster {
  return new FakeCluster().withKubelet().start((context) => new ReplicaSetController(context, REPLICA_SETS));
}

function set(name: string, replicas: number): Loose {
  const labels = { tier: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
}

const scale = (cluster: FakeCluster, name: string, replicas: number): void =>
  void cluster.patch(RS, 'default', name, 'merge', { spec: { replicas } });
const ownerOf = (object: Loose): string | undefined => object.metadata.ownerReferences?.[0]?.name;

test('nothing is remembered of what a deleted set told', () => {
  let controller: ReplicaSetController | undefined;
  const cluster = new FakeCluster().withKubelet().start((context) => {
    controller = new ReplicaSetController(context, REPLICA_SETS);
    return controller;
  });
  const gone = vi.spyOn(Reflect.get(controller as object, 'recorder') as EventRecorder, 'gone');
  const { uid } = cluster.create(RS, 'default', set('front', 1)).metadata;
  cluster.run(1000);
  expect(gone).not.toHaveBeenCalled();
  cluster.delete(RS, 'default', 'front');
  expect(gone.mock.calls).toEqual([[uid]]);
});

describe('a replica set', () => {
  test('keeps its number of pods, and counts them', () => {
    const cluster = world();
    cluster.create(RS, 'default', set('front', 3));
    cluster.run(1000);
    expect(cluster.must(RS, 'default', 'front').status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
      observedGeneration: 1,
    });
    const [pod] = cluster.list('pods');
    expect(pod.metadata.name).toMatch(/^front-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(pod.metadata.ownerReferences).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'front',
        uid: cluster.must(RS, 'default', 'front').metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ]);
    cluster.delete('pods', 'default', pod.metadata.name);
    cluster.run(100);
    expect(cluster.must(RS, 'default', 'front').status).toMatchObject({
      replicas: 3,
      terminatingReplicas: 1,
      readyReplicas: 2,
    });
    cluster.run(1000);
    expect(cluster.list('pods')).toHaveLength(3);
    expect(cluster.events('front', 'SuccessfulCreate')).toHaveLength(4);
  });

  test('shrinks, and says which pods it deleted', () => {
    const cluster = world();
    cluster.create(RS, 'default', set('front', 5));
    cluster.run(1000);
    scale(cluster, 'front', 2);
    cluster.run(1000);
    expect(cluster.list('pods')).toHaveLength(2);
    expect(cluster.events('front', 'SuccessfulDelete')).toHaveLength(3);
    expect(cluster.events('front', 'SuccessfulDelete')[0]).toMatch(/^Deleted pod: front-/);
  });

  test('adopts orphans that match, and lets go of pods that match no longer', () => {
    const cluster = world();
    const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare', labels: { tier: 'front' } }, spec: {} };
    cluster.create('pods', 'default', bare);
    cluster.create(RS, 'default', set('front', 2));
    cluster.run(1000);
    expect(cluster.list('pods')).toHaveLength(2);
    expect(ownerOf(cluster.must('pods', 'default', 'bare'))).toBe('front');
    cluster.patch('pods', 'default', 'bare', 'merge', { metadata: { labels: { tier: 'debug' } } });
    cluster.run(1000);
    expect(ownerOf(cluster.must('pods', 'default', 'bare'))).toBeUndefined();
    expect(cluster.list('pods')).toHaveLength(3);
  });

  test('deletes a matching pod that is one too many', () => {
    const cluster = world();
    cluster.create(RS, 'default', set('front', 2));
    cluster.run(1000);
    cluster.create('pods', 'default', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'extra', labels: { tier: 'front' } },
      spec: {},
    });
    cluster.run(1000);
    expect(cluster.list('pods')).toHaveLength(2);
    expect(cluster.get('pods', 'default', 'extra')).toBeUndefined();
  });

  test('says why it cannot create pods, tries again ever more slowly, and recovers', () => {
    const cluster = world();
    let forbidden = true;
    cluster.admit = (resource) => {
      if (resource === 'pods' && forbidden)
        throw new ApiError(403, 'Forbidden', 'pods "x" is forbidden: exceeded quota', {});
    };
    cluster.create(RS, 'default', set('front', 2));
    cluster.run(2000);
    expect(cluster.must(RS, 'default', 'front').status).toMatchObject({
      replicas: 0,
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: 'pods "x" is forbidden: exceeded quota',
        },
      ],
    });
    const [event] = cluster.list('events');
    expect(event).toMatchObject({
      reason: 'FailedCreate',
      type: 'Warning',
      message: 'Error creating: pods "x" is forbidden: exceeded quota',
    });
    expect(event.count).toBeGreaterThan(5);
    expect(event.count).toBeLessThan(12);
    forbidden = false;
    cluster.run(5000);
    expect(cluster.must(RS, 'default', 'front').status).toMatchObject({ readyReplicas: 2 });
    expect(cluster.must(RS, 'default', 'front').status.conditions).toBeUndefined();
  });
});

test('pods are deleted in the order of a real cluster', () => {
  const pod = (name: string, spec: Loose, status: Loose, annotations: Loose = {}): Loose => ({
    metadata: { name, uid: name, creationTimestamp: '2026-11-22T01:00:00Z', annotations },
    spec,
    status,
  });
  const ready = (since: string): Loose => ({
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }],
  });
  const old = ready('2026-11-22T01:00:05Z');
  const cost = { 'controller.kubernetes.io/pod-deletion-cost': '-5' };
  const pods = [
    pod('g-old', { nodeName: 'b' }, old),
    pod('f-young', { nodeName: 'b' }, ready('2026-11-22T01:59:00Z')),
    pod('e-crowded', { nodeName: 'a' }, old),
    pod('d-cheap', { nodeName: 'b' }, old, cost),
    pod('c-unready', { nodeName: 'a' }, { phase: 'Running' }),
    pod('b-pending', { nodeName: 'a' }, { phase: 'Pending' }),
    pod('a-unassigned', {}, { phase: 'Pending' }),
  ];
  const related = [
    ...pods,
    pod('x', { nodeName: 'a' }, old),
    pod('y', { nodeName: 'a' }, old),
    pod('z', { nodeName: 'a' }, old),
  ];
  const names = podsToDelete(pods as never, related as never, 6, 1_795_312_800_000).map((each) => each.metadata.name);
  expect(names).toEqual(['a-unassigned', 'b-pending', 'c-unready', 'd-cheap', 'e-crowded', 'f-young']);
});
