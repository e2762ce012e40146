import { describe, expect, test } from 'vitest';
import { DeploymentController } from '../../../../src/engine/cluster/controllers/deployment/controller.ts';
import {
  REPLICA_SETS,
  ReplicaSetController,
} from '../../../../src/engine/cluster/controllers/replicaset/controller.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const RS = 'replicasets.apps';
const DEPLOYMENTS = 'deployments.apps';

function deployment(name: string, replicas: number, extra: object = {}, image = 'nginx:1'): Loose {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image }] } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...extra,
    },
  };
}

function world(isReady?: (pod: Loose) => boolean): FakeCluster {
  return new FakeCluster().withKubelet(300, isReady).start(
    (context) => new DeploymentController(context),
    (context) => new ReplicaSetController(context, REPLICA_SETS),
  );
}

const setImage = (cluster: FakeCluster, name: string, image: string): void =>
  void cluster.patch(DEPLOYMENTS, 'default', name, 'merge', {
    spec: { template: { spec: { containers: [{ name: 'c', image }] } } },
  });
const sizes = (cluster: FakeCluster): Record<string, number> =>
  Object.fromEntries(
    cluster
      .list(RS)
      .map((set): [string, number] => [set.spec.template.spec.containers[0].image, set.spec.replicas])
      .sort(),
  );
const condition = (cluster: FakeCluster, name: string, type: string): Loose =>
  cluster.must(DEPLOYMENTS, 'default', name).status.conditions.find((each: Loose) => each.type === type);

