import { describe, expect, test } from 'vitest';
import { EndpointsController } from '../../../../src/engine/cluster/controllers/endpoints/endpoints-controller.ts';
import { EndpointSliceController } from '../../../../src/engine/cluster/controllers/endpoints/endpointslice-controller.ts';
import { EndpointSliceMirroringController } from '../../../../src/engine/cluster/controllers/endpoints/endpointslice-mirroring-controller.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const SLICES = 'endpointslices.discovery.k8s.io';

function world(): FakeCluster {
  return new FakeCluster().start(
    (context) => new EndpointsController(context),
    (context) => new EndpointSliceController(context),
  );
}

function service(name: string, spec: Loose = {}): Loose {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { own: 'label' } },
    spec: {
      clusterIP: '10.96.0.9',
      selector: { app: 'web' },
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      ...spec,
    },
  };
}

function pod(name: string, ip: string, ready = true, extra: Loose = {}): Loose {
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2026-11-22T01:50:55Z' }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: 'web' } },
    spec: {
      nodeName: 'worker-1',
      containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 8080 }] }],
      ...extra,
    },
    status: { phase: 'Running', podIP: ip, conditions },
  };
}

const slice = (cluster: FakeCluster): Loose => cluster.list(SLICES)[0];

describe('the endpoints of a Service', () => {
  test('are its ready pods, in Endpoints and EndpointSlice', () => {
    const cluster = world();
    cluster.create('services', 'default', service('web'));
    cluster.run(100);
    expect(cluster.must('endpoints', 'default', 'web').subsets).toBeUndefined();
    expect(slice(cluster)).toMatchObject({ endpoints: null, ports: null, addressType: 'IPv4' });
    const { name } = slice(cluster).metadata;
    const ready = cluster.create('pods', 'default', pod('a', '10.244.1.5'));
    cluster.create('pods', 'default', pod('b', '10.244.1.4', false));
    cluster.run(100);
    const targetRef = { kind: 'Pod', namespace: 'default', name: 'a', uid: ready.metadata.uid };
    expect(cluster.must('endpoints', 'default', 'web')).toMatchObject({
      metadata: { labels: { own: 'label', 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } },
      subsets: [
        {
          addresses: [{ ip: '10.244.1.5', nodeName: 'worker-1', targetRef }],
          notReadyAddresses: [{ ip: '10.244.1.4' }],
          ports: [{ port: 80, protocol: 'TCP' }],
        },
      ],
    });
    expect(slice(cluster).metadata).toMatchObject({
      name,
      generateName: 'web-',
      labels: {
        own: 'label',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': 'web',
      },
    });
    expect(slice(cluster).ports).toEqual([{ name: '', protocol: 'TCP', port: 80 }]);
    expect(slice(cluster).endpoints).toMatchObject([
      { addresses: ['10.244.1.5'], conditions: { ready: true, serving: true, terminating: false }, targetRef },
      { addresses: ['10.244.1.4'], conditions: { ready: false, serving: false, terminating: false } },
    ]);
  });

  test('count all pods where the Service publishes those not ready', () => {
    const cluster = world();
    cluster.create('services', 'default', service('early', { publishNotReadyAddresses: true, clusterIP: 'None' }));
    cluster.create('pods', 'default', pod('slow', '10.244.1.6', false, { hostname: 'slowhost', subdomain: 'early' }));
    cluster.run(100);
    const [subset] = cluster.must('endpoints', 'default', 'early').subsets;
    expect(subset.addresses[0]).toMatchObject({ ip: '10.244.1.6', hostname: 'slowhost' });
    expect(cluster.must('endpoints', 'default', 'early').metadata.labels).toHaveProperty([
      'service.kubernetes.io/headless',
    ]);
    expect(slice(cluster).endpoints[0]).toMatchObject({
      hostname: 'slowhost',
      conditions: { ready: true, serving: false, terminating: false },
    });
  });

  test('find ports by name, and leave pods out that have none', () => {
    const cluster = world();
    cluster.create('services', 'default', service('named', { ports: [{ name: 'web', port: 80, targetPort: 'http' }] }));
    cluster.create('pods', 'default', pod('a', '10.244.1.7'));
    cluster.create('pods', 'default', pod('b', '10.244.1.8', true, { containers: [{ name: 'c' }] }));
    cluster.run(100);
    expect(cluster.must('endpoints', 'default', 'named').subsets).toMatchObject([
      { addresses: [{ ip: '10.244.1.7' }], ports: [{ name: 'web', port: 8080, protocol: 'TCP' }] },
    ]);
  });

  test('show a pod that is going as serving but not ready', () => {
    const cluster = world();
    cluster.create('services', 'default', service('web'));
    cluster.create('pods', 'default', pod('a', '10.244.1.5'));
    cluster.run(100);
    cluster.delete('pods', 'default', 'a');
    cluster.run(100);
    expect(slice(cluster).endpoints[0].conditions).toEqual({ ready: false, serving: true, terminating: true });
    expect(cluster.must('endpoints', 'default', 'web').subsets).toBeUndefined();
  });

  test('follow a pod that changes its labels, and a Service that goes', () => {
    const cluster = world();
    cluster.create('services', 'default', service('web'));
    cluster.create('pods', 'default', pod('a', '10.244.1.5'));
    cluster.run(100);
    cluster.patch('pods', 'default', 'a', 'merge', { metadata: { labels: { app: 'other' } } });
    cluster.run(100);
    expect(slice(cluster).endpoints).toBeNull();
    cluster.delete('services', 'default', 'web');
    cluster.run(100);
    expect(cluster.list('endpoints')).toEqual([]);
  });

  test('fill slices of a hundred', () => {
    const cluster = world();
    cluster.create('services', 'default', service('web'));
    for (let at = 0; at < 250; at++) cluster.create('pods', 'default', pod(`p${at}`, `10.244.${at % 3}.${at}`));
    cluster.run(300);
    expect(
      cluster
        .list(SLICES)
        .map((each) => each.endpoints.length)
        .sort(),
    ).toEqual([100, 100, 50]);
    cluster.delete('pods', 'default', 'p7', { gracePeriodSeconds: 0 });
    cluster.writes.length = 0;
    cluster.run(300);
    expect(cluster.writes.filter((write) => write.resource === SLICES)).toHaveLength(1);
  });

  test('are left alone for a Service without selector', () => {
    const cluster = world();
    cluster.create('services', 'default', service('manual', { selector: undefined }));
    cluster.run(100);
    expect(cluster.list('endpoints')).toEqual([]);
    expect(cluster.list(SLICES)).toEqual([]);
  });
});

