import { describe, expect, it } from 'vitest';
import type { JsonObject, KubeObject } from '../../../../src/engine/cluster/json.ts';
import { CONFIG_MAPS, events, nameOf, PODS, pod, world } from './world.ts';

const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
const names = (list: unknown) =>
  ((list as JsonObject)['items'] as unknown as KubeObject[]).map(({ metadata }) => metadata.name);

describe('lists', () => {
  it('select by labels and fields', () => {
    const { ok, fails } = world();
    ok('POST', PODS, pod('a', { app: 'web', tier: 'x' }, 'n1'));
    ok('POST', PODS, pod('b', { app: 'web' }));
    ok('POST', PODS, pod('c'));
    const by = (query: string) => names(ok('GET', `${PODS}?${query}`));
    const label = (text: string) => by(`labelSelector=${encodeURIComponent(text)}`);
    expect(label('app=web')).toEqual(['a', 'b']);
    expect(label('app in (web, db),tier')).toEqual(['a']);
    expect(label('app notin (web)')).toEqual(['c']);
    expect(label('!tier,app==web')).toEqual(['b']);
    expect(label('app!=web')).toEqual(['c']);
    expect(by('fieldSelector=spec.nodeName%3Dn1')).toEqual(['a']);
    expect(by('fieldSelector=metadata.name!%3Da,spec.nodeName%3D')).toEqual(['b', 'c']);
    expect(names(ok('GET', '/api/v1/pods?labelSelector=app'))).toEqual(['a', 'b']);
    expect(fails('GET', `${PODS}?fieldSelector=spec.bogus%3Dx`)).toBe(
      '400 BadRequest: field label not supported: spec.bogus',
    );
    expect(fails('GET', `${CONFIG_MAPS}?fieldSelector=data%3Dx`)).toBe(
      '400 BadRequest: "data" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
    expect(fails('GET', `${PODS}?labelSelector=a%20in`)).toBe(
      "400 BadRequest: unable to parse requirement: found '', expected: '('".replace(', expected', ' expected'),
    );
    expect(fails('GET', `${PODS}?labelSelector=a%20b`)).toBe(
      "400 BadRequest: unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
    );
    expect(fails('GET', `${PODS}?labelSelector=%3Da`)).toBe(
      "400 BadRequest: found '=', expected: !, identifier, or 'end of string'",
    );
    expect(fails('GET', `${PODS}?labelSelector=a%3Da,`)).toBe(
      "400 BadRequest: found '', expected: identifier after ','",
    );
  });

  it('come in pages that stay consistent, and expire', () => {
    const { ok, fails, store } = world();
    for (const name of ['a', 'b', 'c', 'd']) ok('POST', CONFIG_MAPS, { metadata: { name } });
    const first = ok('GET', `${CONFIG_MAPS}?limit=2`);
    const meta = first.metadata as unknown as { continue: string; remainingItemCount: number; resourceVersion: string };
    expect(names(first)).toEqual(['a', 'b']);
    expect(meta.remainingItemCount).toBe(2);
    ok('DELETE', `${CONFIG_MAPS}/c`);
    const next = `${CONFIG_MAPS}?limit=2&continue=${encodeURIComponent(meta.continue)}`;
    const second = ok('GET', next);
    expect(names(second)).toEqual(['c', 'd']);
    expect(second.metadata.resourceVersion).toBe(meta.resourceVersion);
    store.compact(store.revision);
    expect(fails('GET', next)).toContain(
      '410 Expired: The provided continue parameter is too old to display a consistent list result.',
    );
    expect(fails('GET', `${CONFIG_MAPS}?continue=zzz`)).toContain('400 BadRequest: continue key is not valid');
  });
});

describe('tables', () => {
  it('hold columns, cells and the metadata of each object', () => {
    const { ok } = world();
    ok('POST', PODS, pod('a'));
    const table = ok('GET', PODS, undefined, TABLE) as unknown as JsonObject;
    expect(table['kind']).toBe('Table');
    expect((table['columnDefinitions'] as unknown as JsonObject[]).map((column) => column['name'])).toEqual([
      'Name',
      'Age',
    ]);
    const [row] = table['rows'] as unknown as [JsonObject];
    expect(row['cells']).toEqual(['a', '1800000000000']);
    expect(row['object']).toMatchObject({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: 'a' },
    });
    const whole = ok('GET', `${PODS}/a?includeObject=Object`, undefined, TABLE) as unknown as { rows: [JsonObject] };
    expect(whole.rows[0]['object']).toMatchObject({ kind: 'Pod', spec: {} });
  });

  it('are refused in forms that do not exist', () => {
    const { fails } = world();
    expect(fails('GET', PODS, undefined, { accept: 'text/html' })).toContain('406 NotAcceptable');
  });
});

