import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MapModel } from '../../../src/components/workbench/map/model.ts';
import { diffLines } from '../../../src/components/workbench/objects/diff.ts';
import { managedFields } from '../../../src/components/workbench/objects/yaml-view.ts';
import { axisLength, axisTicks, buckets, meansPresent } from '../../../src/components/workbench/past/axis.ts';
import { Travel } from '../../../src/components/workbench/past/travel.ts';
import { SessionPort } from '../../../src/components/workbench/session/port.ts';
import type { FromSession, Host, ToSession } from '../../../src/engine/hosts/protocol.ts';
import type { MapItem } from '../../../src/engine/session/map-item.ts';

const MINUTE = 60_000;

describe('the axis of the time line', () => {
  it('grows in steps, so that marks stay where they are for a while', () => {
    expect([0, 59_000, 61_000, 5 * MINUTE, 61 * MINUTE].map(axisLength)).toEqual(
      [1, 1, 2, 5, 90].map((minutes) => minutes * MINUTE),
    );
    expect(axisLength(3 * 24 * 60 * MINUTE)).toBe(3 * 24 * 60 * MINUTE);
    expect(axisTicks(4 * MINUTE)).toEqual([0, 1, 2, 3, 4].map((minutes) => minutes * MINUTE));
  });

  it('draws what falls together once, by the mark of the highest rank', () => {
    const marks = [10, 11, 12, 90, 200].map((atMs) => ({ atMs, rank: atMs === 11 ? 2 : 1 }));
    const found = buckets(marks, { startMs: 0, lengthMs: 100, places: 10 }, ({ rank }) => rank);
    expect(found.map(({ first, n }) => [first.atMs, n])).toEqual([
      [11, 3],
      [90, 1],
    ]);
    expect(found[0]?.at).toBeCloseTo(0.15);
  });

  it('takes a place near to the present for it, but never the beginning of a session that is a second old', () => {
    expect([93, 94, 100, 120].map((x) => meansPresent(x, 100))).toEqual([false, true, true, true]);
    expect([0, 1, 2, 4].map((x) => meansPresent(x, 4))).toEqual([false, false, true, true]);
  });
});

/** A session that answers questions when the test says so. */
function session() {
  const sent: ToSession[] = [];
  let hear: (message: FromSession) => void = () => {};
  const host: Host = {
    kind: 'worker',
    send: (message) => void sent.push(message),
    listen: ({ message }) => {
      hear = message;
    },
    stop() {},
  };
  const port = new SessionPort();
  const travel = new Travel(port);
  port.connect(host);
  hear({ is: 'ready', engine: '0', tookMs: 1, replayed: 0 });
  const time = (nowMs: number, speed = 10): void => hear({ is: 'time', nowMs, startMs: 1_000, speed, settled: true });
  time(101_000);
  const asked = () => sent.flatMap((message) => (message.is === 'ask' ? [message] : []));
  const answer = async (): Promise<void> => {
    const question = asked().at(-1);
    if (question?.question.about !== 'moment') throw new Error('nothing was asked');
    const value = { atMs: question.question.at, revision: 1, map: [], terminals: [] };
    hear({ is: 'answer', id: question.id, answer: { ok: true, value } });
    await Promise.resolve();
    await Promise.resolve();
  };
  const refuse = async (message: string): Promise<void> => {
    hear({ is: 'answer', id: asked().at(-1)?.id ?? 0, answer: { ok: false, message } });
    await Promise.resolve();
    await Promise.resolve();
  };
  return { port, travel, sent, time, asked, answer, refuse };
}

describe('travelling in time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('window', globalThis);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('stops the cluster, holds what the learner does, and does it when they are back, at the speed of before', async () => {
    const { port, travel, sent, answer } = session();
    travel.go(50_000);
    expect(travel.place).toMatchObject({ is: 'then', atMs: 50_000, moment: undefined });
    expect(sent).toContainEqual({ is: 'speed', speed: 0 });
    await answer();
    expect(travel.place).toMatchObject({ moment: { atMs: 50_000 } });
    port.input({ do: 'run', terminal: 1, line: 'date' });
    port.input({ do: 'check', task: null });
    expect(travel.place).toMatchObject({ held: 2 });
    expect(sent.filter(({ is }) => is === 'input')).toEqual([]);
    travel.backToNow();
    expect(travel.place).toEqual({ is: 'now' });
    expect(sent.slice(-3)).toEqual([
      { is: 'speed', speed: 10 },
      { is: 'input', input: { do: 'run', terminal: 1, line: 'date' } },
      { is: 'input', input: { do: 'check', task: null } },
    ]);
  });

  it('goes on at the speed of before, whatever was told while it stood', () => {
    const { travel, sent, time } = session();
    travel.go(50_000);
    time(101_000, 0);
    travel.backToNow();
    // Told before the cluster heard that it goes on.
    time(101_000, 0);
    travel.go(60_000);
    travel.backToNow();
    expect(sent.at(-1)).toEqual({ is: 'speed', speed: 10 });
    time(101_500, 10);
    time(102_000, 0);
    travel.go(60_000);
    travel.backToNow();
    expect(sent.at(-1)).toEqual({ is: 'speed', speed: 0 });
  });

  it('lets go of what is held when it is told to', () => {
    const { port, travel, sent } = session();
    travel.go(50_000);
    port.input({ do: 'run', terminal: 1, line: 'date' });
    port.dropHeld();
    expect(travel.place).toMatchObject({ held: 0 });
    travel.backToNow();
    expect(sent.filter(({ is }) => is === 'input')).toEqual([]);
  });

  it('asks for one moment at a time, and of those passed on the way only for the last', async () => {
    const { travel, asked, answer } = session();
    for (const at of [10_000, 20_000, 30_000, 40_000]) travel.go(at);
    expect(asked().map(({ question }) => question)).toEqual([{ about: 'moment', at: 10_000 }]);
    await answer();
    expect(asked().map(({ question }) => question)).toEqual([
      { about: 'moment', at: 10_000 },
      { about: 'moment', at: 40_000 },
    ]);
    await answer();
    expect(travel.place).toMatchObject({ atMs: 40_000, moment: { atMs: 40_000 } });
    expect(asked()).toHaveLength(2);
  });

  it('stays within what is known, and says why there is nothing to see', async () => {
    const { travel, refuse } = session();
    travel.go(-5);
    expect(travel.at).toBe(1_000);
    travel.go(1e9);
    expect(travel.at).toBe(101_000);
    travel.forget(30_000);
    travel.go(5_000);
    expect(travel.at).toBe(30_000);
    await refuse('forgotten');
    expect(travel.place).toMatchObject({ is: 'then', problem: 'forgotten' });
    travel.go(60_000);
    expect(travel.place).toMatchObject({ problem: undefined });
  });

  it('plays the past up to the present', async () => {
    const { travel, answer } = session();
    travel.go(100_000);
    await answer();
    travel.play(10);
    vi.advanceTimersByTime(80);
    expect(travel.at).toBe(100_800);
    await answer();
    travel.play(0);
    vi.advanceTimersByTime(1_000);
    expect(travel.at).toBe(100_800);
    travel.play(60);
    vi.advanceTimersByTime(80);
    expect(travel.place).toEqual({ is: 'now' });
  });

  it('is in the present when another session begins', () => {
    const { travel, port } = session();
    travel.go(50_000);
    port.input({ do: 'run', terminal: 1, line: 'date' });
    port.connect({ kind: 'worker', send() {}, listen() {}, stop() {} });
    expect(travel.place).toEqual({ is: 'now' });
  });
});

