import { describe, expect, it } from 'vitest';
import type { ApiHandler } from '../../../../src/engine/cluster/apiserver/http.ts';
import { createWorld } from '../../../../src/engine/session/world.ts';
import { cpuMs } from '../../cpu-time.ts';

// Patches of the size of a body: nothing may cost in proportion to one list times another.

const SECOND = 1000;
const COUNT = 10_000;
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `n${at}`);
const each = <Value>(of: (name: string) => Value, count = COUNT): readonly Value[] => names(count).map(of);
const members = (value: unknown, count = COUNT): object => Object.fromEntries(each((name) => [name, value], count));
const containers = each((name) => ({ name, image: 'x' }));

const STRATEGIC = 'application/strategic-merge-patch+json';
const MERGE = 'application/merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const APPLY = 'application/apply-patch+yaml';
const POD = '/api/v1/namespaces/default/pods/box';
const CONFIG = '/api/v1/namespaces/default/configmaps/c';

function serve(): ApiHandler {
  const world = createWorld({
    seed: 7,
    startMs: Date.UTC(2026, 10, 22),
    workers: 1,
    systemPods: false,
    files: {},
    jq: () => undefined,
  });
  const { handle } = world.cluster;
  const spec = { containers: [{ name: 'c', image: 'busybox' }] };
  handle({ method: 'POST', path: '/api/v1/namespaces/default/pods', body: { metadata: { name: 'box' }, spec } });
  handle({
    method: 'POST',
    path: '/api/v1/namespaces/default/configmaps',
    body: { metadata: { name: 'c' }, data: { a: 'b' } },
  });
  return handle;
}

describe('patches as large as a body', () => {
  const handle = serve();
  const patch = (path: string, type: string, body: string): number =>
    handle({
      method: 'PATCH',
      path: `${path}?dryRun=All&fieldManager=f${type === APPLY ? '&force=true' : ''}`,
      headers: { 'content-type': type },
      body,
    }).status;

  it.each<[name: string, path: string, type: string, body: unknown]>([
    ['new items of a keyed list', POD, STRATEGIC, { spec: { containers } }],
    [
      'an order of items',
      POD,
      STRATEGIC,
      { spec: { containers, '$setElementOrder/containers': containers.map(({ name }) => ({ name })) } },
    ],
    ['deleted items', POD, STRATEGIC, { spec: { containers: each((name) => ({ name, $patch: 'delete' })) } }],
    [
      'deleted values',
      POD,
      STRATEGIC,
      { metadata: { finalizers: names(COUNT), '$deleteFromPrimitiveList/finalizers': names(COUNT) } },
    ],
    ['retained keys', CONFIG, STRATEGIC, { data: { ...members('x'), $retainKeys: names(COUNT) } }],
    ['members', CONFIG, MERGE, { data: members('x') }],
    ['applied items', POD, APPLY, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: { containers } }],
    [
      'added members, one by one',
      CONFIG,
      JSON_PATCH,
      each((name) => ({ op: 'add', path: `/data/${name}`, value: 'x' }), 10_000),
    ],
    [
      'items at the head of a list',
      CONFIG,
      JSON_PATCH,
      [
        { op: 'add', path: '/metadata/finalizers', value: names(60_000) },
        ...each((value) => ({ op: 'add', path: '/metadata/finalizers/0', value }), 9000),
      ],
    ],
    [
      'copies of copies',
      CONFIG,
      JSON_PATCH,
      each((name) => ({ op: 'copy', from: '/data', path: `/data/${name}` }), 40),
    ],
    [
      'copies and members in turn',
      CONFIG,
      JSON_PATCH,
      [
        { op: 'add', path: '/data', value: members('x', 30_000) },
        ...each((name) => [
          { op: 'copy', from: '/kind', path: '/data/q' },
          { op: 'add', path: `/data/${name}`, value: 'x' },
        ])
          .slice(0, 4900)
          .flat(),
      ],
    ],
    [
      'comparisons with much that is nothing',
      CONFIG,
      JSON_PATCH,
      [
        { op: 'add', path: '/x', value: members(null, 60_000) },
        ...each(() => ({ op: 'test', path: '/x', value: {} }), 9000),
      ],
    ],
    ['depth', CONFIG, MERGE, `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('cost less than a second: %s', (_name, path, type, body) => {
    let status = 0;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expect(cpuMs(() => (status = patch(path, type, text)), SECOND)).toBeLessThan(SECOND);
    expect(status).toBeLessThan(500);
  });
});

describe('what a patch says twice', () => {
  const handle = serve();
  const data = (type: string, body: unknown): unknown => {
    const query = type === APPLY ? '?fieldManager=f&force=true' : '';
    const { status, body: got } = handle({
      method: 'PATCH',
      path: `${CONFIG}${query}`,
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    expect(status).toBe(200);
    return JSON.stringify((got as { readonly data?: unknown }).data);
  };

  it('keeps a copied value apart from the one it was copied from', () => {
    const operations = [
      { op: 'add', path: '/metadata/annotations', value: { a: '1' } },
      { op: 'add', path: '/metadata/annotations/b', value: '2' },
      { op: 'copy', from: '/metadata/annotations', path: '/data' },
      { op: 'add', path: '/metadata/annotations/c', value: '3' },
      { op: 'move', from: '/data/b', path: '/data/d' },
    ];
    expect(data(JSON_PATCH, operations)).toBe('{"a":"1","d":"2"}');
  });

  it('takes a key named __proto__ as data, whatever the kind of patch', () => {
    expect(data(MERGE, '{"data":{"__proto__":"1"}}')).toContain('"__proto__":"1"');
    expect(data(STRATEGIC, '{"data":{"__proto__":"2"}}')).toContain('"__proto__":"2"');
    expect(data(JSON_PATCH, '[{"op":"replace","path":"/data/__proto__","value":"3"}]')).toContain('"__proto__":"3"');
    const config = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"__proto__":"4"}}';
    expect(data(APPLY, config)).toContain('"__proto__":"4"');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
