import { parseIndexes } from './indexes.ts';
import type { Job } from './types.ts';

/** The message of the first rule that the succeeded indexes meet. Models: pkg/controller/job/success_policy.go */
export function metSuccessRule(job: Job, succeeded: ReadonlySet<number>): string | undefined {
  const { completions = 0, successPolicy } = job.spec;
  if (succeeded.size === 0) return undefined;
  for (const [at, { succeededIndexes, succeededCount }] of (successPolicy?.rules ?? []).entries()) {
    if (succeededIndexes === undefined) {
      if (succeededCount !== undefined && succeeded.size >= succeededCount) return `Matched rules at index ${at}`;
      continue;
    }
    const required = [...parseIndexes(succeededIndexes)].filter((index) => index < completions);
    if (required.length === 0) continue;
    const met = required.filter((index) => succeeded.has(index)).length;
    if (met === required.length || (succeededCount !== undefined && met >= succeededCount))
      return `Matched rules at index ${at}`;
  }
  return undefined;
}
