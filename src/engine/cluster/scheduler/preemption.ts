import { parseTime } from '../timestamp.ts';
import { type CycleResult, firstRejection } from './cycle.ts';
import { countReasons } from './fit-error.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PodInfo } from './framework/pod-info.ts';
import type { Cycle } from './framework/types.ts';

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';

export type PreemptionResult =
  | { readonly kind: 'none'; readonly message: string }
  | { readonly kind: 'evict'; readonly node: NodeInfo; readonly victims: readonly PodInfo[] };

const startedMs = (info: PodInfo): number => parseTime(info.pod.status?.startTime) ?? Number.POSITIVE_INFINITY;

/** More important first: higher priority, then longer running. Models: util.MoreImportantPod */
function byImportance(a: PodInfo, b: PodInfo): number {
  return b.priority - a.priority || startedMs(a) - startedMs(b) || (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1);
}

/** The fewest pods of lower priority without which the pod fits, or why there are none. Models: SelectVictimsOnNode */
function victimsOn(
  node: NodeInfo,
  cycle: Cycle,
  filters: CycleResult['filters'],
): readonly PodInfo[] | readonly string[] {
  const lower = [...node.pods.values()].filter((info) => info.priority < cycle.pod.priority).sort(byImportance);
  if (lower.length === 0) return [NO_VICTIMS];
  for (const info of lower) node.remove(info.pod.metadata.uid);
  const left = firstRejection(filters, cycle, node);
  const victims: PodInfo[] = [];
  for (const info of lower) {
    node.add(info);
    if (left !== undefined || firstRejection(filters, cycle, node) === undefined) continue;
    node.remove(info.pod.metadata.uid);
    victims.push(info);
  }
  for (const info of victims) node.add(info);
  return left === undefined ? victims : left.rejection.reasons;
}

interface Candidate {
  readonly node: NodeInfo;
  readonly victims: readonly PodInfo[];
}

const highest = ({ victims }: Candidate): number => Math.max(...victims.map((info) => info.priority));
const sum = ({ victims }: Candidate): number => victims.reduce((total, info) => total + info.priority, 0);
const latestStart = ({ victims }: Candidate): number => Math.min(...victims.map(startedMs));

/** The candidate that hurts least. Models: pickOneNodeForPreemption */
function gentlest(candidates: readonly Candidate[]): Candidate | undefined {
  return [...candidates].sort(
    (a, b) =>
      highest(a) - highest(b) ||
      sum(a) - sum(b) ||
      a.victims.length - b.victims.length ||
      latestStart(b) - latestStart(a),
  )[0];
}

const isNode = (found: readonly PodInfo[] | readonly string[]): found is readonly PodInfo[] =>
  typeof found[0] !== 'string';

/**
 * Whether a pod that fits nowhere would fit if less important ones went. Does not evict: says whom.
 * Models: pkg/scheduler/framework/preemption, plugins/defaultpreemption
 */
export function preempt(cycle: Cycle, result: CycleResult): PreemptionResult {
  const { pod } = cycle.pod;
  if (pod.spec.preemptionPolicy === 'Never')
    return { kind: 'none', message: 'not eligible due to preemptionPolicy=Never.' };
  const nominated = cycle.nodes.find((node) => node.name === pod.status?.nominatedNodeName);
  for (const info of nominated?.pods.values() ?? [])
    if (info.pod.metadata.deletionTimestamp !== undefined && info.priority < cycle.pod.priority)
      return { kind: 'none', message: 'not eligible due to a terminating pod on the nominated node.' };

  const reasons: string[] = [];
  const candidates: Candidate[] = [];
  for (const node of cycle.nodes) {
    if (result.findings.rejected.get(node.name)?.rejection.unresolvable !== false) {
      reasons.push(NOT_HELPFUL);
      continue;
    }
    const found = victimsOn(node, cycle, result.filters);
    if (isNode(found)) candidates.push({ node, victims: found });
    else reasons.push(...found);
  }
  const chosen = gentlest(candidates);
  if (chosen !== undefined) return { kind: 'evict', ...chosen };
  return { kind: 'none', message: `0/${cycle.nodes.length} nodes are available: ${countReasons(reasons)}.` };
}