test('hand-made Endpoints of a Service without selector are mirrored into slices', () => {
  const cluster = new FakeCluster().start(
    (context) => new EndpointsController(context),
    (context) => new EndpointSliceMirroringController(context),
  );
  cluster.create('services', 'default', service('ext', { selector: undefined }));
  const subsets = [{ addresses: [{ ip: '192.0.2.1' }, { ip: '192.0.2.2' }], ports: [{ port: 9376, protocol: 'TCP' }] }];
  const endpoints = cluster.create('endpoints', 'default', {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'ext' },
    subsets,
  });
  cluster.run(100);
  expect(slice(cluster)).toMatchObject({
    metadata: {
      labels: {
        'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        'kubernetes.io/service-name': 'ext',
      },
      ownerReferences: [{ kind: 'Endpoints', name: 'ext' }],
    },
    endpoints: [{ addresses: ['192.0.2.1'], conditions: { ready: true } }, { addresses: ['192.0.2.2'] }],
    ports: [{ name: '', protocol: 'TCP', port: 9376 }],
  });
  cluster.update('endpoints', { ...cluster.must('endpoints', 'default', 'ext'), subsets: [] });
  cluster.run(100);
  expect(cluster.list(SLICES)).toEqual([]);
  expect(endpoints.metadata.name).toBe('ext');
});
