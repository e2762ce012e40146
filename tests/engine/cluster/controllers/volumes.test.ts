import { describe, expect, test } from 'vitest';
import { PersistentVolumeController } from '../../../../src/engine/cluster/controllers/volumes/persistent-volume-controller.ts';
import { VolumeProtectionController } from '../../../../src/engine/cluster/controllers/volumes/protection-controller.ts';
import { createScheduler } from '../../../../src/engine/cluster/scheduler/scheduler.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const PVC = 'persistentvolumeclaims';
const PV = 'persistentvolumes';
const CLASSES = 'storageclasses.storage.k8s.io';

function world(): FakeCluster {
  const cluster = new FakeCluster();
  for (const name of ['worker-1', 'worker-2'])
    cluster.create('nodes', '', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { 'kubernetes.io/hostname': name } },
      spec: {},
      status: { allocatable: { cpu: '2', memory: '8Gi', pods: '110' } },
    });
  return cluster.start(
    createScheduler,
    (context) => new PersistentVolumeController(context),
    (context) => new VolumeProtectionController(context),
  );
}

function volume(name: string, storage: string, extra: Loose = {}): Loose {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, finalizers: ['kubernetes.io/pv-protection'] },
    spec: {
      capacity: { storage },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: '/data' },
      persistentVolumeReclaimPolicy: 'Retain',
      ...extra,
    },
  };
}

function claim(name: string, storage: string, extra: Loose = {}): Loose {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, finalizers: ['kubernetes.io/pvc-protection'] },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...extra },
  };
}

const pod = (name: string, claimName: string): Loose => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'c' }], volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }] },
});

describe('a claim', () => {
  test('is bound to the smallest volume that suits it', () => {
    const cluster = world();
    for (const [name, size] of [
      ['big', '10Gi'],
      ['small', '1Gi'],
      ['right', '3Gi'],
    ] as const)
      cluster.create(PV, '', volume(name, size));
    cluster.create(PVC, 'default', claim('c', '2Gi'));
    cluster.run(3000);
    const bound = cluster.must(PVC, 'default', 'c');
    expect(bound).toMatchObject({
      metadata: {
        annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' },
      },
      spec: { volumeName: 'right' },
      status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '3Gi' } },
    });
    expect(cluster.must(PV, '', 'right')).toMatchObject({
      spec: { claimRef: { kind: 'PersistentVolumeClaim', namespace: 'default', name: 'c', uid: bound.metadata.uid } },
      status: { phase: 'Bound' },
    });
    expect(cluster.must(PV, '', 'big').status.phase).toBe('Available');
  });

  test('waits, and its pod with it, until a volume is there', () => {
    const cluster = world();
    cluster.create(PVC, 'default', claim('c', '2Gi'));
    cluster.create('pods', 'default', pod('p', 'c'));
    cluster.run(200);
    expect(cluster.events('c')).toEqual(['no persistent volumes available for this claim and no storage class is set']);
    expect(cluster.events('p')).toEqual([
      '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    ]);
    cluster.create(PV, '', volume('v', '2Gi'));
    cluster.run(4000);
    expect(cluster.must('pods', 'default', 'p').spec.nodeName).toMatch(/^worker/);
  });

  test('says which class or provisioner it lacks', () => {
    const cluster = world();
    cluster.create(CLASSES, '', {
      metadata: { name: 'fast' },
      provisioner: 'example.com/fast',
      volumeBindingMode: 'Immediate',
    });
    cluster.create(PVC, 'default', claim('a', '1Gi', { storageClassName: 'nope' }));
    cluster.create(PVC, 'default', claim('b', '1Gi', { storageClassName: 'fast' }));
    cluster.run(200);
    expect(cluster.events('a')).toEqual(['storageclass.storage.k8s.io "nope" not found']);
    expect(cluster.events('b')[0]).toContain(
      "created either by the external provisioner 'example.com/fast' or manually",
    );
  });

  test('of a class that waits for its pod is bound where the pod goes', () => {
    const cluster = world();
    cluster.create(CLASSES, '', {
      metadata: { name: 'local' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    const terms = [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-2'] }] }];
    cluster.create(
      PV,
      '',
      volume('l', '5Gi', { storageClassName: 'local', nodeAffinity: { required: { nodeSelectorTerms: terms } } }),
    );
    cluster.create(PVC, 'default', claim('c', '2Gi', { storageClassName: 'local' }));
    cluster.run(2000);
    expect(cluster.events('c')[0]).toBe('waiting for first consumer to be created before binding');
    expect(cluster.must(PV, '', 'l').status.phase).toBe('Available');
    cluster.create('pods', 'default', pod('p', 'c'));
    cluster.run(3000);
    expect(cluster.must('pods', 'default', 'p').spec.nodeName).toBe('worker-2');
    expect(cluster.must(PVC, 'default', 'c').status.phase).toBe('Bound');
    expect(cluster.must(PVC, 'default', 'c').metadata.annotations['volume.kubernetes.io/selected-node']).toBe(
      'worker-2',
    );
  });

  test('stays while a pod uses it; its volume is then released', () => {
    const cluster = world();
    cluster.create(PV, '', volume('v', '2Gi'));
    cluster.create(PVC, 'default', claim('c', '2Gi'));
    cluster.run(3000);
    cluster.create('pods', 'default', pod('p', 'c'));
    cluster.run(100);
    cluster.delete(PVC, 'default', 'c');
    cluster.run(1000);
    expect(cluster.get(PVC, 'default', 'c')).toBeDefined();
    cluster.delete('pods', 'default', 'p', { gracePeriodSeconds: 0 });
    cluster.run(1000);
    expect(cluster.get(PVC, 'default', 'c')).toBeUndefined();
    expect(cluster.must(PV, '', 'v').status.phase).toBe('Released');
    cluster.create(PVC, 'default', claim('d', '2Gi'));
    cluster.run(1000);
    expect(cluster.must(PVC, 'default', 'd').status).toBeUndefined();
    cluster.delete(PV, '', 'v');
    cluster.run(100);
    expect(cluster.get(PV, '', 'v')).toBeUndefined();
  });

  test('that loses its volume is lost', () => {
    const cluster = world();
    cluster.create(PV, '', { ...volume('v', '2Gi'), metadata: { name: 'v' } });
    cluster.create(PVC, 'default', claim('c', '2Gi'));
    cluster.run(3000);
    cluster.delete(PV, '', 'v');
    cluster.run(100);
    expect(cluster.must(PVC, 'default', 'c').status).toEqual({ phase: 'Lost' });
    expect(cluster.events('c', 'ClaimLost')).toEqual([
      'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    ]);
  });
});
