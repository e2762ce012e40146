// Over 300 lines would not read better apart: one sync decides in order what a job's pods, conditions and counters become.
import { ApiError, type Client, type Informers } from '../../client.ts';
import type { Clock } from '../../clock.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { formatTime, parseTime } from '../../timestamp.ts';
import { claimPods, watchOwnedPods } from '../claim-pods.ts';
import { controllerClient } from '../controller-client.ts';
import { controllerOf } from '../controller-ref.ts';
import { type Condition, keyOf, type Pod, splitKey } from '../kinds.ts';
import { createPodControl, isNamespaceTerminating, type PodControl, slowStart } from '../pod-control.ts';
import { findCondition } from '../pod-state.ts';
import { createRecorder, type EventRecorder } from '../recorder.ts';
import { podsToDelete } from '../replicaset/ranking.ts';
import { WorkQueue } from '../workqueue.ts';
import { JobBackoffs } from './backoff.ts';
import { type Census, indexText, restartsOnFailure, takeCensus } from './census.ts';
import { countsPerIndex, indexDelayMs } from './failed-indexes.ts';
import { formatIndexes, pendingIndexes, superfluousPods } from './indexes.ts';
import { jobPod } from './job-pod.ts';
import { metSuccessRule } from './success-policy.ts';
import { finishedCondition, isIndexed, JOBS, type Job, type JobStatus, TRACKING_FINALIZER } from './types.ts';

/** Changes of pods are gathered for this long. */
const BATCH_MS = 1_000;
const MAX_PARALLEL = 500;
/** What `managedBy` says of jobs that are this controller's. */
const OWN_NAME = 'kubernetes.io/job-controller';

