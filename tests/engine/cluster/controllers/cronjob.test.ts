import { describe, expect, test } from 'vitest';
import { CronJobController } from '../../../../src/engine/cluster/controllers/cronjob/controller.ts';
import { latestTime, nextTime } from '../../../../src/engine/cluster/controllers/cronjob/next-time.ts';
import { parseCronSchedule } from '../../../../src/engine/cluster/resources/batch/cron-schedule.ts';
import { offsetAt, offsetText, timeZone } from '../../../../src/engine/cluster/resources/batch/time-zone.ts';
import { formatTime, parseTime } from '../../../../src/engine/cluster/timestamp.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const JOBS = 'jobs.batch';
const CRON_JOBS = 'cronjobs.batch';
const MINUTE = 60_000;

function schedule(text: string): Loose {
  return (parseCronSchedule(text) as Loose).schedule;
}

function world(): FakeCluster {
  return new FakeCluster().start((context) => new CronJobController(context));
}

function cronJob(spec: Loose = {}): Loose {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'hello' },
    spec: {
      schedule: '* * * * *',
      jobTemplate: { metadata: { labels: { a: 'b' } }, spec: { backoffLimit: 1 } },
      ...spec,
    },
  };
}

const names = (cluster: FakeCluster): string[] => cluster.list(JOBS).map((job) => job.metadata.name);
const finish = (cluster: FakeCluster, name: string, type = 'Complete'): void => {
  const job = cluster.must(JOBS, 'default', name);
  const now = formatTime(cluster.clock.nowMs());
  cluster.update(JOBS, {
    ...job,
    status: { startTime: now, completionTime: now, conditions: [{ type, status: 'True' }] },
  });
};
/** The fake's time is 01:50:50. */
const FIRST = 'hello-29921871';

describe('a cron job', () => {
  test('creates a job each minute, named after it', () => {
    const cluster = world();
    cluster.create(CRON_JOBS, 'default', cronJob());
    cluster.run(9000);
    expect(names(cluster)).toEqual([]);
    cluster.run(1500);
    expect(names(cluster)).toEqual([FIRST]);
    expect(cluster.must(JOBS, 'default', FIRST)).toMatchObject({
      metadata: {
        labels: { a: 'b' },
        annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-11-22T01:51:00Z' },
      },
      spec: { backoffLimit: 1 },
    });
    expect(cluster.must(CRON_JOBS, 'default', 'hello').status).toMatchObject({
      lastScheduleTime: '2026-11-22T01:51:00Z',
      active: [{ kind: 'Job', name: FIRST }],
    });
    finish(cluster, FIRST);
    cluster.run(100);
    expect(cluster.must(CRON_JOBS, 'default', 'hello').status).toEqual({
      lastScheduleTime: '2026-11-22T01:51:00Z',
      lastSuccessfulTime: '2026-11-22T01:51:00Z',
    });
    expect(cluster.events('hello')).toEqual([
      `Created job ${FIRST}`,
      `Saw completed job: ${FIRST}, condition: Complete`,
    ]);
    cluster.run(MINUTE);
    expect(names(cluster)).toHaveLength(2);
  });

  test('keeps three that succeeded and one that failed', () => {
    const cluster = world();
    cluster.create(CRON_JOBS, 'default', cronJob());
    cluster.run(10_500);
    for (let at = 0; at < 8; at++) {
      finish(cluster, names(cluster).at(-1)!, at % 2 === 0 ? 'Complete' : 'Failed');
      cluster.run(MINUTE);
    }
    const kept = cluster.list(JOBS).map((job) => job.status?.conditions?.[0].type ?? 'Active');
    expect(kept.sort()).toEqual(['Active', 'Complete', 'Complete', 'Complete', 'Failed']);
  });

  test('honours its concurrency policy', () => {
    const forbid = world();
    forbid.create(CRON_JOBS, 'default', cronJob({ concurrencyPolicy: 'Forbid' }));
    forbid.run(10_500 + 2 * MINUTE);
    expect(names(forbid)).toEqual([FIRST]);
    expect(forbid.events('hello', 'JobAlreadyActive')[0]).toBe(
      'Not starting job because prior execution is running and concurrency policy is Forbid',
    );
    const replace = world();
    replace.create(CRON_JOBS, 'default', cronJob({ concurrencyPolicy: 'Replace' }));
    replace.run(10_500 + MINUTE);
    expect(names(replace)).toEqual(['hello-29921872']);
    expect(replace.must(CRON_JOBS, 'default', 'hello').status.active).toHaveLength(1);
  });

  test('does nothing while it is suspended', () => {
    const cluster = world();
    cluster.create(CRON_JOBS, 'default', cronJob({ suspend: true }));
    cluster.run(3 * MINUTE);
    expect(names(cluster)).toEqual([]);
  });

  test('wonders about a job that it did not create', () => {
    const cluster = world();
    const { uid } = cluster.create(CRON_JOBS, 'default', cronJob()).metadata;
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'hello', uid, controller: true };
    cluster.create(JOBS, 'default', { metadata: { name: 'manual', ownerReferences: [owner] } });
    cluster.run(100);
    expect(cluster.events('hello')).toEqual(['Saw a job that the controller did not create or forgot: manual']);
  });
});

