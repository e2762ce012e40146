import { describe, expect, test } from 'vitest';
import { StatefulSetController } from '../../../../src/engine/cluster/controllers/statefulset/controller.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const STS = 'statefulsets.apps';

function world(isReady?: (pod: Loose) => boolean): FakeCluster {
  return new FakeCluster().withKubelet(300, isReady).start((context) => new StatefulSetController(context));
}

function statefulSet(replicas: number, spec: Loose = {}): Loose {
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web' },
    spec: {
      replicas,
      serviceName: 'nginx',
      selector: { matchLabels: labels },
      template,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      ...spec,
    },
  };
}

const names = (cluster: FakeCluster): string[] => cluster.list('pods').map((pod) => pod.metadata.name);
const image = (cluster: FakeCluster, name: string): string =>
  cluster.must('pods', 'default', name).spec.containers[0].image;
const setImage = (cluster: FakeCluster, value: string): void =>
  void cluster.patch(STS, 'default', 'web', 'merge', {
    spec: { template: { spec: { containers: [{ name: 'c', image: value }] } } },
  });
const scale = (cluster: FakeCluster, replicas: number): void =>
  void cluster.patch(STS, 'default', 'web', 'merge', { spec: { replicas } });

describe('a stateful set', () => {
  test('starts its pods in order, each with its own name', () => {
    const cluster = world();
    cluster.create(STS, 'default', statefulSet(3));
    cluster.run(250);
    expect(names(cluster)).toEqual(['web-0']);
    cluster.run(350);
    expect(names(cluster)).toEqual(['web-0', 'web-1']);
    cluster.run(2000);
    expect(names(cluster)).toEqual(['web-0', 'web-1', 'web-2']);
    const pod = cluster.must('pods', 'default', 'web-1');
    const { updateRevision } = cluster.must(STS, 'default', 'web').status;
    expect(pod.metadata.labels).toEqual({
      app: 'web',
      'controller-revision-hash': updateRevision,
      'statefulset.kubernetes.io/pod-name': 'web-1',
      'apps.kubernetes.io/pod-index': '1',
    });
    expect(pod.spec).toMatchObject({ hostname: 'web-1', subdomain: 'nginx' });
    expect(cluster.must(STS, 'default', 'web').status).toEqual({
      observedGeneration: 1,
      replicas: 3,
      readyReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      availableReplicas: 3,
      currentRevision: updateRevision,
      updateRevision,
      collisionCount: 0,
    });
    expect(cluster.events('web')).toEqual([0, 1, 2].map((at) => `Create Pod web-${at} in StatefulSet web successful`));
  });

  test('waits for a pod that is not ready, unless it may go in parallel', () => {
    const sick = (pod: Loose): boolean => pod.metadata.name !== 'web-0';
    const cluster = world(sick);
    cluster.create(STS, 'default', statefulSet(2));
    cluster.run(3000);
    expect(names(cluster)).toEqual(['web-0']);
    const parallel = world(sick);
    parallel.create(STS, 'default', statefulSet(2, { podManagementPolicy: 'Parallel' }));
    parallel.run(100);
    expect(names(parallel)).toEqual(['web-0', 'web-1']);
  });

  test('gives a deleted pod its name back', () => {
    const cluster = world();
    cluster.create(STS, 'default', statefulSet(2));
    cluster.run(2000);
    const { uid } = cluster.must('pods', 'default', 'web-0').metadata;
    cluster.delete('pods', 'default', 'web-0');
    cluster.run(1000);
    expect(cluster.must('pods', 'default', 'web-0').metadata.uid).not.toBe(uid);
  });

  test('shrinks from the top, one after the other', () => {
    const cluster = world();
    cluster.create(STS, 'default', statefulSet(3));
    cluster.run(3000);
    scale(cluster, 1);
    cluster.run(100);
    expect(cluster.list('pods').map((pod) => pod.metadata.deletionTimestamp !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
    cluster.run(1000);
    expect(names(cluster)).toEqual(['web-0']);
    expect(cluster.events('web', 'SuccessfulDelete')).toEqual(
      ['web-2', 'web-1'].map((name) => `Delete Pod ${name} in StatefulSet web successful`),
    );
  });

  test('updates from the top down, and stops at the partition', () => {
    const cluster = world();
    cluster.create(
      STS,
      'default',
      statefulSet(3, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }),
    );
    cluster.run(3000);
    setImage(cluster, 'nginx:2');
    cluster.run(3000);
    expect(['web-0', 'web-1', 'web-2'].map((name) => image(cluster, name))).toEqual(['nginx:1', 'nginx:1', 'nginx:2']);
    expect(cluster.must(STS, 'default', 'web').status).toMatchObject({ currentReplicas: 2, updatedReplicas: 1 });
    cluster.delete('pods', 'default', 'web-0');
    cluster.run(1000);
    expect(image(cluster, 'web-0')).toBe('nginx:1');
    cluster.patch(STS, 'default', 'web', 'merge', { spec: { updateStrategy: { rollingUpdate: { partition: 0 } } } });
    cluster.run(4000);
    expect(['web-0', 'web-1', 'web-2'].map((name) => image(cluster, name))).toEqual(['nginx:2', 'nginx:2', 'nginx:2']);
    const { status } = cluster.must(STS, 'default', 'web');
    expect(status.currentRevision).toBe(status.updateRevision);
    expect(
      cluster
        .list('controllerrevisions.apps')
        .map((each) => each.revision)
        .sort(),
    ).toEqual([1, 2]);
  });

  test('makes a claim for each pod, and keeps it', () => {
    const cluster = world();
    const claim = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    cluster.create(STS, 'default', statefulSet(2, { volumeClaimTemplates: [claim] }));
    cluster.run(2000);
    expect(cluster.list('persistentvolumeclaims').map((each) => each.metadata.name)).toEqual([
      'data-web-0',
      'data-web-1',
    ]);
    expect(cluster.must('pods', 'default', 'web-1').spec.volumes).toEqual([
      { name: 'data', persistentVolumeClaim: { claimName: 'data-web-1' } },
    ]);
    scale(cluster, 1);
    cluster.run(1000);
    expect(cluster.list('persistentvolumeclaims')).toHaveLength(2);
  });
});

describe('a rolling update that may have several pods away', () => {
  test('replaces that many at once, from the highest down', () => {
    const cluster = world();
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 2 } };
    cluster.create(STS, 'default', statefulSet(4, { updateStrategy, podManagementPolicy: 'Parallel' }));
    cluster.run(2000);
    setImage(cluster, 'nginx:2');
    cluster.run(100);
    const going = cluster.list('pods').filter((pod) => pod.metadata.deletionTimestamp);
    expect(going.map((pod) => pod.metadata.name)).toEqual(['web-2', 'web-3']);
    cluster.run(10_000);
    expect(names(cluster).map((name) => image(cluster, name))).toEqual(Array(4).fill('nginx:2'));
  });
});

