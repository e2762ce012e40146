import { describe, expect, test } from 'vitest';
import { createScheduler, type Scheduler } from '../../../../src/engine/cluster/scheduler/scheduler.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

function node(name: string, extra: Loose = {}, cpu = '2', labels: Loose = {}): Loose {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: extra,
    status: { allocatable: { cpu, memory: '24581696Ki', pods: '110' } },
  };
}

function pod(name: string, spec: Loose = {}, labels: Loose = {}): Loose {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: { schedulerName: 'default-scheduler', containers: [{ name: 'c', image: 'nginx' }], ...spec },
    status: { phase: 'Pending' },
  };
}

const asking = (requests: Loose): Loose => ({ containers: [{ name: 'c', image: 'nginx', resources: { requests } }] });

function world(): { cluster: FakeCluster; scheduler: Scheduler } {
  const cluster = new FakeCluster();
  const taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
  cluster.create('nodes', '', node('control-plane', { taints: [taint] }));
  cluster.create('nodes', '', node('worker-1'));
  cluster.create('nodes', '', node('worker-2'));
  const scheduler = createScheduler(cluster.context('scheduler'));
  scheduler.start();
  return { cluster, scheduler };
}

const add = (cluster: FakeCluster, ...pods: Loose[]): void => {
  for (const each of pods) cluster.create('pods', 'default', each);
};
const nodeOf = (cluster: FakeCluster, name: string): string | undefined =>
  cluster.must('pods', 'default', name).spec.nodeName;
const PREEMPTION = 'no new claims to deallocate, preemption: 0/3 nodes are available:';
const NOT_HELPFUL = `${PREEMPTION} 3 Preemption is not helpful for scheduling.`;

