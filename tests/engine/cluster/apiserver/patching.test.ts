import { describe, expect, it } from 'vitest';
import type { Json, JsonObject, KubeObject } from '../../../../src/engine/cluster/json.ts';
import { CONFIG_MAPS, DEPLOYMENTS, deployment, PODS, pod, type World, world } from './world.ts';

const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' };
const MERGE = { 'content-type': 'application/merge-patch+json' };
const JSON_PATCH = { 'content-type': 'application/json-patch+json' };
const APPLY = { 'content-type': 'application/apply-patch+yaml' };

const containers = (object: KubeObject) =>
  ((object['spec'] as JsonObject)['template'] as { spec: { containers: JsonObject[] } }).spec.containers;
const inTemplate = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });

describe('strategic merge patches', () => {
  const start = (): World => {
    const made = world();
    made.ok('POST', DEPLOYMENTS, deployment('a'));
    return made;
  };
  const patch = (at: World, body: Json) => at.ok('PATCH', `${DEPLOYMENTS}/a`, body, STRATEGIC);

  it('merge lists by key, new items first', () => {
    const at = start();
    const merged = patch(at, inTemplate({ containers: [{ name: 'side', image: 'redis:7' }] }));
    expect(containers(merged).map(({ name }) => name)).toEqual(['side', 'web']);
    const changed = patch(at, inTemplate({ containers: [{ name: 'web', image: 'nginx:1.26' }] }));
    expect(containers(changed)).toEqual([
      { name: 'side', image: 'redis:7' },
      { name: 'web', image: 'nginx:1.26' },
    ]);
  });

  it('follow $setElementOrder, $patch and null', () => {
    const at = start();
    patch(at, inTemplate({ containers: [{ name: 'side', image: 'redis:7' }] }));
    const ordered = patch(
      at,
      inTemplate({
        '$setElementOrder/containers': [{ name: 'web' }, { name: 'side' }],
        containers: [{ name: 'web', env: [{ name: 'A', value: '1' }] }],
      }),
    );
    expect(containers(ordered).map(({ name }) => name)).toEqual(['web', 'side']);
    const deleted = patch(at, inTemplate({ containers: [{ name: 'side', $patch: 'delete' }] }));
    expect(containers(deleted)).toEqual([{ name: 'web', image: 'nginx:1.25', env: [{ name: 'A', value: '1' }] }]);
    const replaced = patch(at, inTemplate({ containers: [{ $patch: 'replace' }, { name: 'only', image: 'x' }] }));
    expect(containers(replaced)).toEqual([{ name: 'only', image: 'x' }]);
    expect(patch(at, { metadata: { labels: { a: 'b' } } }).metadata.labels).toEqual({ a: 'b' });
    expect(patch(at, { metadata: { labels: { a: null, c: 'd' } } }).metadata.labels).toEqual({ c: 'd' });
  });

  it('keep only what $retainKeys names', () => {
    const at = start();
    patch(at, { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } });
    const recreate = patch(at, { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } });
    expect((recreate['spec'] as JsonObject)['strategy']).toEqual({ type: 'Recreate' });
  });

  it('delete from lists of plain values', () => {
    const { ok } = world();
    ok('POST', CONFIG_MAPS, { metadata: { name: 'a', finalizers: ['x/a', 'x/b'] } });
    const left = ok(
      'PATCH',
      `${CONFIG_MAPS}/a`,
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['x/a'], finalizers: ['x/c'] } },
      STRATEGIC,
    );
    expect([...(left.metadata.finalizers ?? [])].sort()).toEqual(['x/b', 'x/c']);
  });

  it('say what the recorded server says of bad ones', () => {
    const at = start();
    const fails = (body: Json | string) => at.fails('PATCH', `${DEPLOYMENTS}/a`, body, STRATEGIC);
    expect(fails('{bad json')).toBe("400 BadRequest: invalid character 'b' looking for beginning of object key string");
    expect(fails({ spec: { replicas: 'two' } })).toBe(
      '422 Invalid:  "" is invalid: patch: Invalid value: "map[spec:map[replicas:two]]": unrecognized type: int32',
    );
    expect(fails(inTemplate({ containers: [{ image: 'x' }] }))).toBe(
      '400 : map: map[image:x] does not contain declared merge key: name',
    );
    expect(at.fails('PATCH', `${DEPLOYMENTS}/a`, { metadata: { name: 'q' } }, STRATEGIC)).toBe(
      '400 BadRequest: the name of the object (q) does not match the name on the URL (a)',
    );
  });
});

