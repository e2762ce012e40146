/** `1 node(s) had untolerated taint(s), 2 Insufficient cpu`: how often each reason was given, sorted as text. */
export function countReasons(reasons: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

export const NO_NODES = 'no nodes available to schedule pods';

/**
 * The message of a pod that found no node: what the nodes said, then what came of trying to make room.
 * Models: pkg/scheduler/framework/types.go FitError.Error
 */
export function fitError(nodeCount: number, why: string, afterwards: string): string {
  const first = `0/${nodeCount} nodes are available: ${why}.`;
  return afterwards === '' ? first : `${first} ${afterwards}`;
}
