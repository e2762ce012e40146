import { describe, expect, test } from 'vitest';
import { NodeLifecycleController } from '../../../../src/engine/cluster/controllers/node-lifecycle/node-lifecycle-controller.ts';
import { TaintEvictionController } from '../../../../src/engine/cluster/controllers/node-lifecycle/taint-eviction-controller.ts';
import {
  evictionIntervalMs,
  zoneStates,
} from '../../../../src/engine/cluster/controllers/node-lifecycle/zone-disruption.ts';
import { PodGarbageCollector } from '../../../../src/engine/cluster/controllers/pod-gc.ts';
import { formatMicroTime } from '../../../../src/engine/cluster/timestamp.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const LEASES = 'leases.coordination.k8s.io';
const TOLERATIONS = ['not-ready', 'unreachable'].map((what) => ({
  key: `node.kubernetes.io/${what}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

function condition(type: string, status: string): Loose {
  return { type, status, reason: 'KubeletReady', message: 'kubelet is posting ready status', lastTransitionTime: 'x' };
}

function pod(name: string, nodeName: string, tolerations: Loose[] = TOLERATIONS): Loose {
  const status = { phase: 'Running', conditions: [condition('Ready', 'True'), condition('ContainersReady', 'True')] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { nodeName, tolerations }, status };
}

/** Two workers, of which `worker-2` stops renewing its lease when told. */
function world(): { cluster: FakeCluster; silence(): void; revive(): void } {
  const cluster = new FakeCluster();
  let silent = false;
  for (const name of ['worker-1', 'worker-2']) {
    const conditions = [condition('MemoryPressure', 'False'), condition('Ready', 'True')];
    cluster.create('nodes', '', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      spec: {},
      status: { conditions },
    });
    cluster.create(LEASES, 'kube-node-lease', { metadata: { name }, spec: {} });
    const beat = (): void => {
      if (!silent || name === 'worker-1') {
        const renewTime = formatMicroTime(cluster.clock.nowMs());
        cluster.patch(LEASES, 'kube-node-lease', name, 'merge', { spec: { renewTime } });
      }
      cluster.clock.after(10_000, beat, 'background');
    };
    beat();
  }
  cluster.start(
    (context) => new NodeLifecycleController(context),
    (context) => new TaintEvictionController(context),
    (context) => new PodGarbageCollector(context),
  );
  return {
    cluster,
    silence: () => {
      silent = true;
    },
    revive: () => {
      silent = false;
      const node = cluster.must('nodes', '', 'worker-2');
      cluster.update('nodes', { ...node, status: { conditions: [condition('Ready', 'True')] } });
    },
  };
}

const taints = (cluster: FakeCluster, name = 'worker-2'): string[] =>
  (cluster.must('nodes', '', name).spec.taints ?? []).map((taint: Loose) => `${taint.key}:${taint.effect}`);
const ready = (object: Loose): string => object.status.conditions.find((each: Loose) => each.type === 'Ready').status;

describe('a node that falls silent', () => {
  test('is Unknown after 40 to 55 seconds, with the taints and events of a real cluster', () => {
    const { cluster, silence } = world();
    cluster.create('pods', 'default', pod('web', 'worker-2'));
    cluster.create('pods', 'default', pod('other', 'worker-1'));
    cluster.run(12_000);
    silence();
    cluster.run(39_000);
    expect(ready(cluster.must('nodes', '', 'worker-2'))).toBe('True');
    cluster.run(17_000);
    const node = cluster.must('nodes', '', 'worker-2');
    expect(node.status.conditions.map((each: Loose) => [each.type, each.status, each.reason, each.message])).toEqual([
      ['MemoryPressure', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.'],
      ['Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.'],
      ['DiskPressure', 'Unknown', 'NodeStatusNeverUpdated', 'Kubelet never posted node status.'],
      ['PIDPressure', 'Unknown', 'NodeStatusNeverUpdated', 'Kubelet never posted node status.'],
    ]);
    expect(taints(cluster)).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    expect(taints(cluster, 'worker-1')).toEqual([]);
    expect(cluster.events('worker-2')).toEqual(['Node worker-2 status is now: NodeNotReady']);
    expect(cluster.events('web')).toEqual(['Node is not ready']);
    expect(ready(cluster.must('pods', 'default', 'web'))).toBe('False');
    expect(ready(cluster.must('pods', 'default', 'other'))).toBe('True');
  });

  test('loses its pods after their toleration', () => {
    const { cluster, silence } = world();
    cluster.create('pods', 'default', pod('web', 'worker-2'));
    cluster.run(12_000);
    silence();
    cluster.run(330_000);
    expect(cluster.must('pods', 'default', 'web').metadata.deletionTimestamp).toBeUndefined();
    cluster.run(30_000);
    expect(cluster.must('pods', 'default', 'web').metadata.deletionTimestamp).toBeDefined();
    expect(cluster.events('web', 'TaintManagerEviction')).toEqual(['Marking for deletion Pod default/web']);
  });

  test('keeps its pods when it comes back in time', () => {
    const { cluster, silence, revive } = world();
    cluster.create('pods', 'default', pod('web', 'worker-2'));
    cluster.run(12_000);
    silence();
    cluster.run(70_000);
    revive();
    cluster.run(10_000);
    expect(taints(cluster)).toEqual([]);
    expect(cluster.events('web', 'TaintManagerEviction')).toEqual(['Cancelling deletion of Pod default/web']);
  });
});

test('a cordoned node is tainted, and freed again', () => {
  const { cluster } = world();
  cluster.patch('nodes', '', 'worker-1', 'merge', { spec: { unschedulable: true } });
  cluster.run(100);
  expect(taints(cluster, 'worker-1')).toEqual(['node.kubernetes.io/unschedulable:NoSchedule']);
  cluster.patch('nodes', '', 'worker-1', 'merge', { spec: { unschedulable: null } });
  cluster.run(100);
  expect(taints(cluster, 'worker-1')).toEqual([]);
});

test('a NoExecute taint by hand evicts at once what does not tolerate it', () => {
  const { cluster } = world();
  const mine = { key: 'maint', operator: 'Equal', value: 'yes', effect: 'NoExecute' };
  cluster.create('pods', 'default', pod('plain', 'worker-1'));
  cluster.create('pods', 'default', pod('tolerant', 'worker-1', [mine]));
  cluster.patch('nodes', '', 'worker-1', 'merge', {
    spec: { taints: [{ key: 'maint', value: 'yes', effect: 'NoExecute' }] },
  });
  cluster.run(100);
  expect(cluster.must('pods', 'default', 'plain').metadata.deletionTimestamp).toBeDefined();
  expect(cluster.must('pods', 'default', 'plain').status.conditions.at(-1)).toMatchObject({
    type: 'DisruptionTarget',
    reason: 'DeletionByTaintManager',
  });
  expect(cluster.must('pods', 'default', 'tolerant').metadata.deletionTimestamp).toBeUndefined();
});

test('pods of a node that does not exist are removed after a while', () => {
  const { cluster } = world();
  cluster.create('pods', 'default', { ...pod('ghost', 'no-such-node'), status: { phase: 'Pending' } });
  cluster.create('pods', 'default', pod('web', 'worker-1'));
  cluster.run(35_000);
  expect(cluster.get('pods', 'default', 'ghost')).toBeDefined();
  cluster.run(30_000);
  expect(cluster.get('pods', 'default', 'ghost')).toBeUndefined();
  expect(cluster.get('pods', 'default', 'web')).toBeDefined();
});

describe('silence in a zone', () => {
  const node = (name: string, zone: string, isReady: boolean): Loose => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } },
    spec: {},
    status: { conditions: [condition('Ready', isReady ? 'True' : 'Unknown')] },
  });

  test('of most of its nodes is a partial disruption, of all a full one', () => {
    const zone = (name: string, ready: number, silent: number): Loose[] => [
      ...Array.from({ length: ready }, (_, at) => node(`${name}-r${at}`, name, true)),
      ...Array.from({ length: silent }, (_, at) => node(`${name}-s${at}`, name, false)),
    ];
    const states = zoneStates([...zone('a', 2, 3), ...zone('b', 0, 1), ...zone('c', 3, 2), ...zone('d', 1, 2)]);
    expect([...states.values()]).toEqual(['PartialDisruption', 'FullDisruption', 'Normal', 'Normal']);
  });

  test('slows evictions down in a large cluster and stops them in a small one', () => {
    expect(evictionIntervalMs('Normal', 5)).toBe(10_000);
    expect(evictionIntervalMs('FullDisruption', 5)).toBe(10_000);
    expect(evictionIntervalMs('PartialDisruption', 51)).toBe(100_000);
    expect(evictionIntervalMs('PartialDisruption', 50)).toBeUndefined();
  });

  test('and of all nodes of all zones empties none: it may be the controller that is cut off', () => {
    const cluster = new FakeCluster();
    for (const name of ['worker-1', 'worker-2']) cluster.create('nodes', '', node(name, 'a', true));
    cluster.start((context) => new NodeLifecycleController(context));
    cluster.run(120_000);
    expect(ready(cluster.must('nodes', '', 'worker-1'))).toBe('Unknown');
    expect(taints(cluster, 'worker-1')).toEqual(['node.kubernetes.io/unreachable:NoSchedule']);
    expect(taints(cluster, 'worker-2')).toEqual(['node.kubernetes.io/unreachable:NoSchedule']);
  });
});

describe('pods that nobody will remove', () => {
  const ended = (name: string, reason?: string): Loose => ({
    ...pod(name, 'worker-1'),
    status: { phase: 'Failed', ...(reason && { reason }) },
  });

  test('because they have ended go above the threshold: evicted ones first, then the oldest', () => {
    const { cluster } = world();
    cluster.start((context) => new PodGarbageCollector(context, 2));
    for (const name of ['a', 'b', 'c']) {
      cluster.create('pods', 'default', ended(name));
      cluster.run(2000);
    }
    cluster.create('pods', 'default', ended('evicted', 'Evicted'));
    cluster.run(25_000);
    expect(cluster.list('pods').map((each) => each.metadata.name)).toEqual(['b', 'c']);
  });

  test('because their machine is out of service go when they are to go', () => {
    const { cluster, silence } = world();
    cluster.create('pods', 'default', pod('web', 'worker-2'));
    cluster.create('pods', 'default', pod('stays', 'worker-1'));
    silence();
    cluster.run(65_000);
    const taint = { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' };
    const { spec } = cluster.must('nodes', '', 'worker-2');
    cluster.patch('nodes', '', 'worker-2', 'merge', { spec: { taints: [...spec.taints, taint] } });
    cluster.run(30_000);
    expect(cluster.get('pods', 'default', 'web')).toBeUndefined();
    expect(cluster.get('pods', 'default', 'stays')).toBeDefined();
  });
});
