import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../../src/engine/cluster/client.ts';
import { createRecorder } from '../../../../src/engine/cluster/controllers/recorder.ts';
import { createSeriesRecorder } from '../../../../src/engine/cluster/controllers/series-recorder.ts';
import { WorkQueue } from '../../../../src/engine/cluster/controllers/workqueue.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', uid: 'u1', resourceVersion: '7' },
};

describe('a recorder', () => {
  test('writes an event in the shape of a kubelet', () => {
    const cluster = new FakeCluster();
    const recorder = createRecorder(cluster, cluster.clock, { component: 'kubelet', host: 'worker-1' });
    recorder.event(POD, 'Normal', 'Started', 'Container started', 'spec.containers{web}');
    const [event] = cluster.list('events');
    expect(event.metadata.name).toMatch(/^web\.18[0-9a-f]{14}$/);
    expect(event).toMatchObject({
      involvedObject: {
        kind: 'Pod',
        namespace: 'default',
        name: 'web',
        uid: 'u1',
        apiVersion: 'v1',
        resourceVersion: '7',
        fieldPath: 'spec.containers{web}',
      },
      reason: 'Started',
      message: 'Container started',
      source: { component: 'kubelet', host: 'worker-1' },
      firstTimestamp: '2026-11-22T01:50:50Z',
      lastTimestamp: '2026-11-22T01:50:50Z',
      count: 1,
      type: 'Normal',
      eventTime: null,
      reportingComponent: 'kubelet',
      reportingInstance: 'worker-1',
    });
  });

  test('counts repetitions on the first one, and writes anew what was deleted', () => {
    const cluster = new FakeCluster();
    const recorder = createRecorder(cluster, cluster.clock, { component: 'kubelet' });
    recorder.event(POD, 'Warning', 'BackOff', 'again');
    cluster.run(5000);
    recorder.event(POD, 'Warning', 'BackOff', 'again');
    const [event, ...others] = cluster.list('events');
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      count: 2,
      firstTimestamp: '2026-11-22T01:50:50Z',
      lastTimestamp: '2026-11-22T01:50:55Z',
    });
    cluster.delete('events', 'default', event.metadata.name);
    recorder.event(POD, 'Warning', 'BackOff', 'again');
    expect(cluster.list('events')).toMatchObject([{ count: 3 }]);
  });

  test('combines the tenth and later of many similar events', () => {
    const cluster = new FakeCluster();
    const recorder = createRecorder(cluster, cluster.clock, { component: 'replicaset-controller' });
    for (let at = 1; at <= 14; at++) recorder.event(POD, 'Normal', 'SuccessfulCreate', `Created pod: p${at}`);
    const events = cluster.list('events');
    expect(events).toHaveLength(10);
    expect(events.at(-1)).toMatchObject({
      message: '(combined from similar events): Created pod: p14',
      count: 5,
      reportingComponent: '',
      source: { component: 'replicaset-controller' },
    });
  });

  test('drops what one source says of one object beyond 25 events', () => {
    const cluster = new FakeCluster();
    const recorder = createRecorder(cluster, cluster.clock, { component: 'kubelet' });
    for (let at = 0; at < 40; at++) recorder.event(POD, 'Warning', 'Unhealthy', 'same');
    expect(cluster.list('events')).toMatchObject([{ count: 25 }]);
  });

  test('forgets what it told of an object that is gone, and of no other', () => {
    const cluster = new FakeCluster();
    const recorder = createRecorder(cluster, cluster.clock, { component: 'kubelet' });
    const other = { ...POD, metadata: { ...POD.metadata, name: 'api', uid: 'u2' } };
    const tell = (): void => {
      recorder.event(POD, 'Normal', 'Started', 'Container started');
      recorder.event(other, 'Normal', 'Started', 'Container started');
    };
    tell();
    recorder.gone('u1');
    tell();
    const counts = (of: string): unknown =>
      cluster.list('events').flatMap(({ involvedObject, count }) => (involvedObject.name === of ? [count] : []));
    expect(counts('web')).toEqual([1, 1]);
    expect(counts('api')).toEqual([2]);
  });

  test('does not mind a server that refuses', () => {
    const cluster = new FakeCluster();
    cluster.admit = () => {
      throw new ApiError(403, 'Forbidden', 'no', {});
    };
    createRecorder(cluster, cluster.clock, { component: 'kubelet' }).event(POD, 'Normal', 'A', 'b');
    expect(cluster.list('events')).toEqual([]);
  });
});