test('schedules fire when crontab says', () => {
  const after = (text: string, from: string): string => formatTime(nextTime(schedule(text), parseTime(from)!)!);
  expect(after('*/15 * * * *', '2026-11-22T01:50:50Z')).toBe('2026-11-22T02:00:00Z');
  expect(after('30 9 * * 1-5', '2026-11-20T10:00:00Z')).toBe('2026-11-23T09:30:00Z');
  expect(after('0 0 29 2 *', '2026-11-22T00:00:00Z')).toBe('2028-02-29T00:00:00Z');
  expect(after('0 0 13 * 5', '2026-11-22T00:00:00Z')).toBe('2026-11-27T00:00:00Z');
  expect(after('@monthly', '2026-12-22T00:00:00Z')).toBe('2027-01-01T00:00:00Z');
  const late = latestTime(
    schedule('*/5 * * * *'),
    parseTime('2026-11-01T00:00:00Z')!,
    parseTime('2026-11-22T01:52:00Z')!,
  );
  expect(formatTime(late!.ms)).toBe('2026-11-22T01:50:00Z');
  expect(late!.missed).toBeGreaterThan(100);
});

describe('a cron job with a time zone', () => {
  const after = (text: string, from: string, zone: string): string =>
    formatTime(nextTime(schedule(text), parseTime(from)!, timeZone(zone))!);

  test('fires by the clocks there, in winter and in summer', () => {
    expect(after('0 9 * * *', '2026-01-05T00:00:00Z', 'Asia/Seoul')).toBe('2026-01-06T00:00:00Z');
    expect(after('0 9 * * *', '2026-01-05T00:00:00Z', 'Europe/Berlin')).toBe('2026-01-05T08:00:00Z');
    expect(after('0 9 * * *', '2026-07-05T00:00:00Z', 'Europe/Berlin')).toBe('2026-07-05T07:00:00Z');
    expect(after('0 9 * * *', '2026-07-05T00:00:00Z', 'America/New_York')).toBe('2026-07-05T13:00:00Z');
    expect(after('0 9 * * *', '2026-01-05T00:00:00Z', 'Australia/Sydney')).toBe('2026-01-05T22:00:00Z');
    expect(after('15 0 * * *', '2026-01-05T00:00:00Z', 'Asia/Kathmandu')).toBe('2026-01-05T18:30:00Z');
  });

  test('skips a time that the clocks leave out, and runs twice what they show twice', () => {
    const [gap, next] = ['2026-03-29T00:00:00Z', '2026-03-30T00:30:00Z'];
    expect(after('30 2 * * *', gap, 'Europe/Berlin')).toBe(next);
    const first = after('30 2 * * *', '2026-10-25T00:00:00Z', 'Europe/Berlin');
    expect(first).toBe('2026-10-25T00:30:00Z');
    expect(after('30 2 * * *', first, 'Europe/Berlin')).toBe('2026-10-25T01:30:00Z');
    expect(after('30 2 * * *', '2026-10-25T01:30:00Z', 'Europe/Berlin')).toBe('2026-10-26T01:30:00Z');
  });

  test('writes the time as the zone has it on its jobs', () => {
    const cluster = world();
    cluster.create(CRON_JOBS, 'default', cronJob({ timeZone: 'Asia/Seoul' }));
    cluster.run(11_000);
    expect(cluster.must(JOBS, 'default', FIRST).metadata.annotations).toEqual({
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-11-22T10:51:00+09:00',
    });
  });

  test('agrees with the host about every zone, wherever both know the rule', () => {
    const disagree: string[] = [];
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const zone = timeZone(name);
      if (zone === undefined) continue;
      for (const month of [1, 4, 7, 10]) {
        const ms = Date.UTC(2026, month - 1, 15, 12);
        const shown = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' }).format(ms);
        const text = offsetText(offsetAt(zone, ms)).replace('Z', '+00:00');
        if (!shown.replace(/GMT$/, 'GMT+00:00').endsWith(`GMT${text}`)) disagree.push(name);
      }
    }
    // Hosts carry tables of other years, and a few countries change theirs each year.
    expect(new Set(disagree).size, disagree.join(' ')).toBeLessThan(8);
  });
});
