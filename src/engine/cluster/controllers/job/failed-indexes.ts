import type { Pod } from '../kinds.ts';
import { finishedMs } from './finished-time.ts';
import { completionIndex, parseIndexes } from './indexes.ts';
import { judgeFailure } from './pod-failure-policy.ts';
import type { Job } from './types.ts';

/** How often pods of an index failed before this one; those that a rule says to ignore are counted apart. */
export const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';
export const IGNORED_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** A failed pod is replaced after 10 s, doubling with each failure of its index up to 10 min. */
const BASE_MS = 10_000;
const MAX_MS = 600_000;

/** What the pods of one index say of its failures. */
export interface IndexFailures {
  readonly failures: number;
  readonly ignored: number;
  readonly lastMs: number;
  /** A rule of the failure policy gives the index up. */
  readonly isGivenUp: boolean;
}

export function countsPerIndex(job: Job): boolean {
  return job.spec.backoffLimitPerIndex !== undefined;
}

const numberIn = (pod: Pod, annotation: string): number => Number(pod.metadata.annotations?.[annotation] ?? '0') || 0;

/** Failures by index, from the failed pods and the counts that each carries from those before it. Models: getIndexFailureCount */
export function failuresByIndex(job: Job, failed: readonly Pod[], nowMs: number): ReadonlyMap<number, IndexFailures> {
  const found = new Map<number, IndexFailures>();
  for (const pod of failed) {
    const index = completionIndex(pod);
    if (index === undefined) continue;
    const verdict = judgeFailure(job, pod);
    const isIgnored = verdict.kind === 'ignore';
    const failures = numberIn(pod, FAILURE_COUNT) + (isIgnored ? 0 : 1);
    const ignored = numberIn(pod, IGNORED_COUNT) + (isIgnored ? 1 : 0);
    const before = found.get(index);
    found.set(index, {
      failures: Math.max(failures, before?.failures ?? 0),
      ignored: Math.max(ignored, before?.ignored ?? 0),
      lastMs: Math.max(finishedMs(pod, nowMs), before?.lastMs ?? 0),
      isGivenUp: verdict.kind === 'fail-index' || (before?.isGivenUp ?? false),
    });
  }
  return found;
}

/** The indexes that will not be tried again: those known already, and those that failed too often. Models: calculateFailedIndexes */
export function failedIndexes(job: Job, failures: ReadonlyMap<number, IndexFailures>): Set<number> {
  const { backoffLimitPerIndex = 0, completions = 0 } = job.spec;
  const failed = parseIndexes(job.status?.failedIndexes);
  for (const [index, { failures: count, isGivenUp }] of failures)
    if (index < completions && (isGivenUp || count > backoffLimitPerIndex)) failed.add(index);
  return failed;
}

/** Milliseconds until the index may be tried again. Models: getRemainingTimePerIndex */
export function indexDelayMs(failures: IndexFailures | undefined, nowMs: number): number {
  if (failures === undefined) return 0;
  const count = failures.failures + failures.ignored;
  return Math.max(0, failures.lastMs + Math.min(BASE_MS * 2 ** (count - 1), MAX_MS) - nowMs);
}