describe('JSON and merge patches', () => {
  it('do what their RFCs say', () => {
    const { ok } = world();
    ok('POST', DEPLOYMENTS, deployment('a'));
    const path = `${DEPLOYMENTS}/a`;
    expect(
      containers(ok('PATCH', path, inTemplate({ containers: [{ name: 'only', image: 'redis:7' }] }), MERGE)).map(
        ({ name }) => name,
      ),
    ).toEqual(['only']);
    ok('PATCH', path, { metadata: { labels: { a: 'b' } } }, MERGE);
    const operations = [
      { op: 'replace', path: '/spec/replicas', value: 4 },
      { op: 'add', path: '/metadata/labels/z~1y', value: '9' },
      { op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'two', image: 'x' } },
      { op: 'move', from: '/spec/template/spec/containers/0', path: '/spec/template/spec/containers/1' },
      { op: 'copy', from: '/metadata/labels/a', path: '/metadata/labels/c' },
      { op: 'test', path: '/spec/replicas', value: 4 },
      { op: 'remove', path: '/metadata/labels/a' },
    ];
    const patched = ok('PATCH', path, operations, JSON_PATCH);
    expect(patched.metadata.labels).toEqual({ 'z/y': '9', c: 'b' });
    expect((patched['spec'] as JsonObject)['replicas']).toBe(4);
    expect(containers(patched).map(({ name }) => name)).toEqual(['two', 'only']);
  });

  it('are refused as recorded when they do not apply', () => {
    const { ok, fails } = world();
    ok('POST', DEPLOYMENTS, deployment('a'));
    const rejected = '422 Invalid: the server rejected our request due to an error in our request';
    expect(fails('PATCH', `${DEPLOYMENTS}/a`, [{ op: 'test', path: '/spec/replicas', value: 5 }], JSON_PATCH)).toBe(
      rejected,
    );
    expect(fails('PATCH', `${DEPLOYMENTS}/a`, [{ op: 'remove', path: '/spec/nosuch' }], JSON_PATCH)).toBe(rejected);
    expect(fails('PATCH', `${DEPLOYMENTS}/a`, { spec: {} }, { 'content-type': 'application/json' })).toContain(
      '415 UnsupportedMediaType',
    );
  });

  it('write nothing when they change nothing', () => {
    const { ok, store } = world();
    ok('POST', DEPLOYMENTS, deployment('a'));
    const before = store.revision;
    ok('PATCH', `${DEPLOYMENTS}/a`, { spec: { replicas: 1 } }, MERGE);
    ok('PATCH', `${DEPLOYMENTS}/a`, { spec: { replicas: 1 } }, STRATEGIC);
    expect(store.revision).toBe(before);
  });

  it('leave untouched branches the same objects', () => {
    const { ok, store } = world();
    ok('POST', PODS, pod('p'));
    const before = store.get('pods', 'default', 'p')!;
    ok('PATCH', `${PODS}/p`, { metadata: { labels: { a: 'b' } } }, STRATEGIC);
    expect(store.get('pods', 'default', 'p')!['spec']).toBe(before['spec']);
  });
});

type Managed = { manager: string; operation: string; subresource?: string; fieldsV1: JsonObject };
const managed = (object: KubeObject) => (object.metadata.managedFields ?? []) as unknown as Managed[];

