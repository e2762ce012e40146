import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { sha256Hex } from '../../../../src/engine/cluster/sha256.ts';
import { History } from '../../../../src/engine/cluster/store/history.ts';
import type { Version } from '../../../../src/engine/cluster/store/version.ts';
import { RevisionError, Store } from '../../../../src/engine/cluster/store.ts';

const writer = { manager: 'test', operation: 'Update', subresource: '' } as const;

function pod(name: string, namespace = 'default', labels: Record<string, string> = {}, spec: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, uid: `uid-${name}`, resourceVersion: '', creationTimestamp: '', labels },
    spec,
  };
}

function world(historyLimit?: number) {
  const clock = new VirtualClock(1_000);
  const store = new Store(clock, historyLimit === undefined ? {} : { historyLimit });
  store.define('pods', { node: (object) => (object['spec'] as { nodeName?: string }).nodeName });
  return { clock, store, history: new History(store) };
}

const names = (objects: readonly KubeObject[]) =>
  objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

describe('the store', () => {
  it('gives every write the next revision and hands out the object itself', () => {
    const { store } = world();
    const first = store.create('pods', pod('a'), writer);
    expect(first.object.metadata.resourceVersion).toBe(String(first.revision));
    expect(store.get('pods', 'default', 'a')).toBe(first.object);
    const second = store.update('pods', { ...first.object, spec: { x: 1 } }, writer);
    expect(second.revision).toBe(first.revision + 1);
    expect(second.object.metadata.labels).toBe(first.object.metadata.labels);
  });

  it('lists in the order of keys, as etcd does', () => {
    const { store } = world();
    for (const [name, namespace] of [
      ['b', 'x'],
      ['a', 'x-y'],
      ['a', 'x'],
      ['a10', 'x'],
      ['a2', 'x'],
    ] as const) {
      store.create('pods', pod(name, namespace), writer);
    }
    expect(names(store.table('pods').list())).toEqual(['x-y/a', 'x/a', 'x/a10', 'x/a2', 'x/b']);
    expect(names(store.table('pods').list('x'))).toEqual(['x/a', 'x/a10', 'x/a2', 'x/b']);
  });

  it('follows labels, owners and declared indexes through changes', () => {
    const { store } = world();
    const a = store.create('pods', pod('a', 'default', { app: 'web', tier: 'front' }), writer).object;
    store.create('pods', pod('b', 'default', { app: 'web' }), writer);
    const table = store.table('pods');
    expect(names(table.byLabels('default', { app: 'web' }))).toEqual(['default/a', 'default/b']);
    expect(names(table.byLabels('default', { app: 'web', tier: 'front' }))).toEqual(['default/a']);
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u1' };
    store.update(
      'pods',
      { ...a, metadata: { ...a.metadata, labels: { app: 'db' }, ownerReferences: [owner] }, spec: { nodeName: 'n1' } },
      writer,
    );
    expect(names(table.byLabels('default', { app: 'web' }))).toEqual(['default/b']);
    expect(names(table.byLabels('default', { app: 'db' }))).toEqual(['default/a']);
    expect(names(table.ownedBy('u1'))).toEqual(['default/a']);
    expect(names(table.byIndex('node', 'n1'))).toEqual(['default/a']);
    store.delete('pods', 'default', 'a', writer);
    expect([table.byLabels('default', { app: 'db' }), table.ownedBy('u1'), table.byIndex('node', 'n1')]).toEqual([
      [],
      [],
      [],
    ]);
    expect(table.size).toBe(1);
  });

  it('tells watchers within the write, and later writes after earlier ones', () => {
    const { store } = world();
    const seen: string[] = [];
    store.watch('pods', (version) => {
      if (version.type === 'ADDED') store.update('pods', { ...version.object, spec: { touched: true } }, writer);
      seen.push(`1 ${version.type}`);
    });
    const stop = store.watch('pods', (version) => seen.push(`2 ${version.type}`));
    store.create('pods', pod('a'), writer);
    expect(seen).toEqual(['1 ADDED', '2 ADDED', '1 MODIFIED', '2 MODIFIED']);
    stop();
    store.delete('pods', 'default', 'a', writer);
    expect(seen.slice(4)).toEqual(['1 DELETED']);
  });

  it('replays what came after a revision, and refuses compacted ones', () => {
    const { store } = world();
    const start = store.revision;
    const a = store.create('pods', pod('a'), writer);
    store.create('configmaps', pod('c'), writer);
    store.update('pods', a.object, writer);
    expect(store.since(start, 'pods').map((version) => version.type)).toEqual(['ADDED', 'MODIFIED']);
    store.compact(store.revision);
    expect(() => store.since(start, 'pods')).toThrow(RevisionError);
    expect(store.since(store.revision)).toEqual([]);
  });
});

