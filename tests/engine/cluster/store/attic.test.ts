import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import type { Json, KubeObject } from '../../../../src/engine/cluster/json.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { Bundle } from '../../../../src/engine/cluster/store/bundle.ts';
import { deltaOf, withDelta } from '../../../../src/engine/cluster/store/delta.ts';
import { History } from '../../../../src/engine/cluster/store/history.ts';
import { SqueezedJson } from '../../../../src/engine/cluster/store/squeezed-json.ts';
import { nextOf } from '../../../../src/engine/cluster/store/version.ts';
import { Store } from '../../../../src/engine/cluster/store.ts';

const writer = { manager: 'test', operation: 'Update', subresource: '' } as const;

const text = (value: unknown): string => JSON.stringify(value);

describe('squeezed JSON', () => {
  it.each([
    ['nothing', ''],
    ['one letter', 'a'],
    ['a run that reaches into itself', 'a'.repeat(1000)],
    ['what repeats far apart', `${'0123456789abcdef'.repeat(2)}${'x'.repeat(70_000)}0123456789abcdef`],
    ['what repeats nowhere', Array.from({ length: 3000 }, (_, at) => String.fromCharCode((at * 7919) % 251)).join('')],
    ['a text of exactly fifteen and one of sixteen new letters', 'abcdefghijklmnoabcdabcdefghijklmnopqrst'],
  ])('comes back as it was: %s', (_, what) => {
    expect(new SqueezedJson(what).read()).toEqual(what);
  });

  it('comes back as it was, whatever it is', () => {
    const random = new Random(5);
    for (let time = 0; time < 200; time++) {
      const letters = random.integer(1, 6);
      const what = Array.from({ length: random.integer(0, 600) }, () => random.integer(0, letters - 1) * 37);
      expect(new SqueezedJson([what, String.fromCharCode(...what)]).read()).toEqual([
        what,
        String.fromCharCode(...what),
      ]);
    }
  });

  it('is small where much repeats', () => {
    const squeezed = new SqueezedJson(Array.from({ length: 100 }, () => ({ type: 'Ready', status: 'True' })));
    expect(squeezed.size).toBeLessThan(squeezed.length / 50);
  });
});

describe('a delta', () => {
  const cases: readonly (readonly [string, Json, Json])[] = [
    ['a member changed', { a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } }],
    ['members removed and added', { a: 1, b: 2, c: 3 }, { a: 1, c: 3, d: 4 }],
    ['another order of members', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['a member that comes back at the end', { a: 1, b: 2 }, { b: 2, c: 1, a: 1 }],
    ['an item changed, items added', [{ a: 1 }, { b: 2 }], [{ a: 1 }, { b: 3 }, 4]],
    ['items taken away', [1, 2, 3], [1]],
    ['null for a member and back', { a: { b: 1 } }, { a: null }],
    ['an object for null', { a: null }, { a: { b: [] } }],
    ['another type', { a: [1] }, { a: { 0: 1 } }],
    ['names that objects have by themselves', { constructor: 'a' }, { toString: 'b', hasOwnProperty: { x: 1 } }],
    ['a name that is no member', JSON.parse('{"a":1}'), JSON.parse('{"a":1,"__proto__":{"b":2}}')],
    ['that name taken away', JSON.parse('{"a":1,"__proto__":{"b":2}}'), JSON.parse('{"a":1}')],
    ['names that are numbers', { 10: 'a', b: 1, 2: 'c' }, { b: 1, 1: 'x', 10: 'y' }],
  ];
  it.each(cases)('makes the one of the other: %s', (_, before, after) => {
    const delta = deltaOf(before, after);
    expect(delta && text(withDelta(before, JSON.parse(text(delta))))).toBe(text(after));
  });

  it('of equal values is none, and shares what it does not change', () => {
    expect(deltaOf({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBeUndefined();
    const before = { spec: { x: [1] }, status: { y: 1 } };
    const delta = deltaOf(before, { spec: { x: [1] }, status: { y: 2 } });
    expect(delta && (withDelta(before, delta) as typeof before).spec).toBe(before.spec);
  });
});

it('a bundle gives back what was put in, and the same object until it is closed', () => {
  const object = (n: number): KubeObject => pod('a', { n, word: '단어', half: '\udc80' }, String(n));
  const opened: Bundle[] = [];
  const bundle = new Bundle(
    [
      { revision: 3, object: object(3), previous: undefined },
      { revision: 5, object: object(5), previous: { revision: 3 } },
    ],
    (each) => opened.push(each),
  );
  const first = bundle.at(5);
  expect(text(first)).toBe(text(object(5)));
  expect(bundle.at(5)).toBe(first);
  expect(opened).toEqual([bundle]);
  bundle.close();
  expect(bundle.at(5)).not.toBe(first);
  expect(text(bundle.at(3))).toBe(text(object(3)));
  expect(() => bundle.at(4)).toThrow('revision 4');
});

function pod(name: string, status: { readonly [field: string]: Json }, resourceVersion = ''): KubeObject {
  const metadata = { name, namespace: 'default', uid: `uid-${name}`, resourceVersion, creationTimestamp: '' };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'a', image: 'nginx' }] }, status };
}