/** Runs pods until enough have succeeded, or too many have failed. Models: pkg/controller/job/job_controller.go */
export class JobController implements Component {
  readonly name = 'job-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly recorder: EventRecorder;
  private readonly pods: PodControl;
  private readonly queue: WorkQueue;
  private readonly orphans: WorkQueue;
  private readonly backoffs = new JobBackoffs();
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext) {
    const { clock, random } = context;
    this.informers = context.informers;
    this.clock = clock;
    this.client = controllerClient(context, this.name);
    this.recorder = createRecorder(this.client, clock, { component: this.name });
    this.pods = createPodControl(this.client, this.recorder);
    const latency = { lowMs: 6, highMs: 18 };
    this.queue = new WorkQueue({ clock, random: random.fork('jobs'), latency, sync: (key) => this.sync(key) });
    this.orphans = new WorkQueue({
      clock,
      random: random.fork('orphans'),
      latency,
      sync: (key) => this.freeOrphan(key),
    });
  }

  start(): void {
    const enqueue = (job: KubeObject): void => this.queue.add(keyOf(job));
    this.disposers.push(
      this.informers.onChange(JOBS, {
        added: enqueue,
        updated: enqueue,
        deleted: (job) => {
          this.backoffs.forget(job.metadata.uid);
          this.recorder.gone(job.metadata.uid);
          for (const pod of this.informers.ownedBy('pods', job.metadata.uid)) this.orphans.add(keyOf(pod));
        },
      }),
      watchOwnedPods(
        this.informers,
        'Job',
        JOBS,
        (job) => (job as Job).spec.selector,
        (key) => this.queue.addAfter(key, BATCH_MS, 'work'),
      ),
      this.informers.onChange('pods', {
        added() {},
        updated: (pod) => this.noteOrphan(pod),
        deleted() {},
      }),
    );
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.queue.stop();
    this.orphans.stop();
  }

  /** A pod that is held for a job which is gone, or finished, is let go. */
  private noteOrphan(pod: KubeObject): void {
    if (!pod.metadata.finalizers?.includes(TRACKING_FINALIZER)) return;
    const { namespace = '', deletionTimestamp } = pod.metadata;
    const owner = controllerOf(pod);
    const job = owner && (this.informers.get(JOBS, namespace, owner.name) as Job | undefined);
    const isGone = job === undefined || job.metadata.uid !== owner?.uid;
    if (isGone || (deletionTimestamp !== undefined && finishedCondition(job) !== undefined))
      this.orphans.add(keyOf(pod));
  }

  private freeOrphan(key: string): void {
    const [namespace, name] = splitKey(key);
    const pod = this.informers.get('pods', namespace, name) as Pod | undefined;
    if (pod !== undefined) this.removeFinalizer(pod);
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const job = this.informers.get(JOBS, namespace, name) as Job | undefined;
    if (job === undefined || finishedCondition(job) !== undefined) return;
    // A job that another controller has claimed is none of ours.
    if ((job.spec.managedBy ?? OWN_NAME) !== OWN_NAME) return;
    const nowMs = this.clock.nowMs();
    const pods = claimPods(this.client, this.informers, job, job.spec.selector);
    const census = takeCensus(job, pods, nowMs);
    this.backoffs.note(job.metadata.uid, census, nowMs);

    const started = job.spec.suspend === true ? undefined : (job.status?.startTime ?? formatTime(nowMs));
    let ending = this.ending(job, census, pods, started, nowMs);
    let { active, ready, terminating } = { ...census, active: census.active.length };
    let failure: ApiError | undefined;
    if (ending !== undefined) {
      for (const pod of census.active) this.pods.delete(pod, job);
      terminating += census.active.length;
      [active, ready] = [0, 0];
    } else if (job.metadata.deletionTimestamp === undefined) {
      const changed = this.manage(job, census, nowMs);
      failure = changed.failure;
      active += changed.by;
      if (changed.by < 0) terminating -= changed.by;
      if (this.isDone(job, census, active))
        ending = this.condition(
          'SuccessCriteriaMet',
          'CompletionsReached',
          'Reached expected number of succeeded pods',
          nowMs,
        );
    }
    this.write(job, census, { active, ready: Math.min(ready, active), terminating, started, ending });
    if (failure !== undefined && !isNamespaceTerminating(failure)) throw failure;
  }

  /** The condition that ends the job, set already or due now. */
  private ending(
    job: Job,
    census: Census,
    pods: readonly Pod[],
    started: string | undefined,
    nowMs: number,
  ): Condition | undefined {
    const { conditions } = job.status ?? {};
    const set = findCondition(conditions, 'FailureTarget') ?? findCondition(conditions, 'SuccessCriteriaMet');
    if (set?.status === 'True') return set;
    const { backoffLimit = 6, activeDeadlineSeconds } = job.spec;
    const fail = (reason: string, message: string): Condition =>
      this.condition('FailureTarget', reason, message, nowMs);
    if (census.policyFailure !== undefined) return fail('PodFailurePolicy', census.policyFailure);
    const restarts = restartsOnFailure(job, pods);
    if (census.failed > backoffLimit || (restarts > 0 && restarts >= backoffLimit))
      return fail('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
    const startedMs = parseTime(started);
    if (activeDeadlineSeconds !== undefined && startedMs !== undefined) {
      const leftMs = startedMs + activeDeadlineSeconds * 1000 - nowMs;
      if (leftMs <= 0) return fail('DeadlineExceeded', 'Job was active longer than specified deadline');
      this.queue.addAfter(keyOf(job), leftMs, 'background');
    }
    if (!isIndexed(job)) return undefined;
    const { maxFailedIndexes, completions = 0 } = job.spec;
    const { failedIndexes, completedIndexes } = census;
    if (maxFailedIndexes !== undefined && failedIndexes.size > maxFailedIndexes)
      return fail('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
    if (failedIndexes.size > 0 && failedIndexes.size + completedIndexes.size >= completions)
      return fail('FailedIndexes', 'Job has failed indexes');
    const met = metSuccessRule(job, completedIndexes);
    return met === undefined ? undefined : this.condition('SuccessCriteriaMet', 'SuccessPolicy', met, nowMs);
  }

  private isDone(job: Job, { succeeded, active }: Census, activeNow: number): boolean {
    const { completions } = job.spec;
    // Without a number of completions the job is done when one pod has succeeded and the others have ended.
    if (completions === undefined) return succeeded > 0 && active.length === 0 && activeNow === 0;
    return succeeded >= completions && activeNow === 0;
  }

  private condition(type: string, reason: string, message: string, nowMs: number, status = 'True'): Condition {
    const now = formatTime(nowMs);
    return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
  }

  /** Creates or deletes pods; returns by how many the active ones changed. Models: manageJob */
  private manage(job: Job, census: Census, nowMs: number): { by: number; failure?: ApiError } {
    const { parallelism = 1, completions, suspend, podReplacementPolicy } = job.spec;
    const active = census.active.length;
    if (suspend === true) {
      for (const pod of census.active) this.pods.delete(pod, job);
      return { by: -active };
    }
    let wanted: number;
    if (completions === undefined) wanted = census.succeeded > 0 ? Math.min(active, parallelism) : parallelism;
    else wanted = Math.min(Math.max(0, completions - census.succeeded - census.failedIndexes.size), parallelism);
    const wrong = isIndexed(job) ? superfluousPods(census.active, completions ?? 0) : [];
    if (active > wanted || wrong.length > 0) {
      const rest = census.active.filter((pod) => !wrong.includes(pod));
      const others = podsToDelete(rest, census.active, Math.max(0, rest.length - wanted), nowMs);
      const excess = [...wrong, ...others];
      for (const pod of excess) this.pods.delete(pod, job);
      return { by: -excess.length };
    }
    const taken = podReplacementPolicy === 'Failed' ? active + census.terminating : active;
    const missing = Math.min(wanted - taken, MAX_PARALLEL);
    if (missing <= 0) return { by: 0 };
    const waitMs = countsPerIndex(job) ? 0 : this.backoffs.remainingMs(job.metadata.uid, nowMs);
    if (waitMs > 0) {
      this.queue.addAfter(keyOf(job), waitMs, 'background');
      return { by: 0 };
    }
    const indexes = isIndexed(job) ? this.nextIndexes(job, census, missing, nowMs) : undefined;
    let created = 0;
    const failure = slowStart(indexes?.length ?? missing, () => {
      const index = indexes?.[created];
      const failures = index === undefined ? undefined : census.failuresByIndex.get(index);
      this.pods.create(job.metadata.namespace ?? '', jobPod(job, index, failures), job);
      created++;
    });
    return failure === undefined ? { by: created } : { by: created, failure };
  }

  /** The indexes to start pods for now; where each has its own back-off, those whose time has come. Models: getPodCreationInfoForIndependentIndexes */
  private nextIndexes(job: Job, census: Census, count: number, nowMs: number): readonly number[] {
    const done = [census.completedIndexes, census.failedIndexes];
    const pending = pendingIndexes(job.spec.completions ?? 0, done, census.active, count);
    if (!countsPerIndex(job)) return pending;
    let soonestMs = Number.POSITIVE_INFINITY;
    const ready = pending.filter((index) => {
      const waitMs = indexDelayMs(census.failuresByIndex.get(index), nowMs);
      if (waitMs > 0) soonestMs = Math.min(soonestMs, waitMs);
      return waitMs === 0;
    });
    if (soonestMs < Number.POSITIVE_INFINITY) this.queue.addAfter(keyOf(job), soonestMs, 'background');
    return ready;
  }

  /** Counts the pods that ended, lets them go, and writes the status; a job that has ended and has no pod left is finished. Models: trackJobStatusAndRemoveFinalizers */
  private write(
    job: Job,
    census: Census,
    now: {
      active: number;
      ready: number;
      terminating: number;
      started: string | undefined;
      ending: Condition | undefined;
    },
  ): void {
    const { active, ready, terminating, started, ending } = now;
    const { active: _, startTime: __, uncountedTerminatedPods: ___, ...before } = job.status ?? {};
    const ended = [...census.newSucceeded, ...census.newFailed];
    const uids = (pods: readonly Pod[]): readonly string[] => pods.map((pod) => pod.metadata.uid);
    let status: JobStatus = {
      ...before,
      ...this.suspension(job),
      ...(started === undefined ? {} : { startTime: started }),
      ...(active > 0 ? { active } : {}),
      ready,
      terminating,
      uncountedTerminatedPods: {
        ...(census.newSucceeded.length > 0 ? { succeeded: uids(census.newSucceeded) } : {}),
        ...(census.newFailed.length > 0 ? { failed: uids(census.newFailed) } : {}),
      },
    };
    if (ending !== undefined && findCondition(status.conditions, ending.type) === undefined)
      status = { ...status, conditions: [...(status.conditions ?? []), ending] };
    let current = this.writeStatus(job, status);
    for (const pod of ended) this.removeFinalizer(pod);

    const completedIndexes = indexText(job, census);
    let next: JobStatus = {
      ...current.status,
      ...(census.succeeded > 0 ? { succeeded: census.succeeded } : {}),
      ...(census.failed > 0 ? { failed: census.failed } : {}),
      ...(completedIndexes === undefined ? {} : { completedIndexes }),
      ...(countsPerIndex(job) ? { failedIndexes: formatIndexes(census.failedIndexes) } : {}),
      uncountedTerminatedPods: {},
    };
    const isOver = ending !== undefined && active === 0 && terminating === 0;
    if (isOver) next = this.finish(next, ending);
    current = this.writeStatus(current, next);
    if (isOver) this.tellFinished(current, ending);
  }

  private finish(status: JobStatus, ending: Condition): JobStatus {
    const nowMs = this.clock.nowMs();
    const isSuccess = ending.type === 'SuccessCriteriaMet';
    const last = this.condition(isSuccess ? 'Complete' : 'Failed', ending.reason ?? '', ending.message ?? '', nowMs);
    return {
      ...status,
      conditions: [...(status.conditions ?? []), last],
      ...(isSuccess ? { completionTime: formatTime(nowMs) } : {}),
    };
  }

  private tellFinished(job: Job, ending: Condition): void {
    this.backoffs.forget(job.metadata.uid);
    if (ending.type === 'SuccessCriteriaMet') this.recorder.event(job, 'Normal', 'Completed', 'Job completed');
    else this.recorder.event(job, 'Warning', ending.reason ?? '', ending.message ?? '');
  }

  /** The Suspended condition, with its events. */
  private suspension(job: Job): Pick<JobStatus, 'conditions'> {
    const conditions = job.status?.conditions ?? [];
    const current = findCondition(conditions, 'Suspended');
    const wanted = job.spec.suspend === true;
    if (wanted === (current?.status === 'True')) return conditions.length > 0 ? { conditions } : {};
    const nowMs = this.clock.nowMs();
    const next = wanted
      ? this.condition('Suspended', 'JobSuspended', 'Job suspended', nowMs)
      : this.condition('Suspended', 'JobResumed', 'Job resumed', nowMs, 'False');
    this.recorder.event(job, 'Normal', wanted ? 'Suspended' : 'Resumed', wanted ? 'Job suspended' : 'Job resumed');
    return { conditions: [...conditions.filter((each) => each !== current), next] };
  }

  private writeStatus(job: Job, status: JobStatus): Job {
    if (equalJson(job.status, status)) return job;
    return this.client.updateStatus(JOBS, { ...job, status }) as Job;
  }

  private removeFinalizer(pod: Pod): void {
    const current = this.informers.get('pods', pod.metadata.namespace ?? '', pod.metadata.name);
    if (current?.metadata.uid !== pod.metadata.uid || !current.metadata.finalizers?.includes(TRACKING_FINALIZER))
      return;
    const { finalizers, ...metadata } = current.metadata;
    const left = (finalizers ?? []).filter((each) => each !== TRACKING_FINALIZER);
    try {
      this.client.update('pods', {
        ...current,
        metadata: left.length === 0 ? metadata : { ...metadata, finalizers: left },
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}
