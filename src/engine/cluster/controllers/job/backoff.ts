import type { Census } from './census.ts';
import { finishedMs } from './finished-time.ts';

/** A failed pod is replaced after 10 s, doubling with each failure in a row up to 10 min. */
const BASE_MS = 10_000;
const MAX_MS = 600_000;

/** Failures in a row of each job, by uid. Models: pkg/controller/job/backoff_utils.go */
export class JobBackoffs {
  private readonly records = new Map<string, { readonly failures: number; readonly lastMs: number }>();

  /** Takes the pods that ended since the last time into account; a success starts the count anew. */
  note(uid: string, census: Census, nowMs: number): void {
    if (census.newSucceeded.length + census.newFailed.length === 0) return;
    const ends = [
      ...census.newSucceeded.map((pod) => ({ ms: finishedMs(pod, nowMs), isFailure: false })),
      ...census.newFailed.map((pod) => ({ ms: finishedMs(pod, nowMs), isFailure: true })),
    ].sort((a, b) => a.ms - b.ms);
    let { failures, lastMs } = this.records.get(uid) ?? { failures: 0, lastMs: 0 };
    for (const { ms, isFailure } of ends) {
      failures = isFailure ? failures + 1 : 0;
      if (isFailure) lastMs = ms;
    }
    this.records.set(uid, { failures, lastMs });
  }

  /** Milliseconds until the next pod may be made. */
  remainingMs(uid: string, nowMs: number): number {
    const record = this.records.get(uid);
    if (record === undefined || record.failures === 0) return 0;
    return Math.max(0, record.lastMs + Math.min(BASE_MS * 2 ** (record.failures - 1), MAX_MS) - nowMs);
  }

  forget(uid: string): void {
    this.records.delete(uid);
  }
}
