import type { Node, Taint } from '../kinds.ts';
import { findCondition } from '../pod-state.ts';

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** What an untainted node's list of taints is taken for. */
export const NO_TAINTS: readonly Taint[] = [];

/** Taints that keep new pods away, by the condition and status that calls for each. Models: nodeConditionToTaintKeyStatusMap */
const BY_CONDITION: readonly (readonly [condition: string, status: string, key: string])[] = [
  ['Ready', 'False', NOT_READY],
  ['Ready', 'Unknown', UNREACHABLE],
  ['MemoryPressure', 'True', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'True', 'node.kubernetes.io/disk-pressure'],
  ['NetworkUnavailable', 'True', 'node.kubernetes.io/network-unavailable'],
  ['PIDPressure', 'True', 'node.kubernetes.io/pid-pressure'],
];

/** The NoSchedule taints that follow from the node's conditions and from being cordoned. Models: doNoScheduleTaintingPass */
function noScheduleKeys(node: Node): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const [type, status, key] of BY_CONDITION)
    if (findCondition(node.status?.conditions, type)?.status === status) keys.add(key);
  if (node.spec.unschedulable === true) keys.add(UNSCHEDULABLE);
  return keys;
}

const MANAGED: ReadonlySet<string> = new Set([...BY_CONDITION.map(([, , key]) => key), UNSCHEDULABLE]);

/** The node's taints with those of one effect replaced by `keys`, among the keys that are managed; the same list when nothing changes. */
function withKeys(
  taints: readonly Taint[],
  effect: string,
  managed: ReadonlySet<string>,
  keys: ReadonlySet<string>,
  now: string,
): readonly Taint[] {
  const kept = taints.filter((taint) => taint.effect !== effect || !managed.has(taint.key) || keys.has(taint.key));
  const has = new Set(kept.filter((taint) => taint.effect === effect).map((taint) => taint.key));
  const added = [...keys].filter((key) => !has.has(key)).map((key) => ({ key, effect, timeAdded: now }));
  return added.length === 0 && kept.length === taints.length ? taints : [...kept, ...added];
}

/** The taints with the NoSchedule ones brought in line with the node. */
export function withNoScheduleTaints(node: Node, now: string): readonly Taint[] {
  return withKeys(node.spec.taints ?? NO_TAINTS, 'NoSchedule', MANAGED, noScheduleKeys(node), now);
}

const EVICTING: ReadonlySet<string> = new Set([NOT_READY, UNREACHABLE]);

/** The taints with the NoExecute one that the Ready condition calls for. Models: processTaintBaseEviction */
export function withNoExecuteTaints(node: Node, now: string): readonly Taint[] {
  const ready = findCondition(node.status?.conditions, 'Ready')?.status;
  const keys = ready === 'True' ? [] : [ready === 'False' ? NOT_READY : UNREACHABLE];
  return withKeys(node.spec.taints ?? NO_TAINTS, 'NoExecute', EVICTING, new Set(keys), now);
}

/** The taints without those that empty a silent node; undefined where it has none of them. */
export function withoutEvictingTaints(node: Node): readonly Taint[] | undefined {
  const taints = node.spec.taints ?? NO_TAINTS;
  const left = taints.filter((taint) => taint.effect !== 'NoExecute' || !EVICTING.has(taint.key));
  return left.length === taints.length ? undefined : left;
}