/** Half an hour of pods that come, change and go, beside one that is written once; what each version said when it was written. */
function lived(eachRound: (history: History) => void = () => {}) {
  const clock = new VirtualClock(1_000_000);
  const store = new Store(clock);
  const history = new History(store);
  const said: string[] = [];
  const note = (object: KubeObject): void => void said.push(text(object));
  const live = store.create('pods', pod('still', {}), writer).object;
  note(live);
  for (let round = 0; round < 600; round++) {
    clock.runUntil(clock.nowMs() + 3_000);
    eachRound(history);
    const name = `web-${round}`;
    let { object } = store.create('pods', pod(name, {}), writer);
    note(object);
    for (const phase of ['Pending', 'Running']) {
      object = store.update('pods', { ...object, status: { phase, conditions: [{ round }] } }, writer).object;
      note(object);
    }
    if (round >= 5) note(store.delete('pods', 'default', `web-${round - 5}`, writer).object);
  }
  return { clock, store, history, said, live };
}

describe('what has been put away', () => {
  it('is the same to everybody who asks', () => {
    const { store, said } = lived();
    expect(Array.from(store.versions, ({ object }) => text(object))).toEqual(said);
    // And again, after some of it was let go.
    expect(Array.from(store.versions, ({ object }) => text(object))).toEqual(said);
  });

  it('was counted into the history before', () => {
    const asked = lived((history) => void history.hash());
    expect(lived().history.hash()).toBe(asked.history.hash());
  });

  it('leaves what is live alone, however old', () => {
    const { store, live } = lived();
    expect(store.get('pods', 'default', 'still')).toBe(live);
  });

  it('is found at its moment', () => {
    const { history } = lived();
    const at = (timeMs: number) => history.listAt('pods', { timeMs }).map(({ metadata }) => metadata.name);
    expect(at(1_000_000 + 3_000 * 10)).toEqual(['still', 'web-5', 'web-6', 'web-7', 'web-8', 'web-9']);
    expect(history.versionsOf('pods', 'default', 'web-7').map(({ type }) => type)).toEqual([
      'ADDED',
      'MODIFIED',
      'MODIFIED',
      'DELETED',
    ]);
  });

  it('is all but the last few minutes and what is live', () => {
    const { clock, store } = lived();
    const held = [...store.versions].filter(({ isAway }) => !isAway);
    const old = held.filter(({ timeMs }) => timeMs < clock.nowMs() - 300_000);
    // A batch is waited for.
    expect(old.length).toBeLessThan(1_024 + 1);
    expect(held.length).toBeLessThan(store.versions.length * 0.7);
    expect(held[0]?.object.metadata.name).toBe('still');
  });

  it('takes a fraction of the place', () => {
    const { store } = lived();
    const [, second] = store.versions;
    const [bundle] = Reflect.get(Reflect.get(second as object, 'held'), 'bundles') as readonly Bundle[];
    if (bundle === undefined) throw new Error('nothing was put away');
    expect(bundle.size).toBeLessThan(bundle.length / 3);
  });

  it('is looked at before its past is dropped, but for deletions', () => {
    const { store } = lived();
    const cut: string[] = [];
    store.onCut(({ type, object }) => cut.push(`${type} ${object.metadata.name}`));
    // web-170 to web-174 live then.
    const end = [...store.versions].findLast(({ object }) => object.metadata.name === 'web-169')?.revision ?? 0;
    store.compact(end - 1);
    expect(cut).toEqual([169, 170, 171, 172, 173, 174].map((round) => `MODIFIED web-${round}`));
  });

  it('goes with what compaction drops', () => {
    const { store, history, said } = lived();
    store.compact(store.versions.first + 700);
    expect(Array.from(store.versions, ({ object }) => text(object))).toEqual(said.slice(701));
    expect(history.oldestRevision).toBe(702);
  });
});

