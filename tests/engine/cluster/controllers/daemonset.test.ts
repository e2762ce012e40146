import { describe, expect, test } from 'vitest';
import { DaemonSetController } from '../../../../src/engine/cluster/controllers/daemonset/controller.ts';
import { createScheduler } from '../../../../src/engine/cluster/scheduler/scheduler.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const DS = 'daemonsets.apps';
const CONTROL_PLANE = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };

function node(name: string, taints: Loose[] = [], labels: Loose = {}): Loose {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec: { taints },
    status: { allocatable: { cpu: '2', memory: '8Gi', pods: '110' } },
  };
}

function world(): FakeCluster {
  const cluster = new FakeCluster().withKubelet(200);
  cluster.create('nodes', '', node('control-plane', [CONTROL_PLANE]));
  cluster.create('nodes', '', node('worker-1'));
  cluster.create('nodes', '', node('worker-2', [], { disk: 'ssd' }));
  return cluster.start(createScheduler, (context) => new DaemonSetController(context));
}

function daemonSet(spec: Loose = {}, podSpec: Loose = {}): Loose {
  const labels = { name: 'agent' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'agent:1' }], ...podSpec } };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

const where = (cluster: FakeCluster): string[] =>
  cluster
    .list('pods')
    .map((pod) => pod.spec.nodeName)
    .sort();
const setImage = (cluster: FakeCluster, image: string): void =>
  void cluster.patch(DS, 'default', 'agent', 'merge', {
    spec: { template: { spec: { containers: [{ name: 'a', image }] } } },
  });
const images = (cluster: FakeCluster): string[] => cluster.list('pods').map((pod) => pod.spec.containers[0].image);

describe('a daemon set', () => {
  test('runs a pod on each node that it tolerates', () => {
    const cluster = world();
    cluster.create(DS, 'default', daemonSet());
    cluster.run(1000);
    expect(where(cluster)).toEqual(['worker-1', 'worker-2']);
    expect(cluster.must(DS, 'default', 'agent').status).toEqual({
      currentNumberScheduled: 2,
      numberMisscheduled: 0,
      desiredNumberScheduled: 2,
      numberReady: 2,
      observedGeneration: 1,
      updatedNumberScheduled: 2,
      numberAvailable: 2,
    });
    const [pod] = cluster.list('pods');
    expect(pod.spec.tolerations.map((each: Loose) => each.key.split('/')[1])).toEqual([
      'not-ready',
      'unreachable',
      'disk-pressure',
      'memory-pressure',
      'pid-pressure',
      'unschedulable',
    ]);
    const [revision] = cluster.list('controllerrevisions.apps');
    expect(revision.metadata.name).toBe(`agent-${pod.metadata.labels['controller-revision-hash']}`);
    expect(revision.revision).toBe(1);
    expect(cluster.events('agent')).toHaveLength(2);
  });

  test('follows nodes that join, leave or change', () => {
    const cluster = world();
    cluster.create(DS, 'default', daemonSet({}, { nodeSelector: { disk: 'ssd' } }));
    cluster.run(1000);
    expect(where(cluster)).toEqual(['worker-2']);
    cluster.create('nodes', '', node('worker-3', [], { disk: 'ssd' }));
    cluster.run(1000);
    expect(where(cluster)).toEqual(['worker-2', 'worker-3']);
    cluster.patch('nodes', '', 'worker-2', 'merge', { metadata: { labels: { disk: 'hdd' } } });
    cluster.run(1000);
    expect(where(cluster)).toEqual(['worker-3']);
  });

  test('replaces one pod after the other in a rolling update, and keeps the revisions', () => {
    const cluster = world();
    cluster.create(DS, 'default', daemonSet());
    cluster.run(1000);
    cluster.writes.length = 0;
    setImage(cluster, 'agent:2');
    cluster.run(3000);
    expect(images(cluster)).toEqual(['agent:2', 'agent:2']);
    const available = cluster.writes
      .filter((write) => write.resource === DS)
      .map((write) => (write.object as Loose).status.numberAvailable ?? 0);
    expect(Math.min(...available)).toBe(1);
    expect(
      cluster
        .list('controllerrevisions.apps')
        .map((each) => each.revision)
        .sort(),
    ).toEqual([1, 2]);
    setImage(cluster, 'agent:1');
    cluster.run(3000);
    expect(
      cluster
        .list('controllerrevisions.apps')
        .map((each) => each.revision)
        .sort(),
    ).toEqual([2, 3]);
  });

  test('with OnDelete waits until somebody deletes the pods', () => {
    const cluster = world();
    cluster.create(DS, 'default', daemonSet({ updateStrategy: { type: 'OnDelete' } }));
    cluster.run(1000);
    setImage(cluster, 'agent:2');
    cluster.run(1000);
    expect(images(cluster)).toEqual(['agent:1', 'agent:1']);
    expect(cluster.must(DS, 'default', 'agent').status.updatedNumberScheduled).toBeUndefined();
    cluster.delete('pods', 'default', cluster.list('pods')[0].metadata.name);
    cluster.run(1000);
    expect(images(cluster).sort()).toEqual(['agent:1', 'agent:2']);
  });

  test('with maxSurge brings the new pod up before the old one goes', () => {
    const cluster = world();
    cluster.create(
      DS,
      'default',
      daemonSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }),
    );
    cluster.run(1000);
    cluster.writes.length = 0;
    setImage(cluster, 'agent:2');
    cluster.run(4000);
    expect(images(cluster)).toEqual(['agent:2', 'agent:2']);
    const available = cluster.writes
      .filter((write) => write.resource === DS)
      .map((write) => (write.object as Loose).status.numberAvailable ?? 0);
    expect(Math.min(...available)).toBe(2);
  });

  test('replaces a failed pod and says so', () => {
    const cluster = world();
    cluster.create(DS, 'default', daemonSet());
    cluster.run(1000);
    const [pod] = cluster.list('pods');
    cluster.update('pods', { ...pod, status: { phase: 'Failed' } });
    cluster.run(1500);
    expect(where(cluster)).toEqual(['worker-1', 'worker-2']);
    expect(cluster.events('agent', 'FailedDaemonPod')).toEqual([
      `Found failed daemon pod default/${pod.metadata.name} on node ${pod.spec.nodeName}, will try to kill it`,
    ]);
  });
});