describe('the scheduler', () => {
  test('binds a pod within 30 ms and says so in an events.k8s.io event', () => {
    const { cluster, scheduler } = world();
    add(cluster, pod('web'));
    cluster.run(30);
    expect(nodeOf(cluster, 'web')).toMatch(/^worker-/);
    const [event] = cluster.list('events');
    expect(event).toMatchObject({
      reason: 'Scheduled',
      message: `Successfully assigned default/web to ${nodeOf(cluster, 'web')}`,
      source: {},
      action: 'Binding',
      reportingComponent: 'default-scheduler',
      reportingInstance: 'default-scheduler-control-plane',
    });
    const decision = scheduler.lastDecision(cluster.must('pods', 'default', 'web').metadata.uid);
    expect(decision?.chosen).toBe(nodeOf(cluster, 'web'));
    expect(decision?.verdicts.find((each) => each.node === 'control-plane')?.rejectedBy).toEqual({
      plugin: 'TaintToleration',
      reasons: ['node(s) had untolerated taint(s)'],
    });
    expect(decision?.verdicts.find((each) => each.node === 'worker-1')?.scores).toHaveProperty('NodeResourcesFit');
  });

  test('spreads pods that ask for nothing', () => {
    const { cluster } = world();
    add(cluster, ...Array.from({ length: 8 }, (_, at) => pod(`p${at}`)));
    cluster.run(200);
    const nodes = cluster.list('pods').map((each) => each.spec.nodeName);
    expect(nodes.filter((name) => name === 'worker-1')).toHaveLength(4);
  });

  test('words a refusal as Kubernetes does, in event and condition', () => {
    const { cluster } = world();
    add(
      cluster,
      pod('big', asking({ cpu: '100' })),
      pod('both', asking({ cpu: '100', memory: '1Ti' })),
      pod('gpu', asking({ 'nvidia.com/gpu': '1' })),
      pod('ssd', { nodeSelector: { disk: 'ssd' } }),
    );
    cluster.run(200);
    const message = `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. ${NOT_HELPFUL}`;
    expect(cluster.events('big')).toEqual([message]);
    expect(cluster.must('pods', 'default', 'big').status.conditions).toEqual([
      {
        type: 'PodScheduled',
        observedGeneration: 1,
        status: 'False',
        lastProbeTime: null,
        lastTransitionTime: '2026-11-22T01:50:50Z',
        reason: 'Unschedulable',
        message,
      },
    ]);
    expect(cluster.events('both')[0]).toContain(
      '1 node(s) had untolerated taint(s), 2 Insufficient cpu, 2 Insufficient memory. no',
    );
    expect(cluster.events('gpu')[0]).toContain(', 2 Insufficient nvidia.com/gpu. no');
    expect(cluster.events('ssd')[0]).toContain(", 2 node(s) didn't match Pod's node affinity/selector. no");
    expect(cluster.clock.isSettled()).toBe(true);
  });

  test('tries again when something changes that helps, and only then', () => {
    const { cluster } = world();
    add(cluster, pod('ssd', { nodeSelector: { disk: 'ssd' } }));
    cluster.run(3000);
    const worker = (): Loose => cluster.must('nodes', '', 'worker-2');
    cluster.update('nodes', { ...worker(), status: { ...worker().status, heartbeat: 1 } });
    cluster.run(3000);
    expect(cluster.events('ssd')).toHaveLength(1);
    cluster.patch('nodes', '', 'worker-2', 'merge', { metadata: { labels: { disk: 'ssd' } } });
    cluster.run(50);
    expect(nodeOf(cluster, 'ssd')).toBe('worker-2');
  });

  test('honours cordons, taints and tolerations', () => {
    const { cluster } = world();
    cluster.patch('nodes', '', 'worker-1', 'merge', { spec: { unschedulable: true } });
    const toleration = { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' };
    add(
      cluster,
      pod('a'),
      pod('b', { tolerations: [toleration], nodeSelector: { 'kubernetes.io/hostname': 'control-plane' } }),
    );
    cluster.run(100);
    expect(nodeOf(cluster, 'a')).toBe('worker-2');
    expect(nodeOf(cluster, 'b')).toBe('control-plane');
    cluster.patch('nodes', '', 'worker-2', 'merge', { spec: { unschedulable: true } });
    add(cluster, pod('c'));
    cluster.run(100);
    expect(cluster.events('c')[0]).toBe(
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) were unschedulable. ${NOT_HELPFUL}`,
    );
  });

  test('counts sidecars and the biggest init container among the requests', () => {
    const { cluster } = world();
    const init = (name: string, cpu: string, restartPolicy?: string): Loose => ({
      name,
      restartPolicy,
      resources: { requests: { cpu } },
    });
    const spec = {
      ...asking({ cpu: '500m' }),
      initContainers: [init('side', '600m', 'Always'), init('setup', '1500m')],
    };
    add(cluster, pod('p', spec));
    cluster.run(100);
    expect(cluster.events('p')[0]).toContain('2 Insufficient cpu');
    add(cluster, pod('q', { ...spec, initContainers: [init('side', '600m', 'Always'), init('setup', '1400m')] }));
    cluster.run(100);
    expect(nodeOf(cluster, 'q')).toMatch(/^worker-/);
  });

  test('keeps apart what wants to be apart', () => {
    const { cluster } = world();
    const term = { labelSelector: { matchLabels: { app: 'cache' } }, topologyKey: 'kubernetes.io/hostname' };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    for (const name of ['a', 'b', 'c']) add(cluster, pod(name, { affinity }, { app: 'cache' }));
    cluster.run(200);
    expect([nodeOf(cluster, 'a'), nodeOf(cluster, 'b')].sort()).toEqual(['worker-1', 'worker-2']);
    expect(cluster.events('c')[0]).toBe(
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match pod anti-affinity rules. ${PREEMPTION} 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`,
    );
    add(cluster, pod('near', { affinity: { podAffinity: affinity.podAntiAffinity } }));
    add(
      cluster,
      pod('lone', {
        affinity: {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { ...term, labelSelector: { matchLabels: { app: 'no' } } },
            ],
          },
        },
      }),
    );
    cluster.run(200);
    expect(nodeOf(cluster, 'near')).toMatch(/^worker/);
    expect(cluster.events('lone')[0]).toContain("2 node(s) didn't match pod affinity rules. ");
  });

  test('keeps the skew of topology spread constraints', () => {
    const { cluster } = world();
    const constraint = {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 's' } },
    };
    const spec = { topologySpreadConstraints: [constraint], nodeSelector: { 'kubernetes.io/hostname': 'worker-1' } };
    cluster.patch('nodes', '', 'worker-1', 'merge', { metadata: { labels: { zone: 'a' } } });
    cluster.patch('nodes', '', 'worker-2', 'merge', { metadata: { labels: { zone: 'b' } } });
    const zoned = { ...constraint, topologyKey: 'zone' };
    for (let at = 0; at < 4; at++) add(cluster, pod(`z${at}`, { topologySpreadConstraints: [zoned] }, { app: 's' }));
    cluster.run(200);
    expect(
      cluster
        .list('pods')
        .map((each) => each.spec.nodeName)
        .sort(),
    ).toEqual(['worker-1', 'worker-1', 'worker-2', 'worker-2']);
    add(cluster, pod('one', spec, { app: 's' }));
    cluster.run(100);
    expect(nodeOf(cluster, 'one')).toBe('worker-1');
  });

  test('does not give a host port away twice', () => {
    const { cluster } = world();
    const spec = { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 8080 }] }] };
    for (const name of ['a', 'b', 'c']) add(cluster, pod(name, spec));
    cluster.run(200);
    expect(cluster.events('c')[0]).toContain("2 node(s) didn't have free ports for the requested pod ports");
  });

  test('makes room for a more important pod by deleting the fewest less important ones', () => {
    const { cluster } = world();
    for (let at = 0; at < 4; at++) add(cluster, pod(`hog${at}`, asking({ cpu: '800m' })));
    cluster.run(200);
    add(cluster, pod('vip', { ...asking({ cpu: '1' }), priority: 1000 }));
    cluster.run(100);
    expect(cluster.events('vip')[0]).toBe(
      '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.',
    );
    const victims = cluster.list('pods').filter((each) => each.metadata.deletionTimestamp);
    expect(victims).toHaveLength(1);
    const { uid } = cluster.must('pods', 'default', 'vip').metadata;
    expect(cluster.events(victims[0].metadata.name, 'Preempted')).toEqual([
      `Preempted by pod ${uid} on node ${victims[0].spec.nodeName}`,
    ]);
    cluster.delete('pods', 'default', victims[0].metadata.name, { gracePeriodSeconds: 0 });
    cluster.run(2000);
    expect(nodeOf(cluster, 'vip')).toBe(victims[0].spec.nodeName);
  });

  test('leaves pods with gates, of other schedulers, or without nodes alone', () => {
    const { cluster } = world();
    add(cluster, pod('gated', { schedulingGates: [{ name: 'x' }] }), pod('other', { schedulerName: 'mine' }));
    cluster.run(100);
    expect(cluster.list('events')).toEqual([]);
    cluster.patch('pods', 'default', 'gated', 'merge', { spec: { schedulingGates: null } });
    cluster.run(100);
    expect(nodeOf(cluster, 'gated')).toMatch(/^worker/);
    const empty = new FakeCluster().start(createScheduler);
    empty.create('pods', 'default', pod('p'));
    empty.run(100);
    expect(empty.events('p')).toEqual(['no nodes available to schedule pods']);
  });
});

