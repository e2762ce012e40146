import type { JsonObject } from '../../cluster/json.ts';
import { parseTime } from '../../cluster/timestamp.ts';
import { items, text } from '../describe/read.ts';

/** Whether the pod's Ready condition is true. */
export function isReady(pod: JsonObject): boolean {
  return items(pod, 'status', 'conditions').some(
    (each) => text(each, 'type') === 'Ready' && text(each, 'status') === 'True',
  );
}

function readySince(pod: JsonObject): number {
  const ready = items(pod, 'status', 'conditions').find(
    (each) => text(each, 'type') === 'Ready' && text(each, 'status') === 'True',
  );
  return parseTime(text(ready, 'lastTransitionTime')) ?? Number.POSITIVE_INFINITY;
}

const created = (pod: JsonObject): number =>
  parseTime(text(pod, 'metadata', 'creationTimestamp')) ?? Number.POSITIVE_INFINITY;
const deleted = (pod: JsonObject): number | undefined => parseTime(text(pod, 'metadata', 'deletionTimestamp'));

/** Most restarts of a container, then of a sidecar. */
function restarts(pod: JsonObject): readonly [number, number] {
  const most = (statuses: readonly JsonObject[]): number =>
    statuses.reduce((max, status) => Math.max(max, Number(text(status, 'restartCount'))), 0);
  const sidecars = items(pod, 'spec', 'initContainers')
    .filter((each) => text(each, 'restartPolicy') === 'Always')
    .map((each) => text(each, 'name'));
  const initStatuses = items(pod, 'status', 'initContainerStatuses').filter((each) =>
    sidecars.includes(text(each, 'name')),
  );
  return [most(items(pod, 'status', 'containerStatuses')), most(initStatuses)];
}

const RANK: { readonly [phase: string]: number } = { Running: 0, Unknown: 1, Pending: 2 };
/** Go's zero value: a phase that is not in the map counts as the first. */
const rank = (pod: JsonObject): number => RANK[text(pod, 'status', 'phase')] ?? 0;
const activeRank = (pod: JsonObject): number =>
  ({ Pending: 0, Unknown: 1, Running: 2 })[text(pod, 'status', 'phase')] ?? 0;

/** The first comparison that tells two pods apart. */
function compare(...steps: readonly number[]): number {
  return steps.find((step) => step !== 0 && !Number.isNaN(step)) ?? 0;
}

const byNumber = (a: number, b: number): number => (a === b ? 0 : a - b);

/** Best pod to read logs from first: assigned, running, ready, longest ready, most restarts, oldest. Models: podutils.ByLogging */
export function byLogging(a: JsonObject, b: JsonObject): number {
  const unassigned = (pod: JsonObject): number => (text(pod, 'spec', 'nodeName') === '' ? 1 : 0);
  const [mostA, sidecarA] = restarts(a);
  const [mostB, sidecarB] = restarts(b);
  return compare(
    unassigned(a) - unassigned(b),
    rank(a) - rank(b),
    Number(isReady(b)) - Number(isReady(a)),
    byNumber(readySince(a), readySince(b)),
    mostB - mostA,
    sidecarB - sidecarA,
    byNumber(created(a), created(b)),
  );
}

/** Best pod to attach to first: the reverse of the order in which controllers delete. Models: sort.Reverse(podutils.ActivePods) */
export function byActivity(a: JsonObject, b: JsonObject): number {
  const assigned = (pod: JsonObject): number => (text(pod, 'spec', 'nodeName') === '' ? 0 : 1);
  const staying = (pod: JsonObject): number => (deleted(pod) === undefined ? 1 : 0);
  const [mostA, sidecarA] = restarts(a);
  const [mostB, sidecarB] = restarts(b);
  return compare(
    assigned(b) - assigned(a),
    activeRank(b) - activeRank(a),
    Number(isReady(b)) - Number(isReady(a)),
    staying(b) - staying(a),
    byNumber(deleted(b) ?? 0, deleted(a) ?? 0),
    byNumber(readySince(a), readySince(b)),
    mostA - mostB,
    sidecarA - sidecarB,
    byNumber(created(a), created(b)),
  );
}
