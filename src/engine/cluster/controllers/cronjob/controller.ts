import { ApiError } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { parseCronSchedule } from '../../resources/batch/cron-schedule.ts';
import { offsetAt, offsetText, type TimeZone, timeZone } from '../../resources/batch/time-zone.ts';
import { equalJson } from '../../resources/equality.ts';
import { formatTime, parseTime } from '../../timestamp.ts';
import { controllerOf, newControllerRef } from '../controller-ref.ts';
import { finishedCondition, JOBS, type Job } from '../job/types.ts';
import { KeyedController } from '../keyed-controller.ts';
import { keyOf, splitKey } from '../kinds.ts';
import { isNamespaceTerminating } from '../pod-control.ts';
import type { EventRecorder } from '../recorder.ts';
import { latestTime, nextTime } from './next-time.ts';

const CRON_JOBS = 'cronjobs.batch';
/** A little after the minute, so that the clock has surely reached it. */
const DELTA_MS = 100;
/** More missed times than this are worth a warning. */
const MANY_MISSED = 100;

interface JobReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
  readonly apiVersion?: string;
  readonly resourceVersion?: string;
}

interface CronJobStatus {
  readonly active?: readonly JobReference[];
  readonly lastScheduleTime?: string;
  readonly lastSuccessfulTime?: string;
}

interface CronJob extends KubeObject {
  readonly spec: {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly startingDeadlineSeconds?: number;
    readonly concurrencyPolicy?: string;
    readonly suspend?: boolean;
    readonly jobTemplate?: {
      readonly metadata?: {
        readonly labels?: { readonly [key: string]: string };
        readonly annotations?: { readonly [key: string]: string };
      };
      readonly spec?: JsonObject;
    };
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
  };
  readonly status?: CronJobStatus;
}