describe('preemption', () => {
  const HIGH = { priority: 100 };
  const apart = (labels: Loose): Loose => ({
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } },
        ],
      },
    },
  });

  test('makes room for a pod that keeps away from those who would go', () => {
    const { cluster } = world();
    add(
      cluster,
      pod('a', { nodeName: 'worker-1' }, { app: 'low' }),
      pod('b', { nodeName: 'worker-2' }, { app: 'low' }),
    );
    cluster.run(50);
    add(cluster, pod('high', { ...HIGH, ...apart({ app: 'low' }) }));
    cluster.run(2000);
    const gone = ['a', 'b'].filter((name) => cluster.get('pods', 'default', name)?.metadata.deletionTimestamp);
    expect(gone).toHaveLength(1);
  });

  test('makes room where a pod that would go keeps others away', () => {
    const { cluster } = world();
    for (const [name, nodeName] of [
      ['a', 'worker-1'],
      ['b', 'worker-2'],
    ])
      add(cluster, pod(name!, { nodeName, ...apart({ app: 'high' }) }));
    cluster.run(50);
    add(cluster, pod('high', HIGH, { app: 'high' }));
    cluster.run(2000);
    expect(cluster.list('pods').filter((each) => each.metadata.deletionTimestamp)).toHaveLength(1);
  });

  test('spares pods whose disruption budget would suffer', () => {
    const { cluster } = world();
    const full = asking({ cpu: '2' });
    add(
      cluster,
      pod('guarded', { ...full, nodeName: 'worker-1' }, { app: 'guarded' }),
      pod('free', { ...full, nodeName: 'worker-2' }),
    );
    cluster.create('poddisruptionbudgets.policy', 'default', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'guarded' },
      spec: { selector: { matchLabels: { app: 'guarded' } } },
      status: { disruptionsAllowed: 0 },
    });
    cluster.run(50);
    add(cluster, pod('high', { ...full, ...HIGH }));
    cluster.run(2000);
    expect(cluster.must('pods', 'default', 'guarded').metadata.deletionTimestamp).toBeUndefined();
    expect(cluster.must('pods', 'default', 'free').metadata.deletionTimestamp).toBeDefined();
  });
});