describe('history', () => {
  it('knows one object, one resource and everything at every revision and time', () => {
    const { clock, store, history } = world();
    const a = store.create('pods', pod('a'), writer);
    clock.runUntil(2_000);
    const b = store.create('pods', pod('b'), writer);
    clock.runUntil(3_000);
    store.update('pods', { ...a.object, spec: { n: 2 } }, writer);
    store.delete('pods', 'default', 'b', writer);
    expect(names(history.listAt('pods', { revision: a.revision }))).toEqual(['default/a']);
    expect(names(history.listAt('pods', { timeMs: 2_500 }))).toEqual(['default/a', 'default/b']);
    expect(names(history.listAt('pods', { revision: store.revision }))).toEqual(['default/a']);
    expect(history.objectAt('pods', 'default', 'a', { timeMs: 2_000 })).toBe(a.object);
    expect(history.objectAt('pods', 'default', 'b', { revision: b.revision })).toBe(b.object);
    expect(history.versionsOf('pods', 'default', 'b').map(({ type, timeMs }) => [type, timeMs])).toEqual([
      ['ADDED', 2_000],
      ['DELETED', 3_000],
    ]);
    expect(history.versions('pods', { fromMs: 3_000 }).map(({ type }) => type)).toEqual(['MODIFIED', 'DELETED']);
    expect([...history.stateAt({ revision: store.revision }).keys()]).toEqual(['pods']);
  });

  it('keeps the state at the compacted revision and forgets what was before', () => {
    const { store, history } = world();
    const a = store.create('pods', pod('a'), writer);
    store.create('pods', pod('b'), writer);
    const a2 = store.update('pods', { ...a.object, spec: { n: 2 } }, writer);
    store.delete('pods', 'default', 'b', writer);
    const at = store.revision;
    store.update('pods', { ...a2.object, spec: { n: 3 } }, writer);
    store.compact(at);
    expect(history.listAt('pods', { revision: at }).map((object) => object['spec'])).toEqual([{ n: 2 }]);
    expect(() => history.listAt('pods', { revision: at - 1 })).toThrow(RevisionError);
    expect(history.versionsOf('pods', 'default', 'a').map(({ object }) => object['spec'])).toEqual([
      { n: 2 },
      { n: 3 },
    ]);
    expect(history.versionsOf('pods', 'default', 'b')).toEqual([]);
  });

  it('compacts by itself when there are more versions than it may keep', () => {
    const { store } = world(100);
    let last: Version = store.create('pods', pod('a'), writer);
    for (let count = 0; count < 1_000; count++) last = store.update('pods', last.object, writer);
    expect(store.versions.length).toBeGreaterThanOrEqual(100);
    expect(store.versions.length).toBeLessThanOrEqual(125);
  });

  it('hashes all versions to the same digest whenever it is asked and whatever was compacted', () => {
    const run = (compact: boolean, ask: boolean) => {
      const { store, history } = world();
      const a = store.create('pods', pod('a', 'default', compact ? { x: '1', y: '2' } : { y: '2', x: '1' }), writer);
      if (ask) history.hash();
      store.update('pods', { ...a.object, spec: { n: 'ü' } }, writer);
      if (compact) store.compact(store.revision - 1);
      store.delete('pods', 'default', 'a', writer);
      return history.hash();
    };
    expect(run(false, false)).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set([run(false, false), run(true, false), run(false, true), run(true, true)]).size).toBe(1);
  });
});

describe('sha256', () => {
  it('agrees with Node for every length around a block', () => {
    for (let length = 0; length < 200; length++) {
      const text = 'ä'.repeat(length % 7) + 'x'.repeat(length);
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });
});