describe('managed fields', () => {
  it('say who set what, by manager and subresource', () => {
    const { ok } = world();
    ok('POST', `${DEPLOYMENTS}?fieldManager=kubectl-create`, deployment('a'));
    ok('PUT', `${DEPLOYMENTS}/a/status?fieldManager=kube-controller-manager`, {
      ...deployment('a'),
      status: { replicas: 1 },
    });
    const scaled = ok('PATCH', `${DEPLOYMENTS}/a?fieldManager=kubectl-edit`, { spec: { replicas: 3 } }, MERGE);
    expect(managed(scaled).map(({ manager, operation, subresource }) => [manager, operation, subresource])).toEqual([
      ['kube-controller-manager', 'Update', 'status'],
      ['kubectl-create', 'Update', undefined],
      ['kubectl-edit', 'Update', undefined],
    ]);
    const [controller, create, edit] = managed(scaled);
    expect(controller?.fieldsV1).toEqual({ 'f:status': { 'f:replicas': {} } });
    expect(edit?.fieldsV1).toEqual({ 'f:spec': { 'f:replicas': {} } });
    expect(create?.fieldsV1).toEqual({
      'f:spec': {
        'f:selector': {},
        'f:template': {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
        },
      },
    });
  });

  it('survive the compaction of the versions they come from', () => {
    const { ok, store } = world();
    ok('POST', `${CONFIG_MAPS}?fieldManager=one`, { metadata: { name: 'a' }, data: { k: 'v' } });
    ok('PATCH', `${CONFIG_MAPS}/a?fieldManager=two`, { data: { l: 'w' } }, MERGE);
    store.compact(store.revision);
    expect(managed(ok('GET', `${CONFIG_MAPS}/a`)).map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
      ['one', { 'f:data': { '.': {}, 'f:k': {} } }],
      ['two', { 'f:data': { 'f:l': {} } }],
    ]);
  });
});

describe('managed fields that a client writes', () => {
  it('hand fields from one manager to another, or make all let go', () => {
    const { ok, fails, store } = world();
    const made = ok('POST', `${CONFIG_MAPS}?fieldManager=kubectl-client-side-apply`, {
      metadata: { name: 'a' },
      data: { k: 'v' },
    });
    const before = store.revision;
    ok('PUT', `${CONFIG_MAPS}/a`, JSON.parse(JSON.stringify(made)));
    expect(store.revision).toBe(before);
    const operations = [
      { op: 'replace', path: '/metadata/managedFields/0/manager', value: 'kubectl' },
      { op: 'replace', path: '/metadata/managedFields/0/operation', value: 'Apply' },
    ];
    const moved = ok('PATCH', `${CONFIG_MAPS}/a?fieldManager=x`, operations, JSON_PATCH);
    expect(managed(moved)).toMatchObject([
      { manager: 'kubectl', operation: 'Apply', fieldsV1: { 'f:data': { '.': {}, 'f:k': {} } } },
    ]);
    expect(
      fails('PATCH', `${CONFIG_MAPS}/a`, [{ op: 'remove', path: '/metadata/managedFields/0/operation' }], JSON_PATCH),
    ).toBe(
      '422 Invalid: ConfigMap "a" is invalid: metadata.managedFields[0].operation: Required value: must not be empty',
    );
    const freed = ok(
      'PATCH',
      `${CONFIG_MAPS}/a?fieldManager=x`,
      { metadata: { managedFields: [{}] }, data: { l: 'w' } },
      MERGE,
    );
    expect(managed(freed)).toMatchObject([{ manager: 'x', fieldsV1: { 'f:data': { 'f:l': {} } } }]);
  });
});

