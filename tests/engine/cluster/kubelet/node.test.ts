import { describe, expect, test } from 'vitest';
import { directory, file, putNode } from '../../../../src/engine/cluster/files.ts';
import { World } from './support/world.ts';

const nginx = { containers: [{ name: 'web', image: 'nginx:1.25' }] };

describe('a node', () => {
  test('registers itself, renews its lease and reports seldom', () => {
    const world = new World();
    world.pass(65);
    const node = world.api.informers.get('nodes', '', 'worker-1') as unknown as {
      spec: object;
      status: { conditions: { type: string; status: string; reason: string }[] };
    };
    expect(node.spec).toMatchObject({ podCIDR: '10.244.1.0/24' });
    expect(node.status.conditions.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'MemoryPressure=False',
      'DiskPressure=False',
      'PIDPressure=False',
      'Ready=True',
    ]);
    const writes = (resource: string) => world.api.writes.filter((write) => write.resource === resource).length;
    expect(writes('leases.coordination.k8s.io')).toBe(7);
    expect(writes('nodes')).toBeLessThan(3);
  });

  test('whose kubelet is stopped keeps its containers and says nothing', () => {
    const world = new World();
    world.pod('web', nginx);
    world.pass(5);
    world.kubelet.stopKubelet();
    const before = world.api.writes.length;
    world.pod('late', nginx);
    world.pass(60);
    expect(world.api.writes.length).toBe(before + 1);
    world.kubelet.startKubelet();
    world.pass(5);
    expect(world.rows('late').at(-1)).toBe('Running web:Running+');
    expect(world.get('web')!.status!.containerStatuses![0]!.restartCount).toBe(0);
  });

  test('that went off starts its pods again when it is back, with a new sandbox', () => {
    const world = new World();
    world.pod('web', nginx);
    world.pass(5);
    world.kubelet.powerOff();
    world.pass(60);
    expect(world.get('web')!.status?.phase).toBe('Running');
    world.kubelet.powerOn();
    world.pass(5);
    expect(world.get('web')!.status!.containerStatuses![0]).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 255, reason: 'Unknown' } },
    });
    expect(world.events('web')).toContain('SandboxChanged x1: Pod sandbox changed, it will be killed and re-created.');
  });

  test('cut off, it catches up when it is joined again', () => {
    const world = new World();
    world.pod('web', nginx);
    world.pass(5);
    world.network.cutNode('worker-1');
    world.api.client.delete('pods', 'default', 'web');
    world.pass(60);
    expect(world.get('web')?.metadata.deletionTimestamp).toBeDefined();
    world.network.joinNode('worker-1');
    world.pass(15);
    expect(world.get('web')).toBeUndefined();
  });

  test('turns away a pod that does not fit or does not match', () => {
    const world = new World();
    world.pod('big', { containers: [{ name: 'c', image: 'nginx:1.25', resources: { requests: { cpu: '64' } } }] });
    world.pod('elsewhere', { ...nginx, nodeSelector: { disk: 'ssd' } });
    world.pass(2);
    expect(world.get('big')!.status).toMatchObject({
      phase: 'Failed',
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 64000, used: 0, capacity: 2000",
    });
    expect(world.get('elsewhere')!.status).toMatchObject({ phase: 'Failed', reason: 'NodeAffinity' });
  });

  test('runs the pods of its manifest folder, and shows them by mirrors that come back', () => {
    const world = new World();
    world.pass(1);
    const manifest =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: static-web\n  labels: {role: myrole}\nspec:\n  containers:\n  - {name: web, image: "nginx:1.25"}\n';
    putNode(world.kubelet.nodeFiles, '/etc/kubernetes/manifests', directory());
    putNode(world.kubelet.nodeFiles, '/etc/kubernetes/manifests/web.yaml', file(manifest));
    world.kubelet.manifestsChanged();
    world.pass(5);
    const mirror = world.get('static-web-worker-1')!;
    expect(mirror.status?.phase).toBe('Running');
    expect(Object.keys(mirror.metadata.annotations!).sort()).toEqual([
      'kubernetes.io/config.hash',
      'kubernetes.io/config.mirror',
      'kubernetes.io/config.seen',
      'kubernetes.io/config.source',
    ]);
    expect(mirror.metadata.ownerReferences![0]).toMatchObject({ kind: 'Node', name: 'worker-1', controller: true });
    world.api.client.delete('pods', 'default', 'static-web-worker-1');
    world.pass(3);
    expect(world.get('static-web-worker-1')!.status?.phase).toBe('Running');
    expect(world.runtime.started).toHaveLength(1);
    (world.kubelet.nodeFiles.entries.get('etc') as ReturnType<typeof directory>).entries.clear();
    world.pass(25);
    expect(world.get('static-web-worker-1')).toBeUndefined();
    expect(world.runtime.removed).toHaveLength(1);
  });
});

