import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { kind, object, World } from './strategy-world.ts';

const template = (labels: object = { app: 'd' }, spec: object = {}) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'c', image: 'nginx:1.25' }], ...spec },
});

const deployment = (spec: object = {}): KubeObject =>
  object('Deployment', 'd', { spec: { selector: { matchLabels: { app: 'd' } }, template: template(), ...spec } });

const withSpec = (from: KubeObject, spec: object): KubeObject => ({
  ...from,
  spec: { ...(from['spec'] as object), ...spec },
});

describe('a deployment', () => {
  it('is filled as Kubernetes fills it', () => {
    expect(new World().create(deployment())).toMatchObject({
      metadata: { generation: 1 },
      spec: {
        replicas: 1,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
        template: { spec: { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', terminationGracePeriodSeconds: 30 } },
      },
      status: {},
    });
  });

  it('keeps zero replicas', () => {
    expect(new World().create(deployment({ replicas: 0 }))['spec']).toMatchObject({ replicas: 0 });
  });

  it.each([
    [
      'a selector for other labels',
      { template: template({ app: 'b' }) },
      ['spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`'],
    ],
    [
      'no selector',
      { selector: undefined },
      [
        'spec.selector: Required value',
        'spec.template.metadata.labels: Invalid value: {"app":"d"}: `selector` does not match template `labels`',
      ],
    ],
    [
      'pods that do not restart',
      { template: template({ app: 'd' }, { restartPolicy: 'Never' }) },
      ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    ],
    ['negative replicas', { replicas: -1 }, ['spec.replicas: Invalid value: -1: must be greater than or equal to 0']],
    [
      'neither surge nor unavailability',
      { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } },
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
    ],
    [
      'rolling numbers for Recreate',
      { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
      ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ],
    [
      'a deadline before readiness',
      { minReadySeconds: 600 },
      ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
    ],
    [
      'more than all unavailable',
      { strategy: { rollingUpdate: { maxUnavailable: '101%' } } },
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
    ],
  ])('is refused with %s', (_, spec, expected) => {
    expect(new World().refusals(deployment(spec))).toEqual(expected);
  });

  it('keeps its selector', () => {
    const world = new World();
    const old = world.create(deployment());
    expect(world.changeRefusals(withSpec(old, { selector: { matchLabels: { app: 'other' } } }), old)).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"d"}: `selector` does not match template `labels`',
      'spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
    ]);
  });

  it('counts a generation for its annotations too', () => {
    const old = new World().create(deployment());
    const raises = kind('Deployment').raisesGeneration!;
    expect(raises({ ...old }, old)).toBe(false);
    expect(raises(withSpec(old, { replicas: 2 }), old)).toBe(true);
    expect(raises({ ...old, metadata: { ...old.metadata, annotations: { a: 'b' } } }, old)).toBe(true);
  });

  it('names its selector for scaling, as text', () => {
    expect(kind('Deployment').subresources.scale?.selector(deployment())).toBe('app=d');
  });
});

describe('a config map and a secret', () => {
  it('fold text into base64', () => {
    const secret = new World().create(object('Secret', 's', { data: { a: 'eA==' }, stringData: { a: 'y', ü: '한' } }));
    expect(secret).toMatchObject({ type: 'Opaque', data: { a: 'eQ==', ü: '7ZWc' } });
    expect(secret['stringData']).toBeUndefined();
  });

  it('refuse keys that are no file names, and two megabytes', () => {
    const world = new World();
    expect(world.refusals(object('ConfigMap', 'c', { data: { 'a b': '1' } }))[0]).toMatch(
      /^data\[a b\]: Invalid value: "a b": a valid config key must consist/,
    );
    expect(world.refusals(object('ConfigMap', 'c', { data: { a: 'x'.repeat(2 * 1024 * 1024) } }))).toEqual([
      '[]: Too long: may not be more than 1048576 bytes',
    ]);
  });

  it('demand what the type of a secret promises', () => {
    const world = new World();
    const old = world.create(object('Secret', 's', { data: { a: 'eA==' } }));
    expect(world.changeRefusals({ ...old, type: 'kubernetes.io/tls' }, old)).toEqual([
      'type: Invalid value: "kubernetes.io/tls": field is immutable',
      'data[tls.crt]: Required value',
      'data[tls.key]: Required value',
    ]);
  });

  it('stay as they are once immutable', () => {
    const world = new World();
    const old = world.create(object('ConfigMap', 'c', { data: { a: '1' }, immutable: true }));
    expect(world.changeRefusals({ ...old, data: { a: '2' } }, old)).toEqual([
      'data: Forbidden: field is immutable when `immutable` is set',
    ]);
    expect(world.changeRefusals({ ...old, immutable: false }, old)).toEqual([
      'immutable: Forbidden: field is immutable when `immutable` is set',
    ]);
  });
});

describe('a namespace', () => {
  it('is active, held by its finalizer, and labelled with its name', () => {
    expect(new World().create(object('Namespace', 'dev', {}))).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'dev' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  });

  it('has a name without dots', () => {
    expect(new World().refusals(object('Namespace', 'a.b', {}))).toEqual([
      'metadata.name: Invalid value: "a.b": must not contain dots',
    ]);
  });
});

describe('a node', () => {
  it('shows roles, readiness and cordon', () => {
    const node = object(
      'Node',
      'n',
      {
        spec: { unschedulable: true },
        status: {
          conditions: [{ type: 'Ready', status: 'Unknown' }],
          nodeInfo: { kernelVersion: '6.1', architecture: 'amd64' },
        },
      },
      { labels: { 'node-role.kubernetes.io/control-plane': '', 'kubernetes.io/role': 'boss' } },
    );
    const cells = kind('Node').cells(node, { nowMs: Date.parse('2026-11-22T01:00:10Z') });
    expect(cells).toEqual([
      'n',
      'NotReady,SchedulingDisabled',
      'boss,control-plane',
      '10s',
      '',
      '<none>',
      '<none>',
      '<unknown>',
      '6.1 (amd64)',
      '<unknown>',
    ]);
  });

  it('refuses taints that are none', () => {
    const taints = [{ key: 'a', effect: 'Bad' }, { key: 'b' }];
    expect(new World().refusals(object('Node', 'n', { spec: { taints } }))).toEqual([
      'spec.taints[0].effect: Unsupported value: "Bad": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      'spec.taints[1].effect: Required value',
    ]);
  });
});

describe('a priority class', () => {
  it('leaves the system’s names and values alone', () => {
    const world = new World();
    expect(world.refusals(object('PriorityClass', 'big', { value: 2_000_000_000 }))).toEqual([
      'value: Forbidden: maximum allowed value of a user defined priority is 1000000000',
    ]);
    expect(world.refusals(object('PriorityClass', 'system-mine', { value: 1 }))).toEqual([
      "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only",
    ]);
  });
});
