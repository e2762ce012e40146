import { parseTime } from '../../timestamp.ts';
import type { Pod } from '../kinds.ts';

/** When the last of the pod's containers ended, in milliseconds; now, when that is not known. Models: job.getFinishedTime */
export function finishedMs(pod: Pod, nowMs: number): number {
  let latest: number | undefined;
  for (const { state } of pod.status?.containerStatuses ?? []) {
    const ended = parseTime(state?.terminated?.finishedAt);
    if (ended !== undefined) latest = Math.max(latest ?? ended, ended);
  }
  return latest ?? parseTime(pod.metadata.deletionTimestamp) ?? nowMs;
}
