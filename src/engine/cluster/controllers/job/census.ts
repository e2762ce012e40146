import type { Pod } from '../kinds.ts';
import { isPodActive, isPodReady, isPodTerminating } from '../pod-state.ts';
import { countsPerIndex, failedIndexes, failuresByIndex, type IndexFailures } from './failed-indexes.ts';
import { completionIndex, formatIndexes, parseIndexes } from './indexes.ts';
import { judgeFailure } from './pod-failure-policy.ts';
import { isIndexed, type Job, TRACKING_FINALIZER } from './types.ts';

/** The pods of a job by what has become of them. */
export interface Census {
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: number;
  /** Ended since the last count; they still carry the finalizer. */
  readonly newSucceeded: readonly Pod[];
  readonly newFailed: readonly Pod[];
  /** Of `newFailed`, how many count against the back-off limit. */
  readonly countedFailures: number;
  /** All that ever succeeded or failed. */
  readonly succeeded: number;
  readonly failed: number;
  /** Completed indexes of an Indexed job. */
  readonly completedIndexes: ReadonlySet<number>;
  /** Indexes that are given up, where each has its own back-off limit. */
  readonly failedIndexes: ReadonlySet<number>;
  readonly failuresByIndex: ReadonlyMap<number, IndexFailures>;
  /** Message of the failure policy's rule that fails the whole job. */
  readonly policyFailure: string | undefined;
}

const NO_FAILURES: ReadonlyMap<number, IndexFailures> = new Map();
const NO_INDEXES: ReadonlySet<number> = new Set();

const isTracked = (pod: Pod): boolean => pod.metadata.finalizers?.includes(TRACKING_FINALIZER) ?? false;

/** A pod that is being deleted counts as failed at once, unless the job replaces only pods that have failed. Models: job.isPodFailed */
function isFailed(job: Job, pod: Pod): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Failed') return true;
  const waits = job.spec.podReplacementPolicy === 'Failed' || job.spec.podFailurePolicy !== undefined;
  return !waits && pod.metadata.deletionTimestamp !== undefined && phase !== 'Succeeded';
}

/** Counts the pods. Models: syncJob, getNewFinishedPods, calculateSucceededIndexes */
export function takeCensus(job: Job, pods: readonly Pod[], nowMs: number): Census {
  const tracked = pods.filter(isTracked);
  const active = pods.filter(isPodActive);
  const newFailed = tracked.filter((pod) => isFailed(job, pod));
  const succeededPods = tracked.filter((pod) => pod.status?.phase === 'Succeeded');
  const completedIndexes = parseIndexes(job.status?.completedIndexes);
  let newSucceeded = succeededPods;
  if (isIndexed(job)) {
    for (const pod of succeededPods) {
      const index = completionIndex(pod);
      if (index !== undefined && index < (job.spec.completions ?? 0)) completedIndexes.add(index);
    }
    newSucceeded = succeededPods.filter((pod) => completionIndex(pod) !== undefined);
  }
  const verdicts = newFailed.map((pod) => judgeFailure(job, pod));
  const fatal = verdicts.find((verdict) => verdict.kind === 'fail-job');
  const failures = countsPerIndex(job)
    ? failuresByIndex(
        job,
        pods.filter((pod) => isFailed(job, pod)),
        nowMs,
      )
    : NO_FAILURES;
  const countedFailures = verdicts.filter((verdict) => verdict.kind !== 'ignore').length;
  return {
    active,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isPodTerminating).length,
    newSucceeded,
    newFailed,
    countedFailures,
    succeeded: isIndexed(job) ? completedIndexes.size : (job.status?.succeeded ?? 0) + newSucceeded.length,
    failed: (job.status?.failed ?? 0) + countedFailures,
    completedIndexes,
    failedIndexes: countsPerIndex(job) ? failedIndexes(job, failures) : NO_INDEXES,
    failuresByIndex: failures,
    policyFailure: fatal?.kind === 'fail-job' ? fatal.message : undefined,
  };
}

/** The counts as the status shows completed indexes. */
export function indexText(job: Job, census: Census): string | undefined {
  if (!isIndexed(job)) return undefined;
  return formatIndexes(census.completedIndexes) || undefined;
}

/** Restarts of containers in pods that run, which count as tries when the pods restart by themselves. Models: pastBackoffLimitOnFailure */
export function restartsOnFailure(job: Job, pods: readonly Pod[]): number {
  if (job.spec.template.spec?.restartPolicy !== 'OnFailure') return 0;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const { restartCount = 0 } of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])])
      restarts += restartCount;
  }
  return restarts;
}
