import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import { type Cluster, createCluster } from '../../../../src/engine/cluster/cluster.ts';
import { nodeAt } from '../../../../src/engine/cluster/files.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { createContainerRuntime } from '../../../../src/engine/runtime/container-runtime.ts';
import type { Loose } from '../fake-cluster.ts';

// A learner's cluster, whose default class makes volumes.

const CORE = '/api/v1/namespaces/default';
const PVC = 'persistentvolumeclaims';
const PV = 'persistentvolumes';

class World {
  readonly clock = new VirtualClock(1_795_312_250_000);
  readonly cluster: Cluster;

  constructor() {
    const random = new Random(7);
    const runtime = createContainerRuntime({ clock: this.clock, random: random.fork('runtime'), imagesPresent: true });
    const options = { clock: this.clock, random: random.fork('cluster'), runtime, workers: 2, systemPods: true };
    this.cluster = createCluster(options);
    this.run(60);
  }

  run(seconds: number): this {
    this.clock.runUntil(this.clock.nowMs() + seconds * 1000);
    return this;
  }

  try(method: 'POST' | 'DELETE' | 'PATCH' | 'GET', path: string, body?: Loose): Loose {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    return this.cluster.handle({ method, path, headers, body }).body;
  }

  call(method: 'POST' | 'DELETE' | 'PATCH', path: string, body?: Loose): Loose {
    const answer = this.try(method, path, body);
    if (answer.status === 'Failure') throw new Error(`${method} ${path}: ${answer.message}`);
    return answer;
  }

  claim(name: string, extra: Loose = {}): Loose {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...extra };
    return this.call('POST', `${CORE}/${PVC}`, { metadata: { name }, spec });
  }

  pod(name: string, claim: string, script = 'sleep 3600', extra: Loose = {}): void {
    this.call('POST', `${CORE}/pods`, {
      metadata: { name },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          {
            name: 'c',
            image: 'busybox',
            command: ['sh', '-c', script],
            volumeMounts: [{ name: 'v', mountPath: '/data' }],
          },
        ],
        volumes: [{ name: 'v', persistentVolumeClaim: { claimName: claim } }],
        ...extra,
      },
    });
  }

  get(resource: string, name: string, namespace = 'default'): Loose {
    return this.cluster.informers.get(resource, namespace, name);
  }

  reasons(name: string): string[] {
    const events = this.cluster.informers.list('events', 'default') as Loose[];
    return events
      .filter((event) => (event.involvedObject ?? event.regarding).name === name)
      .map((event) => `${event.reason}: ${event.message}`);
  }
}

describe('a claim of the default class', () => {
  test('waits for its pod, is given a directory of the node where the pod goes, and says how it came', () => {
    const world = new World();
    world.claim('c');
    world.run(5);
    expect(world.get(PVC, 'c')).toMatchObject({ spec: { storageClassName: 'standard' }, status: { phase: 'Pending' } });
    expect(world.reasons('c')).toEqual([
      'WaitForFirstConsumer: waiting for first consumer to be created before binding',
    ]);
    world.pod('p', 'c');
    world.run(10);
    const claim = world.get(PVC, 'c');
    const node = world.get('pods', 'p').spec.nodeName;
    expect(world.get('pods', 'p').status.phase).toBe('Running');
    expect(claim).toMatchObject({ status: { phase: 'Bound' }, spec: { volumeName: `pvc-${claim.metadata.uid}` } });
    const volume = world.get(PV, claim.spec.volumeName, '');
    expect(volume).toMatchObject({
      metadata: { annotations: { 'pv.kubernetes.io/provisioned-by': 'rancher.io/local-path' } },
      spec: { persistentVolumeReclaimPolicy: 'Delete', claimRef: { name: 'c' } },
      status: { phase: 'Bound' },
    });
    expect(JSON.stringify(volume.spec.nodeAffinity)).toContain(`"values":["${node}"]`);
    expect(world.reasons('c')).toContain(
      `ProvisioningSucceeded: Successfully provisioned volume ${claim.spec.volumeName}`,
    );
  });

  test('keeps its files when its pod goes, and the next pod comes to them', () => {
    const world = new World();
    world.claim('c');
    world.pod('first', 'c', 'echo kept > /data/file; sleep 3600');
    world.run(10);
    const node = world.get('pods', 'first').spec.nodeName;
    world.call('DELETE', `${CORE}/pods/first`);
    world.run(5);
    world.pod('second', 'c', 'grep -q kept /data/file', { restartPolicy: 'Never' });
    world.run(5);
    expect(world.get('pods', 'second').spec.nodeName).toBe(node);
    expect(world.get('pods', 'second').status.phase).toBe('Succeeded');
  });

  test('takes volume and files with it when it is deleted', () => {
    const world = new World();
    world.claim('c');
    world.pod('p', 'c', 'echo x > /data/file');
    world.run(10);
    const { volumeName } = world.get(PVC, 'c').spec;
    const { path } = world.get(PV, volumeName, '').spec.hostPath;
    const node = world.get('pods', 'p').spec.nodeName;
    const files = world.cluster.kubelets.get(node)!.nodeFiles;
    expect(nodeAt(files, `${path}/file`)).toBeDefined();
    world.call('DELETE', `${CORE}/pods/p`);
    world.call('DELETE', `${CORE}/${PVC}/c`);
    world.run(10);
    expect(world.get(PV, volumeName, '')).toBeUndefined();
    expect(nodeAt(files, path)).toBeUndefined();
  });

  test('that many pods want to write gets none, and says why', () => {
    const world = new World();
    world.claim('c', { accessModes: ['ReadWriteMany'] });
    world.pod('p', 'c');
    world.run(10);
    expect(world.get('pods', 'p').status.phase).toBe('Pending');
    expect(world.reasons('c').join('\n')).toContain(
      'ProvisioningFailed: failed to provision volume with StorageClass "standard": NodePath only supports ReadWriteOnce',
    );
  });

  test('says what it asks for in vain', () => {
    const world = new World();
    const warnings = world.cluster.handle({
      method: 'POST',
      path: `${CORE}/${PVC}`,
      headers: { 'content-type': 'application/json' },
      body: {
        metadata: { name: 'copy' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Gi' } },
          dataSource: { kind: 'PersistentVolumeClaim', name: 'other' },
        },
      },
    }).warnings;
    expect(warnings?.join()).toContain('spec.dataSource: Skiff does not simulate this field');
  });

  test('cannot grow: the class does not allow it', () => {
    const world = new World();
    world.claim('c');
    world.pod('p', 'c');
    world.run(10);
    const larger = { spec: { resources: { requests: { storage: '2Gi' } } } };
    expect(world.try('PATCH', `${CORE}/${PVC}/c`, larger)).toMatchObject({ code: 403, reason: 'Forbidden' });
  });
});