describe('watches', () => {
  it('start with what is there, and follow', () => {
    const { ok, call } = world();
    ok('POST', PODS, pod('a'));
    const seen = events(call('GET', `${PODS}?watch=1`));
    ok('POST', PODS, pod('b'));
    ok('DELETE', `${PODS}/a`);
    expect(seen.map(nameOf)).toEqual(['ADDED a', 'ADDED b', 'MODIFIED a', 'DELETED a']);
  });

  it('go on from any kept revision, and tell when it is gone', () => {
    const { ok, call, store } = world();
    ok('POST', CONFIG_MAPS, { metadata: { name: 'a' } });
    const from = store.revision;
    ok('PUT', `${CONFIG_MAPS}/a`, { metadata: { name: 'a' }, data: { k: 'v' } });
    expect(events(call('GET', `${CONFIG_MAPS}?watch=1&resourceVersion=${from}`)).map(nameOf)).toEqual(['MODIFIED a']);
    store.compact(store.revision);
    const [event, end] = events(call('GET', `${CONFIG_MAPS}?watch=1&resourceVersion=${from}`));
    expect(event).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired', message: `too old resource version: ${from} (${store.revision})` },
    });
    expect(end).toEqual({ type: 'END' });
  });

  it('show objects that begin or cease to match as added and deleted', () => {
    const { ok, call } = world();
    const seen = events(call('GET', `${CONFIG_MAPS}?watch=1&labelSelector=x%3D1`));
    ok('POST', CONFIG_MAPS, { metadata: { name: 'a' } });
    ok('PUT', `${CONFIG_MAPS}/a`, { metadata: { name: 'a', labels: { x: '1' } } });
    ok('PUT', `${CONFIG_MAPS}/a`, { metadata: { name: 'a', labels: { x: '2' } } });
    expect(seen.map(nameOf)).toEqual(['ADDED a', 'DELETED a']);
    expect(seen[1]).toMatchObject({ object: { metadata: { labels: { x: '1' } } } });
  });

  it('send initial events with a closing bookmark to those who ask', () => {
    const { ok, call, fails } = world();
    ok('POST', CONFIG_MAPS, { metadata: { name: 'a' } });
    const seen = events(
      call(
        'GET',
        `${CONFIG_MAPS}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
      ),
    );
    expect(seen.map((event) => event['type'])).toEqual(['ADDED', 'BOOKMARK']);
    expect(seen[1]).toMatchObject({
      object: { kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    });
    expect(fails('GET', `${CONFIG_MAPS}?watch=1&sendInitialEvents=true`)).toContain('422 Invalid');
  });

  it('bookmark and end in virtual time', () => {
    const { call, clock } = world();
    const seen = events(call('GET', `${CONFIG_MAPS}?watch=1&allowWatchBookmarks=true&timeoutSeconds=90`));
    expect(clock.isSettled()).toBe(true);
    clock.runUntil(clock.nowMs() + 600_000);
    expect(seen.map((event) => event['type'])).toEqual(['BOOKMARK', 'END']);
    expect(clock.nextDueMs()).toBeUndefined();
  });

  it('send tables with the columns first only, and share events between watchers', () => {
    const { ok, call } = world();
    const one = events(call('GET', `${PODS}?watch=1`, undefined, TABLE));
    const two = events(call('GET', `${PODS}?watch=1`, undefined, TABLE));
    ok('POST', PODS, pod('a'));
    ok('POST', PODS, pod('b'));
    const columns = one.map((event) => (event['object'] as JsonObject)['columnDefinitions'] !== null);
    expect(columns).toEqual([true, false]);
    expect(one[1]).toBe(two[1]);
  });

  it('watch one object by name, and stop when closed', () => {
    const { ok, call } = world();
    const response = call('GET', `${PODS}?watch=1&fieldSelector=metadata.name%3Da`);
    const seen = events(response);
    ok('POST', PODS, pod('a'));
    ok('POST', PODS, pod('b'));
    response.watch?.close();
    ok('DELETE', `${PODS}/a`);
    expect(seen.map(nameOf)).toEqual(['ADDED a']);
  });
});

describe('the informers', () => {
  it('announce what is there and what changes, and read through indexes', () => {
    const { ok, informers, server } = world();
    ok('POST', PODS, pod('a', { app: 'web' }, 'n1'));
    const seen: string[] = [];
    const stop = informers.onChange('pods', {
      added: (object) => seen.push(`+${object.metadata.name}`),
      updated: (object, old) =>
        seen.push(`~${object.metadata.name} ${old.metadata.resourceVersion !== object.metadata.resourceVersion}`),
      deleted: (object) => seen.push(`-${object.metadata.name}`),
    });
    const client = server.client('kubelet', { name: 'system:node:n1', groups: [] });
    const current = informers.get('pods', 'default', 'a')!;
    const same = client.updateStatus('pods', { ...current });
    expect(same).toBe(current);
    const running = client.updateStatus('pods', { ...current, status: { phase: 'Running' } });
    expect(running['spec']).toBe(current['spec']);
    client.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    stop();
    ok('POST', PODS, pod('b'));
    expect(seen).toEqual(['+a', '~a true', '~a true', '-a']);
    expect(informers.byIndex('pods', 'node', 'n1')).toEqual([]);
    expect(informers.byLabels('pods', 'default', {})).toHaveLength(1);
    expect(() => client.update('pods', current)).toThrow('pods "a" not found');
  });
});
