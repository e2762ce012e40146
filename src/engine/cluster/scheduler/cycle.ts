import type { Random } from '../random.ts';
import type { Findings } from './decision.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PodInfo } from './framework/pod-info.ts';
import type { Cycle, Plugin, Rejection } from './framework/types.ts';

/** Up to this many nodes all are looked at; above, a share. Models: schedule_one.go numFeasibleNodesToFind */
const MIN_FEASIBLE_NODES = 100;
const MIN_PERCENTAGE = 5;

export interface CycleResult {
  readonly chosen: NodeInfo | undefined;
  /** Set where a plugin refused the pod before looking at nodes. */
  readonly refused: { readonly plugin: Plugin; readonly message: string } | undefined;
  /** Plugins that turned some node down. */
  readonly rejectedBy: ReadonlySet<Plugin>;
  readonly findings: Findings;
  /** The plugins that filter this pod, for looking at a node once more. */
  readonly filters: readonly Plugin[];
}

function nodesToFind(count: number): number {
  if (count <= MIN_FEASIBLE_NODES) return count;
  const percentage = Math.max(MIN_PERCENTAGE, 50 - Math.floor(count / 125));
  return Math.max(MIN_FEASIBLE_NODES, Math.floor((count * percentage) / 100));
}

/** Pods that were promised room on a node and wait for it to become free. */
export type Nominated = (node: string) => readonly PodInfo[];

/** The first plugin that turns the node down for the pod. */
export function firstRejection(
  filters: readonly Plugin[],
  cycle: Cycle,
  node: NodeInfo,
): { readonly plugin: Plugin; readonly rejection: Rejection } | undefined {
  for (const plugin of filters) {
    const rejection = plugin.filter?.(cycle, node);
    if (rejection !== undefined) return { plugin, rejection };
  }
  return undefined;
}

/** Puts a pod on a node for trying. */
export function tryWith(filters: readonly Plugin[], cycle: Cycle, node: NodeInfo, other: PodInfo): void {
  node.add(other);
  for (const plugin of filters) plugin.adjust?.(cycle, other, node, 1);
}

/** Takes a pod off a node for trying. */
export function tryWithout(filters: readonly Plugin[], cycle: Cycle, node: NodeInfo, other: PodInfo): void {
  node.remove(other.pod.metadata.uid);
  for (const plugin of filters) plugin.adjust?.(cycle, other, node, -1);
}

/** As `firstRejection`, counting pods of the same or higher priority that were promised room here. Models: RunFilterPluginsWithNominatedPods */
function rejectionWithNominated(filters: readonly Plugin[], cycle: Cycle, node: NodeInfo, nominated: Nominated) {
  const { pod } = cycle;
  const promised = nominated(node.name);
  if (promised.length === 0) return firstRejection(filters, cycle, node);
  const others = promised.filter(
    (other) => other.priority >= pod.priority && other.pod.metadata.uid !== pod.pod.metadata.uid,
  );
  if (others.length === 0) return firstRejection(filters, cycle, node);
  for (const other of others) tryWith(filters, cycle, node, other);
  const found = firstRejection(filters, cycle, node);
  for (const other of others) tryWithout(filters, cycle, node, other);
  return found ?? firstRejection(filters, cycle, node);
}

/** Weighted scores by plugin for the feasible nodes. Models: prioritizeNodes */
function scoreNodes(plugins: readonly Plugin[], cycle: Cycle, feasible: readonly NodeInfo[]): Map<string, number[]> {
  const scores = new Map<string, number[]>();
  for (const plugin of plugins) {
    if (plugin.score === undefined || plugin.preScore?.(cycle, feasible) === 'skip') continue;
    const values = feasible.map((node) => plugin.score?.(cycle, node) ?? 0);
    plugin.normalize?.(cycle, feasible, values);
    const weight = plugin.weight ?? 1;
    if (weight !== 1) for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) * weight;
    scores.set(plugin.name, values);
  }
  return scores;
}

/** One of the best nodes, by chance. Models: selectHost */
function best(
  feasible: readonly NodeInfo[],
  scores: ReadonlyMap<string, readonly number[]>,
  random: Random,
): NodeInfo | undefined {
  const all = [...scores.values()];
  let top: NodeInfo[] = [];
  let topTotal = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < feasible.length; at++) {
    const node = feasible[at];
    if (node === undefined) continue;
    let total = 0;
    for (const values of all) total += values[at] ?? 0;
    if (total > topTotal) {
      top = [node];
      topTotal = total;
    } else if (total === topTotal) {
      top.push(node);
    }
  }
  return top.length > 1 ? top[random.integer(0, top.length)] : top[0];
}

/** Finds a node for one pod after the other. */
export class NodeFinder {
  private nextStart = 0;

  constructor(
    private readonly plugins: readonly Plugin[],
    private readonly random: Random,
  ) {}

  /** Filters, scores, chooses. Cost: proportional to the nodes looked at, never to the pods in the cluster. Models: schedulePod */
  find(cycle: Cycle, nominated: Nominated): CycleResult {
    const filters: Plugin[] = [];
    const rejected = new Map<string, { plugin: string; rejection: Rejection }>();
    const rejectedBy = new Set<Plugin>();
    for (const plugin of this.plugins) {
      const verdict = plugin.preFilter?.(cycle);
      if (verdict === 'skip') continue;
      if (verdict !== undefined) {
        const findings = { filters: [plugin], rejected, feasible: [], scores: new Map() };
        const refused = { plugin, message: verdict.reject };
        return { chosen: undefined, refused, rejectedBy: new Set([plugin]), findings, filters };
      }
      if (plugin.filter !== undefined) filters.push(plugin);
    }

    const { nodes } = cycle;
    const wanted = nodesToFind(nodes.length);
    const feasible: NodeInfo[] = [];
    let looked = 0;
    for (; looked < nodes.length && feasible.length < wanted; looked++) {
      const node = nodes[(this.nextStart + looked) % nodes.length];
      if (node === undefined) continue;
      const found = rejectionWithNominated(filters, cycle, node, nominated);
      if (found === undefined) {
        feasible.push(node);
      } else {
        rejectedBy.add(found.plugin);
        rejected.set(node.name, { plugin: found.plugin.name, rejection: found.rejection });
      }
    }
    if (nodes.length > 0) this.nextStart = (this.nextStart + looked) % nodes.length;

    const scores = feasible.length > 1 ? scoreNodes(this.plugins, cycle, feasible) : new Map<string, number[]>();
    const findings = { filters, rejected, feasible: feasible.map((node) => node.name), scores };
    return { chosen: best(feasible, scores, this.random), refused: undefined, rejectedBy, findings, filters };
  }
}