describe('the map in the past', () => {
  const item = (key: string, status: string): MapItem => ({
    key,
    resource: 'pods',
    kind: 'Pod',
    namespace: 'default',
    name: key,
    uid: key,
    status,
    tone: 'ok',
    ready: '1/1',
    node: 'worker-1',
    address: undefined,
    ownerUid: undefined,
    containers: [],
    targets: [],
    createdMs: 0,
  });

  it('draws only what differs', () => {
    const model = new MapModel();
    const drained = (): string[] => {
      const keys: string[] = [];
      model.drain(
        (key) => keys.push(key),
        () => true,
      );
      return keys.sort();
    };
    model.show([item('a', 'Running'), item('b', 'Running'), item('c', 'Running')]);
    drained();
    model.show([item('a', 'Running'), item('b', 'Pending'), item('d', 'Running')]);
    expect(drained()).toEqual(['b', 'c', 'd']);
    expect([...model.all()].map(({ key }) => key).sort()).toEqual(['a', 'b', 'd']);
  });
});

describe('the difference of two versions', () => {
  const lines = (before: string, after: string): string[] =>
    diffLines(before, after).map(({ is, text }) => `${{ same: ' ', gone: '-', new: '+', gap: '~' }[is]}${text}`);
  const many = Array.from({ length: 20 }, (_, at) => `l${at}`);

  it('shows what went and what came with a few lines around', () => {
    const after = many.map((line) => (line === 'l10' ? 'changed' : line));
    expect(lines(many.join('\n'), after.join('\n'))).toEqual([
      '~',
      ' l7',
      ' l8',
      ' l9',
      '-l10',
      '+changed',
      ' l11',
      ' l12',
      ' l13',
      '~',
    ]);
  });

  it('begins and ends with what was added or taken there', () => {
    expect(lines('a\nb\nc\n', 'x\na\nb\nc\n')).toEqual(['+x', ' a', ' b', ' c']);
    expect(lines('a\nb\nc\n', 'a\nb\nc\nd\ne\n')).toEqual([' a', ' b', ' c', '+d', '+e']);
    expect(lines('a\nb\nc\n', 'b\nc\n')).toEqual(['-a', ' b', ' c']);
    expect(lines('a\nb\nc\n', 'a\nb\n')).toEqual([' a', ' b', '-c']);
    expect(lines('', 'a\nb\n').filter((line) => line.startsWith('+'))).toEqual(['+a', '+b']);
    expect(lines('a\n', 'a\n')).toEqual([]);
  });

  it('keeps two changes apart that are far from each other, and together that are near', () => {
    const after = many.map((line) => (line === 'l2' || line === 'l17' ? `${line}!` : line));
    expect(lines(many.join('\n'), after.join('\n')).filter((line) => line === '~')).toHaveLength(1);
    const near = many.map((line) => (line === 'l8' || line === 'l12' ? `${line}!` : line));
    expect(lines(many.join('\n'), near.join('\n')).slice(1, -1)).toEqual(
      many.slice(5, 16).flatMap((line) => (line === 'l8' || line === 'l12' ? [`-${line}`, `+${line}!`] : [` ${line}`])),
    );
  });
});

describe('the YAML of an object', () => {
  it('has its managed fields folded', () => {
    const yaml =
      'metadata:\n  labels:\n    a: b\n  managedFields:\n  - apiVersion: v1\n    fieldsV1:\n      f:x: {}\n  name: web\n';
    expect(managedFields(yaml.split('\n'))).toEqual([3, 7]);
    expect(managedFields(['metadata:', '  name: web'])).toBeUndefined();
  });
});
