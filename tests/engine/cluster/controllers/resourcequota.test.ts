import { describe, expect, it } from 'vitest';
import { ResourceQuotaController } from '../../../../src/engine/cluster/controllers/resourcequota/controller.ts';
import { FakeCluster } from '../fake-cluster.ts';

const pod = (name: string, cpu: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: {} },
  spec: { containers: [{ name: 'c', image: 'x', resources: { requests: { cpu } } }] },
});

function world(): FakeCluster {
  const cluster = new FakeCluster().start((context) => new ResourceQuotaController(context));
  cluster.create('resourcequotas', 'team', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'compute' },
    spec: { hard: { pods: '3', 'requests.cpu': '1' } },
  });
  return cluster.run(100);
}

const status = (cluster: FakeCluster): object => cluster.get('resourcequotas', 'team', 'compute').status;

describe('the quota controller', () => {
  it('fills the status of a new quota', () => {
    expect(status(world())).toEqual({
      hard: { pods: '3', 'requests.cpu': '1' },
      used: { pods: '0', 'requests.cpu': '0' },
    });
  });

  it('follows pods as they come, end and go', () => {
    const cluster = world();
    cluster.create('pods', 'team', pod('a', '200m'));
    cluster.create('pods', 'team', pod('b', '300m'));
    cluster.create('pods', 'elsewhere', pod('c', '300m'));
    expect(status(cluster.run(100))).toMatchObject({ used: { pods: '2', 'requests.cpu': '500m' } });
    cluster.updateStatus('pods', { ...cluster.get('pods', 'team', 'a'), status: { phase: 'Succeeded' } });
    expect(status(cluster.run(100))).toMatchObject({ used: { pods: '1', 'requests.cpu': '300m' } });
    cluster.delete('pods', 'team', 'b', { gracePeriodSeconds: 0 });
    expect(status(cluster.run(100))).toMatchObject({ used: { pods: '0', 'requests.cpu': '0' } });
  });

  it('leaves a quota alone that does not count what changed', () => {
    const cluster = world();
    const before = cluster.writes.length;
    cluster.create('configmaps', 'team', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } });
    cluster.run(100);
    expect(cluster.writes.length).toBe(before + 1);
  });
});
