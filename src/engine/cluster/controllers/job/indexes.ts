import type { Pod } from '../kinds.ts';
import { COMPLETION_INDEX } from './types.ts';

/** The pod's completion index; undefined when it carries none. */
export function completionIndex(pod: Pod): number | undefined {
  const text = pod.metadata.annotations?.[COMPLETION_INDEX];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** `0,2-4` as numbers. */
export function parseIndexes(text: string | undefined): Set<number> {
  const out = new Set<number>();
  for (const part of (text ?? '').split(',')) {
    if (part === '') continue;
    const [first = 0, last = first] = part.split('-').map(Number);
    for (let index = first; index <= last; index++) out.add(index);
  }
  return out;
}

/** Numbers as `0,2-4`: two in a row with a comma, three and more with a dash. Models: job.orderedIntervals.String */
export function formatIndexes(indexes: Iterable<number>): string {
  const sorted = [...indexes].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    const first = sorted[at] ?? 0;
    let last = first;
    while (sorted[at + 1] === last + 1) last = sorted[++at] ?? last;
    at++;
    if (last === first) parts.push(String(first));
    else parts.push(last === first + 1 ? `${first},${last}` : `${first}-${last}`);
  }
  return parts.join(',');
}

/** The lowest `count` indexes that are not done in any of these ways and do not run. Models: firstPendingIndexes */
export function pendingIndexes(
  completions: number,
  done: readonly ReadonlySet<number>[],
  active: readonly Pod[],
  count: number,
): readonly number[] {
  const running = new Set(active.map(completionIndex));
  const out: number[] = [];
  for (let index = 0; index < completions && out.length < count; index++)
    if (!running.has(index) && !done.some((set) => set.has(index))) out.push(index);
  return out;
}

/** Active pods whose index is too high, missing, or that of another active pod: the first to go. Models: appendDuplicatedIndexPodsForRemoval */
export function superfluousPods(active: readonly Pod[], completions: number): readonly Pod[] {
  const seen = new Set<number>();
  return active.filter((pod) => {
    const index = completionIndex(pod);
    if (index === undefined || index >= completions || seen.has(index)) return true;
    seen.add(index);
    return false;
  });
}