describe("what becomes of a set's claims", () => {
  const PVC = 'persistentvolumeclaims';
  const owners = (cluster: FakeCluster, name: string): string[] =>
    (cluster.must(PVC, 'default', name).metadata.ownerReferences ?? []).map(
      (each: Loose) => `${each.kind}/${each.name}`,
    );
  const made = (policy?: Loose): FakeCluster => {
    const cluster = world();
    const volumeClaimTemplates = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }];
    const spec = { volumeClaimTemplates, ...(policy && { persistentVolumeClaimRetentionPolicy: policy }) };
    cluster.create(STS, 'default', statefulSet(2, spec));
    return cluster.run(2000);
  };

  test('they stay unless the set says otherwise', () => {
    const cluster = made();
    expect(owners(cluster, 'data-web-1')).toEqual([]);
  });

  test('with whenDeleted: Delete they belong to the set', () => {
    const cluster = made({ whenDeleted: 'Delete', whenScaled: 'Retain' });
    expect(owners(cluster, 'data-web-0')).toEqual(['StatefulSet/web']);
    scale(cluster, 1);
    cluster.run(2000);
    expect(owners(cluster, 'data-web-1')).toEqual(['StatefulSet/web']);
  });

  test('with whenScaled: Delete the claim of a pod too many goes with the pod', () => {
    const cluster = made({ whenDeleted: 'Retain', whenScaled: 'Delete' });
    expect(owners(cluster, 'data-web-1')).toEqual([]);
    scale(cluster, 1);
    cluster.run(100);
    expect(owners(cluster, 'data-web-1')).toEqual(['Pod/web-1']);
    expect(owners(cluster, 'data-web-0')).toEqual([]);
  });
});