describe('a claim on a file server', () => {
  function shared(): World {
    const world = new World();
    world.call('POST', '/apis/storage.k8s.io/v1/storageclasses', {
      metadata: { name: 'nfs' },
      provisioner: 'nfs.csi.k8s.io',
      parameters: { server: 'files.example.com', share: '/exports' },
      allowVolumeExpansion: true,
    });
    world.claim('c', { storageClassName: 'nfs', accessModes: ['ReadWriteMany'] });
    return world.run(5);
  }

  test('has the same files on every node', () => {
    const world = shared();
    world.pod('one', 'c', 'echo from-one > /data/file; sleep 3600', { nodeName: 'worker-1' });
    world.run(5);
    world.pod('two', 'c', 'grep -q from-one /data/file', { nodeName: 'worker-2', restartPolicy: 'Never' });
    world.run(5);
    expect(world.get('pods', 'two').status.phase).toBe('Succeeded');
  });

  test('grows, and says that it does while it does', () => {
    const world = shared();
    world.call('PATCH', `${CORE}/${PVC}/c`, { spec: { resources: { requests: { storage: '5Gi' } } } });
    world.run(0.5);
    expect(world.get(PVC, 'c').status.conditions).toMatchObject([{ type: 'Resizing', status: 'True' }]);
    world.run(5);
    const claim = world.get(PVC, 'c');
    expect(claim.status).toMatchObject({ phase: 'Bound', capacity: { storage: '5Gi' } });
    expect(claim.status.conditions).toBeUndefined();
    expect(world.get(PV, claim.spec.volumeName, '').spec.capacity.storage).toBe('5Gi');
    expect(world.reasons('c')).toContain('VolumeResizeSuccessful: Resize volume succeeded');
  });
});

describe('a ReadWriteOncePod claim', () => {
  test('is for one pod: the second waits until the first has gone', () => {
    const world = new World();
    world.claim('c', { accessModes: ['ReadWriteOncePod'] });
    world.pod('one', 'c');
    world.run(10);
    world.pod('two', 'c');
    world.run(10);
    expect(world.get('pods', 'two').status.conditions[0].message).toContain(
      '2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
    );
    world.call('DELETE', `${CORE}/pods/one`);
    world.run(20);
    expect(world.get('pods', 'two').status.phase).toBe('Running');
  });
});

describe('storage made by hand', () => {
  test('with the policy Recycle is emptied and offered again', () => {
    const world = new World();
    world.call('POST', `/api/v1/${PV}`, {
      metadata: { name: 'v' },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Recycle',
        storageClassName: 'manual',
        hostPath: { path: '/mnt/v' },
      },
    });
    world.claim('c', { storageClassName: 'manual' });
    world.pod('p', 'c', 'echo x > /data/file');
    world.run(10);
    const files = world.cluster.kubelets.get(world.get('pods', 'p').spec.nodeName)!.nodeFiles;
    expect(nodeAt(files, '/mnt/v/file')).toBeDefined();
    world.call('DELETE', `${CORE}/pods/p`);
    world.call('DELETE', `${CORE}/${PVC}/c`);
    world.run(15);
    expect(nodeAt(files, '/mnt/v/file')).toBeUndefined();
    expect(world.get(PV, 'v', '')).toMatchObject({ status: { phase: 'Available' } });
    expect(world.get(PV, 'v', '').spec.claimRef).toBeUndefined();
  });

  test('and a claim from before there was a default class gets the class when there is one', () => {
    const world = new World();
    const classes = '/apis/storage.k8s.io/v1/storageclasses';
    world.call('DELETE', `${classes}/standard`);
    world.claim('c');
    world.run(5);
    expect(world.reasons('c').at(-1)).toContain('no storage class is set');
    world.call('POST', classes, {
      metadata: { name: 'new', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'k8s.io/minikube-hostpath',
    });
    world.run(10);
    expect(world.get(PVC, 'c')).toMatchObject({ spec: { storageClassName: 'new' }, status: { phase: 'Bound' } });
  });
});