describe('a deployment', () => {
  test('makes a replica set that makes the pods, and says so', () => {
    const cluster = world();
    cluster.create(DEPLOYMENTS, 'default', deployment('web', 3));
    cluster.run(2000);
    const [set] = cluster.list(RS);
    expect(set.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/);
    expect(set.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '1',
    });
    expect(cluster.list('pods')).toHaveLength(3);
    expect(cluster.list('pods')[0].metadata.labels['pod-template-hash']).toBe(set.metadata.labels['pod-template-hash']);
    const { conditions, ...counts } = cluster.must(DEPLOYMENTS, 'default', 'web').status;
    expect(counts).toEqual({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
    });
    expect(conditions.map((each: Loose) => [each.type, each.status, each.reason, each.message])).toEqual([
      ['Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'],
      [
        'Progressing',
        'True',
        'NewReplicaSetAvailable',
        `ReplicaSet "${set.metadata.name}" has successfully progressed.`,
      ],
    ]);
    expect(cluster.events('web')).toEqual([`Scaled up replica set ${set.metadata.name} from 0 to 3`]);
    expect(cluster.events(set.metadata.name)).toHaveLength(3);
    expect(cluster.clock.isSettled()).toBe(true);
  });

  test('rolls one pod at a time within surge and availability', () => {
    const cluster = world();
    cluster.create(DEPLOYMENTS, 'default', deployment('web', 3));
    cluster.run(2000);
    setImage(cluster, 'web', 'nginx:2');
    cluster.writes.length = 0;
    cluster.run(5000);
    expect(sizes(cluster)).toEqual({ 'nginx:1': 0, 'nginx:2': 3 });
    const messages = cluster.events('web', 'ScalingReplicaSet').map((text) => text.replace(/web-\w+/, 'RS'));
    expect(messages).toEqual([
      'Scaled up replica set RS from 0 to 3',
      'Scaled up replica set RS from 0 to 1',
      'Scaled down replica set RS from 3 to 2',
      'Scaled up replica set RS from 1 to 2',
      'Scaled down replica set RS from 2 to 1',
      'Scaled up replica set RS from 2 to 3',
      'Scaled down replica set RS from 1 to 0',
    ]);
    for (const { resource, object } of cluster.writes)
      if (resource === DEPLOYMENTS) expect((object as Loose).status.availableReplicas).toBeGreaterThanOrEqual(3);
    expect(cluster.must(DEPLOYMENTS, 'default', 'web').metadata.annotations['deployment.kubernetes.io/revision']).toBe(
      '2',
    );
  });

  test('takes an old set up again when its template comes back, with a new revision and the old ones in its history', () => {
    const cluster = world();
    cluster.create(DEPLOYMENTS, 'default', deployment('web', 2));
    cluster.run(2000);
    setImage(cluster, 'web', 'nginx:2');
    cluster.run(4000);
    setImage(cluster, 'web', 'nginx:1');
    cluster.run(4000);
    expect(sizes(cluster)).toEqual({ 'nginx:1': 2, 'nginx:2': 0 });
    const first = cluster.list(RS).find((set) => set.spec.replicas === 2);
    expect(first.metadata.annotations['deployment.kubernetes.io/revision']).toBe('3');
    expect(first.metadata.annotations['deployment.kubernetes.io/revision-history']).toBe('1');
  });

  test('says when a rollout has made no progress until its deadline', () => {
    const cluster = world((pod) => (pod as Loose).spec.containers[0].image !== 'bad');
    cluster.create(DEPLOYMENTS, 'default', deployment('web', 3, { progressDeadlineSeconds: 10 }));
    cluster.run(2000);
    setImage(cluster, 'web', 'bad');
    cluster.run(8000);
    expect(condition(cluster, 'web', 'Progressing')).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated' });
    cluster.run(6000);
    expect(sizes(cluster)).toEqual({ bad: 1, 'nginx:1': 3 });
    const name = cluster.list(RS).find((set) => set.spec.replicas === 1).metadata.name;
    expect(condition(cluster, 'web', 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${name}" has timed out progressing.`,
    });
    expect(condition(cluster, 'web', 'Available').status).toBe('True');
  });

  test('scales in proportion in the middle of a rollout', () => {
    const cluster = world((pod) => (pod as Loose).spec.containers[0].image !== 'bad');
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } };
    cluster.create(DEPLOYMENTS, 'default', deployment('prop', 10, { strategy }));
    cluster.run(3000);
    setImage(cluster, 'prop', 'bad');
    cluster.run(3000);
    expect(sizes(cluster)).toEqual({ bad: 5, 'nginx:1': 8 });
    cluster.patch(DEPLOYMENTS, 'default', 'prop', 'merge', { spec: { replicas: 15 } });
    cluster.run(3000);
    expect(sizes(cluster)).toEqual({ bad: 7, 'nginx:1': 11 });
    for (const set of cluster.list(RS)) {
      expect(set.metadata.annotations['deployment.kubernetes.io/desired-replicas']).toBe('15');
      expect(set.metadata.annotations['deployment.kubernetes.io/max-replicas']).toBe('18');
    }
  });

  test('with Recreate starts nothing new before the old pods are gone', () => {
    const cluster = world();
    cluster.create(DEPLOYMENTS, 'default', deployment('rec', 2, { strategy: { type: 'Recreate' } }));
    cluster.run(2000);
    setImage(cluster, 'rec', 'nginx:2');
    cluster.writes.length = 0;
    cluster.run(3000);
    expect(sizes(cluster)).toEqual({ 'nginx:1': 0, 'nginx:2': 2 });
    const pods = cluster.writes.filter((write) => write.resource === 'pods');
    expect(pods.findLastIndex((write) => write.verb === 'deleted')).toBeLessThan(
      pods.findIndex((write) => write.verb === 'added'),
    );
  });

  test('that is paused is scaled but not rolled, and says so', () => {
    const cluster = world();
    cluster.create(DEPLOYMENTS, 'default', deployment('web', 2));
    cluster.run(2000);
    cluster.patch(DEPLOYMENTS, 'default', 'web', 'merge', { spec: { paused: true } });
    setImage(cluster, 'web', 'nginx:2');
    cluster.run(1000);
    expect(condition(cluster, 'web', 'Progressing')).toMatchObject({ status: 'Unknown', reason: 'DeploymentPaused' });
    cluster.patch(DEPLOYMENTS, 'default', 'web', 'merge', { spec: { replicas: 4 } });
    cluster.run(2000);
    expect(sizes(cluster)).toEqual({ 'nginx:1': 4 });
    cluster.patch(DEPLOYMENTS, 'default', 'web', 'merge', { spec: { paused: null } });
    cluster.run(5000);
    expect(sizes(cluster)).toEqual({ 'nginx:1': 0, 'nginx:2': 4 });
    expect(condition(cluster, 'web', 'Progressing').reason).toBe('NewReplicaSetAvailable');
  });

  test('keeps no more old sets than its history limit', () => {
    const cluster = world();
    cluster.create(DEPLOYMENTS, 'default', deployment('web', 1, { revisionHistoryLimit: 1 }));
    for (const image of ['nginx:2', 'nginx:3', 'nginx:4']) {
      cluster.run(3000);
      setImage(cluster, 'web', image);
    }
    cluster.run(3000);
    expect(sizes(cluster)).toEqual({ 'nginx:3': 0, 'nginx:4': 1 });
  });

  test('counts collisions when a foreign set has the name it wants', () => {
    const names = world();
    names.create(DEPLOYMENTS, 'default', deployment('web', 1));
    names.run(1000);
    const { name } = names.list(RS)[0].metadata;
    const cluster = world();
    const foreign = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, labels: {} } };
    const spec = { replicas: 0, selector: { matchLabels: { x: 'y' } }, template: { metadata: { labels: { x: 'y' } } } };
    cluster.create(RS, 'default', { ...foreign, spec });
    cluster.create(DEPLOYMENTS, 'default', deployment('web', 1));
    cluster.run(2000);
    expect(cluster.must(DEPLOYMENTS, 'default', 'web').status).toMatchObject({ collisionCount: 1, readyReplicas: 1 });
    expect(cluster.list(RS)).toHaveLength(2);
  });

  test('with minReadySeconds waits before it calls a pod available', () => {
    const cluster = world();
    cluster.create(DEPLOYMENTS, 'default', deployment('slow', 1, { minReadySeconds: 3 }));
    cluster.run(1500);
    expect(cluster.must(DEPLOYMENTS, 'default', 'slow').status).toMatchObject({
      readyReplicas: 1,
      unavailableReplicas: 1,
    });
    cluster.run(3000);
    expect(cluster.must(DEPLOYMENTS, 'default', 'slow').status.availableReplicas).toBe(1);
  });
});