describe('server-side apply', () => {
  const config = (data: JsonObject, name = 'ssa'): JsonObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data,
  });
  const apply = (at: World, manager: string, body: Json, query = '') =>
    at.ok('PATCH', `${CONFIG_MAPS}/ssa?fieldManager=${manager}${query}`, body, APPLY);

  it('creates, and owns what it says', () => {
    const at = world();
    const response = at.call('PATCH', `${CONFIG_MAPS}/ssa?fieldManager=kubectl`, config({ k: 'v' }), APPLY);
    expect(response.status).toBe(201);
    expect(managed(response.body as unknown as KubeObject)).toMatchObject([
      { manager: 'kubectl', operation: 'Apply', fieldsV1: { 'f:data': { 'f:k': {} } } },
    ]);
  });

  it('refuses to take what another applied, unless forced', () => {
    const at = world();
    apply(at, 'kubectl', config({ k: 'v' }));
    expect(at.fails('PATCH', `${CONFIG_MAPS}/ssa?fieldManager=other`, config({ k: 'w' }), APPLY)).toBe(
      '409 Conflict: Apply failed with 1 conflict: conflict with "kubectl": .data.k',
    );
    const forced = apply(at, 'other', config({ k: 'w' }), '&force=true');
    expect(forced['data']).toEqual({ k: 'w' });
    expect(managed(forced).map(({ manager, operation }) => [manager, operation])).toEqual([['other', 'Apply']]);
  });

  it('names every conflict by manager, updates with their version and time', () => {
    const at = world();
    apply(at, 'kubectl', config({ a: '1', b: '1' }));
    at.ok('PATCH', `${CONFIG_MAPS}/ssa?fieldManager=kubectl-edit`, { data: { c: '1' } }, MERGE);
    expect(at.fails('PATCH', `${CONFIG_MAPS}/ssa?fieldManager=other`, config({ a: '2', b: '2', c: '2' }), APPLY)).toBe(
      '409 Conflict: Apply failed with 3 conflicts: conflicts with "kubectl":\n- .data.a\n- .data.b\nconflicts with "kubectl-edit" using v1 at 2027-01-15T08:00:00Z:\n- .data.c',
    );
  });

  it('shares what both say, and takes away what nobody says any more', () => {
    const at = world();
    apply(at, 'one', config({ a: '1', b: '1' }));
    apply(at, 'two', config({ a: '1' }));
    const left = apply(at, 'one', config({ c: '1' }));
    expect(left['data']).toEqual({ a: '1', c: '1' });
    const before = at.store.revision;
    apply(at, 'one', config({ c: '1' }));
    expect(at.store.revision).toBe(before);
  });

  it('merges lists by key and removes items that left the configuration', () => {
    const at = world();
    const workload = (...names: string[]): JsonObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      ...deployment('d'),
      spec: {
        selector: { matchLabels: { app: 'd' } },
        template: {
          metadata: { labels: { app: 'd' } },
          spec: { containers: names.map((name) => ({ name, image: 'x' })) },
        },
      },
    });
    const path = `${DEPLOYMENTS}/d?fieldManager=`;
    at.ok('PATCH', `${path}one`, workload('web', 'side'), APPLY);
    at.ok(
      'PATCH',
      `${DEPLOYMENTS}/d?fieldManager=edit`,
      { spec: { replicas: 7, template: { spec: { containers: [{ name: 'web', stdin: true }] } } } },
      STRATEGIC,
    );
    const left = at.ok('PATCH', `${path}one`, workload('web'), APPLY);
    expect(containers(left)).toEqual([{ name: 'web', image: 'x', stdin: true }]);
    expect((left['spec'] as JsonObject)['replicas']).toBe(7);
  });

  it('says what is wrong with a configuration', () => {
    const at = world();
    const fails = (body: Json, query = 'fieldManager=m') =>
      at.fails('PATCH', `${CONFIG_MAPS}/ssa?${query}`, body, APPLY);
    expect(fails(config({}), '')).toBe(
      '422 Invalid: PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
    expect(fails({ ...config({}), nope: 1 })).toBe(
      '400 : failed to create typed patch object (default/ssa; /v1, Kind=ConfigMap): .nope: field not declared in schema',
    );
    expect(fails({ ...config({}), apiVersion: 'v2' })).toBe(
      '400 BadRequest: Incorrect version specified in apply patch. Specified patch version: v2, expected: v1',
    );
    expect(fails({ ...config({}), metadata: { name: 'ssa', managedFields: [] } })).toBe(
      '400 BadRequest: metadata.managedFields must be nil',
    );
    expect(fails(config({}, 'other'))).toBe(
      '400 BadRequest: the name of the object (other) does not match the name on the URL (ssa)',
    );
  });

  it('lets kubectl take over what its client-side apply had set', () => {
    const at = world();
    const last = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(config({ k: 'v' })) };
    at.ok('POST', `${CONFIG_MAPS}?fieldManager=kubectl-client-side-apply`, {
      ...config({ k: 'v' }),
      metadata: { name: 'ssa', annotations: last },
    });
    expect(at.fails('PATCH', `${CONFIG_MAPS}/ssa?fieldManager=other`, config({ k: 'w' }), APPLY)).toContain(
      'conflict with "kubectl-client-side-apply" using v1',
    );
    expect(apply(at, 'kubectl', config({ k: 'w' }))['data']).toEqual({ k: 'w' });
  });
});