test('the scheduler’s repeated event becomes a series that is written once', () => {
  const cluster = new FakeCluster();
  const recorder = createSeriesRecorder(cluster, cluster.clock, { controller: 'default-scheduler', instance: 'i' });
  for (let at = 0; at < 3; at++) {
    recorder.event(POD, 'Warning', 'FailedScheduling', 'Scheduling', `note ${at}`);
    cluster.run(250);
  }
  expect(cluster.list('events')).toMatchObject([
    {
      message: 'note 0',
      eventTime: '2026-11-22T01:50:50.000000Z',
      series: { count: 2, lastObservedTime: '2026-11-22T01:50:50.250000Z' },
    },
  ]);
});

test('a series that was silent for six minutes is closed, the ones that went on are not', () => {
  const cluster = new FakeCluster();
  const recorder = createSeriesRecorder(cluster, cluster.clock, { controller: 'default-scheduler', instance: 'i' });
  const tell = (name: string): void =>
    recorder.event({ ...POD, metadata: { ...POD.metadata, name } }, 'Warning', 'FailedScheduling', 'Scheduling', 'no');
  for (const name of ['a', 'b']) tell(name);
  for (let minute = 0; minute < 8; minute++) {
    cluster.run(60_000);
    tell('a');
  }
  tell('c');
  tell('b');
  tell('a');
  const named = (name: string) => cluster.list('events').filter(({ involvedObject }) => involvedObject.name === name);
  expect(named('a')).toMatchObject([{ series: { count: 2 } }]);
  expect(named('b')).toHaveLength(2);
});

describe('a work queue', () => {
  function queue(sync: (key: string) => void): { cluster: FakeCluster; queue: WorkQueue } {
    const cluster = new FakeCluster();
    const options = { clock: cluster.clock, random: cluster.random, latency: { lowMs: 5, highMs: 10 }, sync };
    return { cluster, queue: new WorkQueue(options) };
  }

  test('works a key once however often it is added, and again when it is added meanwhile', () => {
    const worked: string[] = [];
    const { cluster, queue: q } = queue((key) => {
      worked.push(key);
      if (worked.length === 1) q.add(key);
    });
    q.add('a');
    q.add('a');
    q.add('b');
    cluster.run(100);
    expect(worked.filter((key) => key === 'a')).toHaveLength(2);
    expect(worked.filter((key) => key === 'b')).toHaveLength(1);
  });

  test('retries refused work with doubling back-off, but lets bugs out', () => {
    const at: number[] = [];
    const { cluster, queue: q } = queue(() => {
      at.push(cluster.clock.nowMs());
      if (at.length < 6) throw new ApiError(409, 'Conflict', 'no', {});
    });
    q.add('a');
    cluster.run(1000);
    expect(at).toHaveLength(6);
    expect(at[5]! - at[4]!).toBeGreaterThan(80);
    const broken = queue(() => {
      throw new TypeError('bug');
    });
    broken.queue.add('a');
    expect(() => broken.cluster.run(100)).toThrow('bug');
  });

  test('takes the earliest of several delays, and long ones do not keep the cluster busy', () => {
    const at: number[] = [];
    const { cluster, queue: q } = queue(() => {
      at.push(cluster.clock.nowMs());
    });
    const start = cluster.clock.nowMs();
    q.addAfter('a', 60_000);
    expect(cluster.clock.isSettled()).toBe(true);
    q.addAfter('a', 500);
    q.addAfter('a', 900);
    cluster.run(120_000);
    expect(at).toHaveLength(1);
    expect((at as Loose)[0] - start).toBeLessThan(600);
  });
});
