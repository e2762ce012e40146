import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allocators } from '../../../../src/engine/cluster/apiserver/allocators.ts';
import { writerOf } from '../../../../src/engine/cluster/apiserver/core.ts';
import { parseJson } from '../../../../src/engine/cluster/apiserver/decode/json-text.ts';
import { expireEvents } from '../../../../src/engine/cluster/apiserver/event-ttl.ts';
import { jsonPatch } from '../../../../src/engine/cluster/apiserver/patch/json-patch.ts';
import { mergePatch } from '../../../../src/engine/cluster/apiserver/patch/merge-patch.ts';
import { requestInfo } from '../../../../src/engine/cluster/apiserver/request/info.ts';
import { LabelSelector } from '../../../../src/engine/cluster/apiserver/selectors/label-selector.ts';
import { sameJson } from '../../../../src/engine/cluster/apiserver/write/same.ts';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import type { Json, KubeObject } from '../../../../src/engine/cluster/json.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { Store } from '../../../../src/engine/cluster/store.ts';

describe('JSON text', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(parseJson(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('never throws anything but a syntax error, and accepts nothing that JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0129ef-+.truefalsn \n\t') }), (text) => {
        let ours: unknown;
        let real: unknown;
        try {
          ours = parseJson(text).value;
        } catch (error) {
          ours = (error as Error).constructor.name;
        }
        try {
          real = JSON.parse(text);
        } catch {
          real = 'JsonSyntaxError';
        }
        expect(ours).toEqual(real);
      }),
      { numRuns: 500 },
    );
  });

  it('says what Go says', () => {
    const message = (text: string) => {
      try {
        parseJson(text);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message('')).toBe('unexpected end of JSON input');
    expect(message('{"a":1,}')).toBe("invalid character '}' looking for beginning of object key string");
    expect(message('{"a" 1}')).toBe("invalid character '1' after object key");
    expect(message('{"a":1 "b"}')).toBe("invalid character '\"' after object key:value pair");
    expect(message('[1 2]')).toBe("invalid character '2' after array element");
    expect(message('nul')).toBe('unexpected end of JSON input');
    expect(message('trux')).toBe("invalid character 'x' in literal true (expecting 'e')");
    expect(message('{} x')).toBe("invalid character 'x' after top-level value");
    expect(message('"\\x"')).toBe("invalid character 'x' in string escape code");
    expect(message('kind: Pod')).toBe("invalid character 'k' looking for beginning of value");
    expect(parseJson('{"a":{"b":1,"b":2},"c":[{"d":1,"d":2}]}').duplicates).toEqual(['a.b', 'c[0].d']);
  });
});

describe('patches', () => {
  it('that replace a value by itself change nothing', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.jsonValue().filter((value) => value !== null),
        ),
        (object) => {
          const value = JSON.parse(JSON.stringify(object)) as { [key: string]: Json };
          expect(
            jsonPatch(
              value,
              Object.keys(value).map((key) => ({
                op: 'test',
                path: `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
                value: value[key] ?? null,
              })),
            ),
          ).toBe(value);
          expect(sameJson(mergePatch(value, value), mergePatch(mergePatch(value, value), value))).toBe(true);
        },
      ),
    );
  });
});

describe('label selectors', () => {
  it('survive any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=!(),<> in') }), (text) => {
        try {
          LabelSelector.parse(text);
        } catch (error) {
          expect((error as Error).message).toMatch(/expected|Invalid value|values set/);
        }
      }),
    );
  });

  it('compare numbers with < and >', () => {
    const object = { metadata: { labels: { n: '5' } } } as unknown as KubeObject;
    expect(LabelSelector.parse('n>4,n<6').matches(object)).toBe(true);
    expect(LabelSelector.parse('n>5').matches(object)).toBe(false);
  });
});

describe('paths', () => {
  it('name resources, namespaces and subresources', () => {
    const facts = (path: string) => {
      const info = requestInfo(path);
      return info.kind === 'path'
        ? info.path
        : [info.group, info.namespace, info.plural, info.name, info.subresource, info.rest].join('|');
    };
    expect(facts('/api/v1/namespaces')).toBe('||namespaces|||');
    expect(facts('/api/v1/namespaces/default')).toBe('||namespaces|default||');
    expect(facts('/api/v1/namespaces/default/finalize')).toBe('||namespaces|default|finalize|');
    expect(facts('/api/v1/namespaces/default/pods/a/log')).toBe('|default|pods|a|log|');
    expect(facts('/apis/apps/v1/deployments')).toBe('apps||deployments|||');
    expect(facts('/api/v1/nodes/n/proxy/logs/x')).toBe('||nodes|n|proxy|logs/x');
    expect(facts('/apis/apps/v1')).toBe('/apis/apps/v1');
  });
});

describe('Service addresses and ports', () => {
  const service = (name: string, spec: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default', uid: name, resourceVersion: '', creationTimestamp: '' },
    spec,
  });

  it('are free until a stored Service holds them, and again when it is gone', () => {
    const store = new Store(new VirtualClock(0));
    const allocators = new Allocators(store, new Random(1));
    const writer = writerOf('test', 'Update', '');
    expect(allocators.forRequest().clusterIp('10.96.0.10', 'a')).toEqual({ value: '10.96.0.10' });
    store.create('services', service('a', { clusterIP: '10.96.0.10', ports: [{ nodePort: 30_001 }] }), writer);
    expect(allocators.forRequest().clusterIp('10.96.0.10', 'b')).toEqual({ error: 'provided IP is already allocated' });
    expect(allocators.forRequest().clusterIp('10.96.0.10', 'a')).toEqual({ value: '10.96.0.10' });
    expect(allocators.forRequest().nodePort(30_001, 'b')).toEqual({ error: 'provided port is already allocated' });
    expect(allocators.forRequest().nodePort(80, 'b')).toEqual({
      error: 'provided port is not in the valid range. The range of valid ports is 30000-32767',
    });
    store.delete('services', 'default', 'a', writer);
    expect(allocators.forRequest().nodePort(30_001, 'b')).toEqual({ value: 30_001 });
  });

  it('are never handed out twice in one request', () => {
    const allocate = new Allocators(new Store(new VirtualClock(0)), new Random(1)).forRequest();
    const ports = Array.from({ length: 200 }, () => allocate.nodePort(undefined, 'a'));
    expect(new Set(ports.map((port) => JSON.stringify(port))).size).toBe(200);
    expect(allocate.clusterIp(undefined, 'a')).toMatchObject({
      value: expect.stringMatching(/^10\.(9[6-9]|10\d|11[01])\./),
    });
  });
});

describe('events', () => {
  it('go an hour after they were last written', () => {
    const clock = new VirtualClock(0);
    const store = new Store(clock);
    expireEvents(store, clock);
    const writer = writerOf('test', 'Update', '');
    const event = (name: string): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace: 'default', uid: name, resourceVersion: '', creationTimestamp: '' },
    });
    store.create('events', event('a'), writer);
    clock.runUntil(1_800_000);
    const kept = store.create('events', event('b'), writer);
    clock.runUntil(3_000_000);
    store.update('events', kept.object, writer);
    expect(clock.isSettled()).toBe(true);
    clock.runUntil(3_600_001);
    expect(
      store
        .table('events')
        .list()
        .map(({ metadata }) => metadata.name),
    ).toEqual(['b']);
    clock.runUntil(6_600_001);
    expect(store.table('events').size).toBe(0);
    expect(clock.nextDueMs()).toBeUndefined();
  });
});