/** An hour and a half of pods and events in which chance decides what happens, beside what everybody should be told of it. */
function told(seed: number, historyLimit: number) {
  const clock = new VirtualClock(1_000_000);
  const store = new Store(clock, { historyLimit });
  const history = new History(store);
  const random = new Random(seed);
  /** Every version: its revision, when, what was done, under which name, what it said. */
  const all: (readonly [number, number, string, string, string])[] = [];
  for (let step = 0; step < 9_000; step++) {
    clock.runUntil(clock.nowMs() + random.integer(0, 1_200) + 0.25);
    const resource = random.integer(0, 1) === 0 ? 'pods' : 'events';
    const name = `it-${random.integer(0, resource === 'pods' ? 40 : 900)}`;
    const live = store.get(resource, 'default', name);
    const next = pod(name, { step });
    const version =
      live === undefined
        ? store.create(resource, next, writer)
        : random.integer(0, 3) === 0
          ? store.delete(resource, 'default', name, writer)
          : store.update(resource, { ...live, status: { step } }, writer);
    all.push([version.revision, clock.nowMs(), version.type, `${resource}/${name}`, text(version.object)]);
  }
  return { store, history, all };
}

describe.each([
  [1, 100_000],
  [2, 2_500],
])('a log, most of which is away (seed %i, %i kept)', (seed, historyLimit) => {
  const { store, history, all } = told(seed, historyLimit);
  const kept = all.filter(([revision]) => revision > store.compactedRevision);

  it('tells of each version what was written', () => {
    expect([...store.versions].filter(({ isAway }) => isAway).length).toBeGreaterThan(kept.length / 5);
    const rows = Array.from(store.versions, ({ revision, timeMs, type, resource, object }) => {
      return [revision, timeMs, type, `${resource}/${object.metadata.name}`, text(object)];
    });
    expect(rows).toEqual(kept);
    expect(new Set([...store.versions].map((version) => version.writer))).toEqual(new Set([writer]));
  });

  it('lists what is live, and knows what each was', () => {
    for (const resource of ['pods', 'events']) {
      const last = new Map(all.filter(([, , , key]) => key.startsWith(resource)).map((row) => [row[3], row]));
      const live = [...last.values()].filter(([, , type]) => type !== 'DELETED').map(([, , , , said]) => said);
      expect(store.table(resource).list().map(text).sort()).toEqual(live.sort());
    }
  });

  it('keeps the chain of each name, as far back as it goes', () => {
    const floor = store.compactedRevision;
    for (const key of new Set(all.map(([, , , each]) => each))) {
      const [resource = '', name = ''] = key.split('/');
      const chain = all.filter((row) => row[3] === key);
      // The one that was current when the rest was dropped is known, unless it was a deletion that nothing followed.
      const base = chain.findLast(([revision]) => revision <= floor);
      const later = chain.filter(([revision]) => revision > floor);
      const expected = base === undefined || (later.length === 0 && base[2] === 'DELETED') ? later : [base, ...later];
      const found = history.versionsOf(resource, 'default', name);
      const shown = found.map(({ revision, object }) => [revision, text(object)]);
      const wanted = expected.map(([revision, , , , said]) => [revision, said]);
      // A deletion is forgotten with its name: what was made anew under it after that begins a chain.
      if (base?.[2] === 'DELETED') expect(wanted.slice(-shown.length)).toEqual(shown);
      else expect(shown).toEqual(wanted);
      for (const [at, version] of found.entries()) expect(nextOf(version)).toBe(found[at + 1]?.revision);
    }
  });

  it('is at a moment what it was then', () => {
    for (let at = 0; at < kept.length; at += 797) {
      const [revision = 0, timeMs = 0] = kept[at] ?? [];
      expect(history.revisionAt(timeMs)).toBe(all.findLast(([, then]) => then <= timeMs)?.[0]);
      const last = new Map(all.filter((row) => row[0] <= revision).map((row) => [row[3], row]));
      const live = [...last.values()].filter(([, , type, key]) => type !== 'DELETED' && key.startsWith('events'));
      const said = live.map((row) => row[4]).sort();
      expect(history.listAt('events', { revision }).map(text).sort()).toEqual(said);
      const past = store.asOf(revision, new VirtualClock(timeMs));
      expect(past.table('events').list().map(text).sort()).toEqual(said);
      expect(store.since(revision).length).toBe((all.at(-1)?.[0] ?? 0) - revision);
    }
  });
});

it('a store of the past changes nothing in the store that it is the past of', () => {
  const { store } = lived();
  const past = store.asOf(store.revision, new VirtualClock(0));
  past.update('pods', pod('still', { phase: 'Failed' }), writer);
  const version = store.version('pods', 'default', 'still');
  expect(version && nextOf(version)).toBeUndefined();
  expect(store.get('pods', 'default', 'still')?.status).toEqual({});
});