/** Creates jobs when their time has come. Models: pkg/controller/cronjob/cronjob_controllerv2.go */
export class CronJobController implements Component {
  readonly name = 'cronjob-controller';
  private readonly recorder: EventRecorder;
  private readonly frame: KeyedController;

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, { account: this.name, sync: (key) => this.sync(key) });
    this.recorder = this.frame.recorder(this.name);
  }

  start(): void {
    const enqueue = (cronJob: KubeObject): void => this.frame.queue.add(keyOf(cronJob));
    const wakeOwner = (job: KubeObject): void => {
      const owner = controllerOf(job);
      if (owner?.kind === 'CronJob') this.frame.queue.add(`${job.metadata.namespace}/${owner.name}`);
    };
    this.frame.watch(
      this.frame.informers.onChange(CRON_JOBS, { added: enqueue, updated: enqueue, deleted() {} }),
      this.frame.informers.onChange(JOBS, { added: wakeOwner, updated: wakeOwner, deleted: wakeOwner }),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const found = this.frame.informers.get(CRON_JOBS, namespace, name) as CronJob | undefined;
    if (found === undefined) return;
    const jobs = (this.frame.informers.ownedBy(JOBS, found.metadata.uid) as readonly Job[]).filter(
      (job) => controllerOf(job)?.uid === found.metadata.uid,
    );
    let status = this.reviewActive(found, jobs);
    this.trimHistory(found, jobs);
    if (found.metadata.deletionTimestamp === undefined && found.spec.suspend !== true)
      status = this.runIfDue(found, status);
    if (!equalJson(found.status, status)) this.frame.client.updateStatus(CRON_JOBS, { ...found, status });
  }

  /** Takes finished and vanished jobs off the list of active ones. */
  private reviewActive(cronJob: CronJob, jobs: readonly Job[]): CronJobStatus {
    let { active = [], lastSuccessfulTime, ...rest } = cronJob.status ?? {};
    for (const job of jobs) {
      const { name, uid } = job.metadata;
      const isActive = active.some((reference) => reference.uid === uid);
      const end = finishedCondition(job);
      if (!isActive && end === undefined) {
        const message = `Saw a job that the controller did not create or forgot: ${name}`;
        this.recorder.event(cronJob, 'Warning', 'UnexpectedJob', message);
      } else if (isActive && end !== undefined) {
        active = active.filter((reference) => reference.uid !== uid);
        const message = `Saw completed job: ${name}, condition: ${end.type}`;
        this.recorder.event(cronJob, 'Normal', 'SawCompletedJob', message);
      }
      const completed = end?.type === 'Complete' ? job.status?.completionTime : undefined;
      if (completed !== undefined && (lastSuccessfulTime === undefined || completed > lastSuccessfulTime))
        lastSuccessfulTime = completed;
    }
    for (const reference of active) {
      if (jobs.some((job) => job.metadata.uid === reference.uid)) continue;
      active = active.filter((each) => each !== reference);
      this.recorder.event(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${reference.name}`);
    }
    return withActive({ ...rest, ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }) }, active);
  }

  private runIfDue(cronJob: CronJob, status: CronJobStatus): CronJobStatus {
    const parsed = parseCronSchedule(cronJob.spec.schedule);
    if ('error' in parsed) {
      const message = `unparseable schedule: "${cronJob.spec.schedule}" : ${parsed.error}`;
      this.recorder.event(cronJob, 'Warning', 'UnparseableSchedule', message);
      return status;
    }
    const { schedule } = parsed;
    const nowMs = this.frame.clock.nowMs();
    const zone = timeZone(cronJob.spec.timeZone ?? 'UTC');
    if (zone === undefined) {
      const message = `invalid timeZone: ${JSON.stringify(cronJob.spec.timeZone)}: unknown time zone ${cronJob.spec.timeZone}`;
      this.recorder.event(cronJob, 'Warning', 'UnknownTimeZone', message);
      return status;
    }
    const local = zone.name === 'UTC' ? undefined : zone;
    const next = nextTime(schedule, nowMs, local);
    if (next !== undefined) this.frame.queue.addAfter(keyOf(cronJob), next - nowMs + DELTA_MS, 'background');

    const { startingDeadlineSeconds: deadline, concurrencyPolicy } = cronJob.spec;
    const createdMs = parseTime(cronJob.metadata.creationTimestamp) ?? nowMs;
    let earliestMs = parseTime(status.lastScheduleTime) ?? createdMs;
    if (deadline !== undefined) earliestMs = Math.max(earliestMs, nowMs - deadline * 1000);
    const due = latestTime(schedule, earliestMs, nowMs, local);
    if (due === undefined) return status;
    const dueMs = due.ms;
    if (due.missed > MANY_MISSED) {
      const message = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
      this.recorder.event(cronJob, 'Warning', 'TooManyMissedTimes', message);
    }
    const name = `${cronJob.metadata.name}-${Math.floor(dueMs / 60_000)}`;
    const active = status.active ?? [];
    if (active.some((reference) => reference.name === name)) return status;
    if (concurrencyPolicy === 'Forbid' && active.length > 0) {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
      this.recorder.event(cronJob, 'Normal', 'JobAlreadyActive', message);
      return status;
    }
    if (concurrencyPolicy === 'Replace') for (const reference of active) this.deleteJob(cronJob, reference.name);
    const job = this.create(cronJob, name, localTime(dueMs, zone));
    if (job === undefined) return status;
    const kept = concurrencyPolicy === 'Replace' ? [] : active;
    return withActive({ ...status, lastScheduleTime: formatTime(dueMs) }, [...kept, referenceTo(job)]);
  }

  private create(cronJob: CronJob, name: string, dueTime: string): KubeObject | undefined {
    const { namespace = '' } = cronJob.metadata;
    const { metadata, spec = {} } = cronJob.spec.jobTemplate ?? {};
    const annotations = {
      ...metadata?.annotations,
      'batch.kubernetes.io/cronjob-scheduled-timestamp': dueTime,
    };
    try {
      const job = this.frame.client.create(JOBS, namespace, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name,
          namespace,
          ...(metadata?.labels ? { labels: metadata.labels } : {}),
          annotations,
          ownerReferences: [newControllerRef(cronJob) as unknown as JsonObject],
        },
        spec,
      });
      this.recorder.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${name}`);
      return job;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason === 'AlreadyExists') {
        const existing = this.frame.informers.get(JOBS, namespace, name);
        // A job of that name that has run already: its time is noted, and it is not run again.
        return existing !== undefined && controllerOf(existing)?.uid === cronJob.metadata.uid ? existing : undefined;
      }
      if (isNamespaceTerminating(error)) return undefined;
      this.recorder.event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`);
      throw error;
    }
  }

  private deleteJob(cronJob: CronJob, name: string): void {
    try {
      this.frame.client.delete(JOBS, cronJob.metadata.namespace ?? '', name, { propagationPolicy: 'Background' });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
    this.recorder.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`);
  }

  /** Deletes the oldest finished jobs above the limits. Models: cleanupFinishedJobs */
  private trimHistory(cronJob: CronJob, jobs: readonly Job[]): void {
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cronJob.spec;
    const limits = [
      ['Complete', successfulJobsHistoryLimit],
      ['Failed', failedJobsHistoryLimit],
    ] as const;
    for (const [type, limit] of limits) {
      const ended = jobs.filter(
        (job) => finishedCondition(job)?.type === type && job.metadata.deletionTimestamp === undefined,
      );
      const startedMs = (job: Job): number => parseTime(job.status?.startTime) ?? 0;
      ended.sort((a, b) => startedMs(a) - startedMs(b) || (a.metadata.name < b.metadata.name ? -1 : 1));
      for (const job of ended.slice(0, Math.max(0, ended.length - limit))) this.deleteJob(cronJob, job.metadata.name);
    }
  }
}

/** A time as the zone's clocks show it, with their distance from UTC. */
function localTime(ms: number, zone: TimeZone): string {
  const offsetMs = offsetAt(zone, ms);
  return `${formatTime(ms + offsetMs).slice(0, -1)}${offsetText(offsetMs)}`;
}

function withActive(status: CronJobStatus, active: readonly JobReference[]): CronJobStatus {
  const { active: _, ...rest } = status;
  return active.length === 0 ? rest : { ...rest, active };
}

function referenceTo({ apiVersion, kind, metadata }: KubeObject): JobReference {
  const { namespace = '', name, uid, resourceVersion } = metadata;
  return { kind, namespace, name, uid, apiVersion, resourceVersion };
}