describe('a manifest that is no pod', () => {
  test.each([
    ['nonsense', ': ['],
    ['a list', '- a\n- b\n'],
    ['another kind', 'apiVersion: v1\nkind: Service\nmetadata: {name: x}\n'],
    ['a wrong type', 'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: 5}\n'],
    ['a pod without containers', 'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {}\n'],
    [
      'a bad name',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: [x]}\nspec: {containers: [{name: c, image: "nginx:1.25"}]}\n',
    ],
    [
      'a YAML bomb',
      'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n',
    ],
  ])('is passed over: %s', (_what, text) => {
    const world = new World();
    putNode(world.kubelet.nodeFiles, '/etc/kubernetes/manifests/x.yaml', file(text));
    world.kubelet.manifestsChanged();
    world.pass(5);
    expect(world.api.informers.list('pods')).toEqual([]);
    world.pod('web', nginx);
    world.pass(3);
    expect(world.rows('web').at(-1)).toBe('Running web:Running+');
  });
});

describe('how pods end', () => {
  test('by their deadline', () => {
    const world = new World();
    world.pod('late', { ...nginx, activeDeadlineSeconds: 5 });
    world.pass(10);
    expect(world.get('late')!.status).toMatchObject({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    });
    expect(world.events('late').some((event) => event.startsWith('DeadlineExceeded'))).toBe(true);
  });

  test('hooks run: preStop before SIGTERM within the grace period; a failed postStart restarts', () => {
    const world = new World().script('c', {
      commands: {
        'stop well': { exitCode: 0, output: '', tookMs: 4000 },
        'start badly': { exitCode: 1, output: 'oh' },
      },
    });
    const container = { name: 'c', image: 'nginx:1.25' };
    world.pod('stops', {
      containers: [{ ...container, lifecycle: { preStop: { exec: { command: ['stop', 'well'] } } } }],
    });
    world.pod('fails', {
      containers: [{ ...container, lifecycle: { postStart: { exec: { command: ['start', 'badly'] } } } }],
    });
    world.pass(3);
    world.api.client.delete('pods', 'default', 'stops');
    world.pass(3.5);
    expect(world.get('stops')?.status?.phase).toBe('Running');
    world.pass(2);
    expect(world.get('stops')).toBeUndefined();
    const events = world.events('fails');
    expect(events.some((event) => event.startsWith('FailedPostStartHook x2: PostStartHook failed'))).toBe(true);
    expect(events.some((event) => event.startsWith('Killing x2: FailedPostStartHook'))).toBe(true);
    expect(world.get('fails')!.status!.containerStatuses![0]!.restartCount).toBe(1);
  });

  test('a container that cannot start is a StartError', () => {
    const world = new World().script('c', { cannotStart: 'failed to create containerd task: no such file' });
    world.pod('never', { restartPolicy: 'Never', containers: [{ name: 'c', image: 'nginx:1.25' }] });
    world.pass(5);
    expect(world.get('never')!.status).toMatchObject({
      phase: 'Failed',
      containerStatuses: [
        { state: { terminated: { exitCode: 128, reason: 'StartError', startedAt: '1970-01-01T00:00:00Z' } } },
      ],
    });
  });
});
