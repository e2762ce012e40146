import { describe, expect, it } from 'vitest';
import { JSON_PATCH, type Loose, MERGE, STRATEGIC, suite } from './suite.ts';

const SELECTED = 'labelSelector=watch-this-configmap%3Dx';
const seen = (events: readonly Loose[]): string =>
  events.map(({ type, object }) => `${type} ${object.data?.mutation ?? '-'}`).join(', ');

describe('watchers', () => {
  it('see an object go when its labels do, and start again from any version', () => {
    const { ok, watch, namespace } = suite();
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    const all = watch(`${maps}?watch=true&${SELECTED}`);
    const make = (mutation: string, label: string): Loose => ({
      metadata: { name: 'c', labels: { 'watch-this-configmap': label } },
      data: { mutation },
    });
    ok('POST', maps, make('0', 'x'));
    const { metadata } = ok('PUT', `${maps}/c`, make('1', 'x'));
    ok('PUT', `${maps}/c`, make('1', 'away'));
    ok('PUT', `${maps}/c`, make('2', 'away'));
    const back = ok('PUT', `${maps}/c`, make('2', 'x'));
    ok('PUT', `${maps}/c`, make('3', 'x'));
    ok('DELETE', `${maps}/c`);
    expect(seen(all)).toBe('ADDED 0, MODIFIED 1, DELETED 1, ADDED 2, MODIFIED 3, DELETED 3');
    expect(seen(watch(`${maps}?watch=true&${SELECTED}&resourceVersion=${metadata.resourceVersion}`))).toBe(
      'DELETED 1, ADDED 2, MODIFIED 3, DELETED 3',
    );
    expect(seen(watch(`${maps}?watch=true&${SELECTED}&resourceVersion=${back.metadata.resourceVersion}`))).toBe(
      'MODIFIED 3, DELETED 3',
    );
  });

  it('that run side by side see the same versions in the same order', () => {
    const { ok, watch, namespace } = suite();
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    const { metadata } = ok('GET', maps);
    const first = watch(`${maps}?watch=true&resourceVersion=${metadata.resourceVersion}`);
    const others: Loose[][] = [];
    for (let at = 0; at < 20; at++) {
      ok('POST', maps, { metadata: { name: `c-${at}` } });
      if (at % 3 === 0) ok('PATCH', `${maps}/c-${at}`, { data: { at: String(at) } }, MERGE);
      if (at % 4 === 3) ok('DELETE', `${maps}/c-${at - 1}`);
      const { resourceVersion } = first[0].object.metadata;
      others.push(watch(`${maps}?watch=true&resourceVersion=${resourceVersion}`));
    }
    const versions = (events: readonly Loose[]): string[] =>
      events.map(({ object }) => object.metadata.resourceVersion);
    for (const other of others) expect(versions(other)).toEqual(versions(first).slice(1));
  });
});

describe('namespaces', () => {
  it('are patched, have a status and finalizers', () => {
    const { ok } = suite();
    const path = '/api/v1/namespaces/e2e';
    expect(
      ok('PATCH', path, { metadata: { labels: { testLabel: 'testValue' } } }, STRATEGIC).metadata.labels.testLabel,
    ).toBe('testValue');
    const condition = { type: 'StatusPatch', status: 'True', reason: 'E2E', message: 'm' };
    const patched = ok(
      'PATCH',
      `${path}/status`,
      { metadata: { annotations: { a: 'b' } }, status: { conditions: [condition] } },
      MERGE,
    );
    expect([patched.metadata.annotations.a, patched.status.phase, patched.status.conditions[0].type]).toEqual([
      'b',
      'Active',
      'StatusPatch',
    ]);
    const conditions = [...patched.status.conditions, { ...condition, type: 'StatusUpdate' }];
    expect(
      ok('PUT', `${path}/status`, { ...patched, status: { ...patched.status, conditions } }).status.conditions,
    ).toHaveLength(2);
    const now = ok('GET', path);
    const held = ok('PUT', `${path}/finalize`, {
      ...now,
      spec: { finalizers: ['kubernetes', 'e2e.example.com/fakeFinalizer'] },
    });
    expect(held.spec.finalizers).toHaveLength(2);
    expect(ok('PUT', `${path}/finalize`, { ...held, spec: { finalizers: ['kubernetes'] } }).spec.finalizers).toEqual([
      'kubernetes',
    ]);
  });

  it('take their pods and services along', () => {
    const { ok, call, run } = suite();
    ok('POST', '/api/v1/namespaces/e2e/pods', {
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'c', image: 'registry.k8s.io/pause:3.10' }] },
    });
    ok('POST', '/api/v1/namespaces/e2e/services', { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } });
    run(5000);
    ok('DELETE', '/api/v1/namespaces/e2e');
    run(60_000);
    expect(call('GET', '/api/v1/namespaces/e2e').status).toBe(404);
    ok('POST', '/api/v1/namespaces', { metadata: { name: 'e2e' } });
    run(2000);
    for (const plural of ['pods', 'services']) expect(ok('GET', `/api/v1/namespaces/e2e/${plural}`).items).toEqual([]);
  });

  it('get their certificates back when somebody changes them', () => {
    const { ok, run } = suite();
    const path = '/api/v1/namespaces/e2e/configmaps/kube-root-ca.crt';
    const { data } = ok('GET', path);
    ok('DELETE', path);
    run(2000);
    ok('PATCH', path, { data: { 'ca.crt': '' } }, MERGE);
    run(2000);
    expect(ok('GET', path).data).toEqual(data);
  });
});

