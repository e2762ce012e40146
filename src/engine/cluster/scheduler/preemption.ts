import type { Informers } from '../client.ts';
import type { KubeObject } from '../json.ts';
import { type LabelSelector, matchesSelector } from '../resources/label-selector.ts';
import { parseTime } from '../timestamp.ts';
import { type CycleResult, firstRejection, tryWith, tryWithout } from './cycle.ts';
import { countReasons } from './fit-error.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PodInfo } from './framework/pod-info.ts';
import type { Cycle } from './framework/types.ts';

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const BUDGETS = 'poddisruptionbudgets.policy';
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
function victimsOn(node: NodeInfo, cycle: Cycle, filters: CycleResult['filters']): Candidate | readonly string[] {
  const lower = [...node.pods.values()].filter((info) => info.priority < cycle.pod.priority).sort(byImportance);
  if (lower.length === 0) return [NO_VICTIMS];
  for (const info of lower) tryWithout(filters, cycle, node, info);
  const left = firstRejection(filters, cycle, node);
  const violating = againstBudgets(lower, cycle.informers);
  const victims: PodInfo[] = [];
  let violations = 0;
  // Those whose budget would suffer are spared first.
  for (const info of [...lower].sort((a, b) => Number(violating.has(b)) - Number(violating.has(a)))) {
    tryWith(filters, cycle, node, info);
    if (left !== undefined || firstRejection(filters, cycle, node) === undefined) continue;
    tryWithout(filters, cycle, node, info);
    victims.push(info);
    if (violating.has(info)) violations++;
  }
  for (const info of victims) tryWith(filters, cycle, node, info);
  return left === undefined ? { node, victims: victims.sort(byImportance), violations } : left.rejection.reasons;
}

interface Budget {
  readonly spec?: { readonly selector?: LabelSelector };
  readonly status?: {
    readonly disruptionsAllowed?: number;
    readonly disruptedPods?: { readonly [pod: string]: string };
  };
}

/** Pods whose eviction their disruption budget does not allow. Models: filterPodsWithPDBViolation */
function againstBudgets(pods: readonly PodInfo[], informers: Informers): ReadonlySet<PodInfo> {
  const allowed = new Map<KubeObject, number>();
  const violating = new Set<PodInfo>();
  for (const info of pods) {
    const { namespace = '', name, labels } = info.pod.metadata;
    for (const budget of informers.list(BUDGETS, namespace)) {
      const { spec, status } = budget as unknown as Budget;
      if (spec?.selector === undefined || !matchesSelector(spec.selector, labels)) continue;
      // One whose eviction was granted already is counted.
      if (status?.disruptedPods?.[name] !== undefined) continue;
      const left = (allowed.get(budget) ?? status?.disruptionsAllowed ?? 0) - 1;
      allowed.set(budget, left);
      if (left < 0) violating.add(info);
    }
  }
  return violating;
}

interface Candidate {
  readonly node: NodeInfo;
  readonly victims: readonly PodInfo[];
  /** Victims against whose budget it goes. */
  readonly violations: number;
}

/** Makes priorities positive, so that one victim more always counts. */
const PRIORITY_OFFSET = 2 ** 31;

const highest = ({ victims }: Candidate): number => Math.max(...victims.map((info) => info.priority));
const sum = ({ victims }: Candidate): number =>
  victims.reduce((total, info) => total + info.priority + PRIORITY_OFFSET, 0);
/** Since when the most important victim that runs longest has run. Models: GetEarliestPodStartTime */
const earliestStart = (candidate: Candidate): number =>
  Math.min(...candidate.victims.filter((info) => info.priority === highest(candidate)).map(startedMs));
const difference = (a: number, b: number): number => (a === b ? 0 : a - b);

/** The candidate that hurts least. Models: pickOneNodeForPreemption */
function gentlest(candidates: readonly Candidate[]): Candidate | undefined {
  return [...candidates].sort(
    (a, b) =>
      a.violations - b.violations ||
      highest(a) - highest(b) ||
      sum(a) - sum(b) ||
      a.victims.length - b.victims.length ||
      difference(earliestStart(b), earliestStart(a)),
  )[0];
}

const isCandidate = (found: Candidate | readonly string[]): found is Candidate => !Array.isArray(found);

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
    if (isCandidate(found)) candidates.push(found);
    else reasons.push(...found);
  }
  const chosen = gentlest(candidates);
  if (chosen !== undefined) return { kind: 'evict', ...chosen };
  return { kind: 'none', message: `0/${cycle.nodes.length} nodes are available: ${countReasons(reasons)}.` };
}
