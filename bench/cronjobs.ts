import type { Measurement } from './measurement.ts';
import { cpuMs, send, world } from './world.ts';

const CRON_JOBS = 1000;
const DAY_MS = 86_400_000;
const MINUTES_OF_DAY = 1440;

/** 1,000 CronJobs for one virtual day: every one once, at minutes spread over the day, as nightly jobs are; or every hour. */
export function cronJobs(name: string, scheduleOf: (at: number) => string): () => readonly Measurement[] {
  return () => {
    const here = world(20);
    for (let at = 0; at < CRON_JOBS; at++)
      send(here, 'POST', '/apis/batch/v1/namespaces/default/cronjobs', {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: `report-${at}` },
        spec: {
          schedule: scheduleOf(at),
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  restartPolicy: 'Never',
                  containers: [{ name: 'report', image: 'busybox:1.36', command: ['sh', '-c', 'echo done'] }],
                },
              },
            },
          },
        },
      });
    const { clock, cluster } = here;
    const took = cpuMs(() => clock.runUntil(clock.nowMs() + DAY_MS));
    // What started in the last minute of the day ends too.
    clock.runUntil(clock.nowMs() + 300_000);
    const ran = cluster.informers
      .list('cronjobs.batch', 'default')
      .filter(
        ({ status }) => (status as { lastSuccessfulTime?: string } | undefined)?.lastSuccessfulTime !== undefined,
      );
    if (ran.length !== CRON_JOBS) throw new Error(`${ran.length} of ${CRON_JOBS} have run`);
    return [{ name, value: took, unit: 'ms' }];
  };
}

/** Once a day. */
export const daily = (at: number): string => {
  const minute = Math.floor((at * MINUTES_OF_DAY) / CRON_JOBS);
  return `${minute % 60} ${Math.floor(minute / 60)} * * *`;
};

/** Once an hour: 24,000 Jobs a day. */
export const hourly = (at: number): string => `${at % 60} * * * *`;