describe('discovery', () => {
  it('has a version and resources for every group, preferred first', () => {
    const { ok } = suite();
    const { groups } = ok('GET', '/apis');
    for (const { name, versions } of groups) {
      expect(ok('GET', `/apis/${name}`)).toMatchObject({ name, preferredVersion: versions[0] });
      for (const { groupVersion } of versions) {
        const list = ok('GET', `/apis/${groupVersion}`);
        expect([list.groupVersion, list.resources.length > 0]).toEqual([groupVersion, true]);
      }
    }
    const { major, minor } = ok('GET', '/version');
    expect(`${major}.${minor}`).toMatch(/^\d+\.\d+$/);
  });

  it('comes aggregated, custom resources included', () => {
    const { ok, run } = suite();
    ok('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: 'noxus.agg.example.com' },
      spec: {
        group: 'agg.example.com',
        names: { plural: 'noxus', kind: 'Noxu' },
        scope: 'Cluster',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    });
    run(2000);
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const { kind, items } = ok('GET', '/apis', undefined, { accept });
    const found = items.find(({ metadata }: Loose) => metadata.name === 'agg.example.com');
    expect([kind, found.versions[0].version, found.versions[0].resources[0].resource]).toEqual([
      'APIGroupDiscoveryList',
      'v1',
      'noxus',
    ]);
  });
});