describe('what a node has', () => {
  test('already of a large image makes it better', () => {
    const cluster = new FakeCluster();
    const images = [{ names: ['big:1'], sizeBytes: 900 * 1024 * 1024 }];
    const plain = node('plain');
    const holder = node('holder');
    cluster.create('nodes', '', plain);
    cluster.create('nodes', '', { ...holder, status: { ...holder.status, images } });
    cluster.start(createScheduler);
    for (const name of ['x', 'y', 'z']) add(cluster, pod(name, { containers: [{ name: 'c', image: 'big:1' }] }));
    cluster.run(500);
    expect(nodeOf(cluster, 'x')).toBe('holder');
  });

  test('of pods behind the same Service makes it worse for one more, though nothing owns them', () => {
    const cluster = new FakeCluster();
    for (const name of ['n1', 'n2', 'n3']) cluster.create('nodes', '', node(name));
    cluster.create('services', 'default', { metadata: { name: 's' }, spec: { selector: { app: 'web' } } });
    cluster.start(createScheduler);
    const requests = asking({ cpu: '1m', memory: '1Mi' });
    for (const name of ['a', 'b', 'c']) {
      add(cluster, pod(name, requests, { app: 'web' }));
      cluster.run(100);
    }
    expect(new Set(['a', 'b', 'c'].map((name) => nodeOf(cluster, name))).size).toBe(3);
  });

  test('of zones keeps a pod in the zone of its volume', () => {
    const cluster = new FakeCluster();
    const zone = (name: string): Loose => ({ 'topology.kubernetes.io/zone': name });
    cluster.create('nodes', '', node('in-a', {}, '2', zone('a')));
    cluster.create('nodes', '', node('in-b', {}, '2', zone('b')));
    cluster.create('persistentvolumes', '', { metadata: { name: 'v', labels: zone('b') }, spec: {} });
    cluster.create('persistentvolumeclaims', 'default', {
      metadata: { name: 'c' },
      spec: { volumeName: 'v' },
      status: { phase: 'Bound' },
    });
    cluster.start(createScheduler);
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }];
    for (const name of ['p', 'q', 'r']) add(cluster, pod(name, { volumes }));
    cluster.run(500);
    expect(['p', 'q', 'r'].map((name) => nodeOf(cluster, name))).toEqual(['in-b', 'in-b', 'in-b']);
  });
});