describe('garbage', () => {
  const controller = (name: string, replicas: number, app: string): Loose => ({
    metadata: { name },
    spec: {
      replicas,
      selector: { app },
      template: {
        metadata: { labels: { app } },
        spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image: 'registry.k8s.io/pause:3.10' }] },
      },
    },
  });

  it('is collected, orphaned or waited for, as the deletion says', () => {
    const { ok, call, run } = suite();
    const controllers = '/api/v1/namespaces/e2e/replicationcontrollers';
    const pods = (app: string): Loose[] => ok('GET', `/api/v1/namespaces/e2e/pods?labelSelector=app%3D${app}`).items;
    for (const policy of ['Background', 'Orphan', 'Foreground']) {
      const app = policy.toLowerCase();
      const { uid } = ok('POST', controllers, controller(app, 10, app)).metadata;
      run(10_000);
      ok('DELETE', `${controllers}/${app}`, { propagationPolicy: policy, preconditions: { uid } });
      expect(call('GET', `${controllers}/${app}`).status).toBe(policy === 'Background' ? 404 : 200);
      run(30_000);
      expect(call('GET', `${controllers}/${app}`).status).toBe(404);
      expect(pods(app)).toHaveLength(policy === 'Orphan' ? 10 : 0);
    }
    expect(pods('orphan').every(({ metadata }) => metadata.ownerReferences === undefined)).toBe(true);
  });

  it('is not what has another owner', () => {
    const { ok, run, call } = suite();
    const controllers = '/api/v1/namespaces/e2e/replicationcontrollers';
    const path = '/api/v1/namespaces/e2e/pods';
    const first = ok('POST', controllers, controller('gone', 4, 'gone')).metadata;
    const second = ok('POST', controllers, controller('stays', 0, 'stays')).metadata;
    run(10_000);
    const reference = { apiVersion: 'v1', kind: 'ReplicationController', name: 'stays', uid: second.uid };
    for (const { metadata } of ok('GET', path).items.slice(0, 2))
      ok(
        'PATCH',
        `${path}/${metadata.name}`,
        [{ op: 'add', path: '/metadata/ownerReferences/-', value: reference }],
        JSON_PATCH,
      );
    ok('DELETE', `${controllers}/gone`, { propagationPolicy: 'Foreground', preconditions: { uid: first.uid } });
    run(30_000);
    expect(call('GET', `${controllers}/gone`).status).toBe(404);
    expect(ok('GET', path).items.map(({ metadata }: Loose) => metadata.deletionTimestamp)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

it('quotas capture what lives in a namespace, and refuse what is beyond them', () => {
  const { ok, call, fails, run } = suite();
  const quotas = '/api/v1/namespaces/e2e/resourcequotas';
  const hard = {
    pods: '5',
    services: '10',
    'services.nodeports': '1',
    cpu: '1',
    memory: '500Mi',
    configmaps: '4',
    secrets: '2',
    replicationcontrollers: '2',
    'count/replicasets.apps': '5',
    'requests.example.com/dongle': '3',
    resourcequotas: '1',
  };
  ok('POST', quotas, { metadata: { name: 'q' }, spec: { hard } });
  const used = (): Loose => {
    run(2000);
    return ok('GET', `${quotas}/q`).status.used;
  };
  const start = used();
  expect([start.resourcequotas, start.pods, start.configmaps]).toEqual(['1', '0', '1']);
  const pod = (name: string, cpu: string, dongle: string): Loose => ({
    metadata: { name },
    spec: {
      containers: [
        {
          name: 'c',
          image: 'registry.k8s.io/pause:3.10',
          resources: {
            requests: { cpu, memory: '252Mi', 'example.com/dongle': dongle },
            limits: { 'example.com/dongle': dongle },
          },
        },
      ],
    },
  });
  ok('POST', '/api/v1/namespaces/e2e/pods', pod('p', '500m', '2'));
  expect(used()).toMatchObject({ pods: '1', cpu: '500m', memory: '252Mi', 'requests.example.com/dongle': '2' });
  expect(fails('POST', '/api/v1/namespaces/e2e/pods', pod('big', '600m', '1'))).toMatch(
    /^403 Forbidden: .*exceeded quota: q/,
  );
  expect(fails('POST', '/api/v1/namespaces/e2e/pods', pod('rich', '100m', '2'))).toContain(
    'requests.example.com/dongle=2',
  );
  ok('DELETE', '/api/v1/namespaces/e2e/pods/p', { gracePeriodSeconds: 0 });
  expect(used()).toMatchObject({ pods: '0', cpu: '0' });
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  const lives: Loose = {
    '/api/v1/namespaces/e2e/secrets': ['secrets', {}],
    '/api/v1/namespaces/e2e/configmaps': ['configmaps', {}],
    '/api/v1/namespaces/e2e/services': ['services', { spec: { type: 'NodePort', ports: [{ port: 80 }] } }],
    '/api/v1/namespaces/e2e/replicationcontrollers': [
      'replicationcontrollers',
      { spec: { replicas: 0, selector: { a: 'b' }, template } },
    ],
    '/apis/apps/v1/namespaces/e2e/replicasets': [
      'count/replicasets.apps',
      { spec: { replicas: 0, selector: { matchLabels: { a: 'b' } }, template } },
    ],
  };
  for (const [path, [counted, body]] of Object.entries(lives) as [string, [string, Loose]][]) {
    ok('POST', path, { metadata: { name: 'one' }, ...body });
    expect(Number(used()[counted])).toBe(Number(start[counted]) + 1);
    if (counted === 'services')
      expect(fails('POST', path, { metadata: { name: 'two' }, ...body })).toContain('services.nodeports=1');
    expect(call('DELETE', `${path}/one`, { propagationPolicy: 'Background' }).status).toBe(200);
    expect(used()[counted]).toBe(start[counted]);
  }
});
