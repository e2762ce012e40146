import type { Pod } from '../../controllers/kinds.ts';
import { isPodTerminal } from '../../controllers/pod-state.ts';
import type { PodAffinityTerm } from '../../resources/pod/types.ts';
import { podsOfTerm, termMatches } from '../framework/matching-pods.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import { type Cycle, MAX_SCORE, type Plugin, type Rejection } from '../framework/types.ts';

const NAME = 'InterPodAffinity';
const AFFINITY: Rejection = { reasons: ["node(s) didn't match pod affinity rules"], unresolvable: true };
const ANTI_AFFINITY: Rejection = { reasons: ["node(s) didn't match pod anti-affinity rules"], unresolvable: false };
const EXISTING: Rejection = {
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  unresolvable: false,
};

/** Numbers by topology: `zone=a`. */
type ByTopology = Map<string, number>;

interface FilterState {
  readonly affinity: ByTopology;
  readonly antiAffinity: ByTopology;
  readonly existing: ByTopology;
}

function pairOf(term: PodAffinityTerm, node: NodeInfo | undefined): string | undefined {
  const key = term.topologyKey ?? '';
  const value = node?.node.metadata.labels?.[key];
  return value === undefined ? undefined : `${key}=${value}`;
}

function add(counts: ByTopology, pair: string | undefined, by: number): void {
  if (pair === undefined) return;
  const sum = (counts.get(pair) ?? 0) + by;
  if (sum === 0) counts.delete(pair);
  else counts.set(pair, sum);
}

const required = (pod: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly PodAffinityTerm[] =>
  pod.spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
const preferred = (pod: Pod, kind: 'podAffinity' | 'podAntiAffinity') =>
  pod.spec.affinity?.[kind]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];

function placed(pods: readonly Pod[], nodes: ReadonlyMap<string, NodeInfo>): [Pod, NodeInfo][] {
  const out: [Pod, NodeInfo][] = [];
  for (const pod of pods) {
    const node = nodes.get(pod.spec.nodeName ?? '');
    if (node !== undefined && !isPodTerminal(pod)) out.push([pod, node]);
  }
  return out;
}

const nodesByName = (nodes: readonly NodeInfo[]): ReadonlyMap<string, NodeInfo> =>
  new Map(nodes.map((node) => [node.name, node]));

function filterState({ pod: { pod }, nodes, informers }: Cycle): FilterState {
  const state: FilterState = { affinity: new Map(), antiAffinity: new Map(), existing: new Map() };
  const byName = nodesByName(nodes);
  const wanted = required(pod, 'podAffinity');
  const [first] = wanted;
  if (first !== undefined) {
    // Only pods that all terms speak of count.
    for (const [other, node] of placed(podsOfTerm(first, pod, informers), byName))
      if (wanted.every((term) => termMatches(term, pod, other, informers)))
        for (const term of wanted) add(state.affinity, pairOf(term, node), 1);
  }
  for (const term of required(pod, 'podAntiAffinity'))
    for (const [, node] of placed(podsOfTerm(term, pod, informers), byName))
      add(state.antiAffinity, pairOf(term, node), 1);
  for (const node of nodes)
    for (const { pod: other } of node.withPodAffinity)
      for (const term of required(other, 'podAntiAffinity'))
        if (termMatches(term, other, pod, informers)) add(state.existing, pairOf(term, node), 1);
  return state;
}

function affinityHolds({ pod: { pod }, informers }: Cycle, node: NodeInfo, counts: ByTopology): boolean {
  const terms = required(pod, 'podAffinity');
  let allThere = true;
  for (const term of terms) {
    const pair = pairOf(term, node);
    if (pair === undefined) return false;
    if ((counts.get(pair) ?? 0) <= 0) allThere = false;
  }
  if (allThere) return true;
  // The first pod of a group that wants to be with its like has nobody to join.
  return counts.size === 0 && terms.every((term) => termMatches(term, pod, pod, informers));
}

function scores({ pod: { pod }, nodes, informers }: Cycle): ByTopology {
  const sums: ByTopology = new Map();
  const byName = nodesByName(nodes);
  for (const [kind, sign] of [
    ['podAffinity', 1],
    ['podAntiAffinity', -1],
  ] as const)
    for (const { weight = 0, podAffinityTerm: term } of preferred(pod, kind))
      if (term !== undefined)
        for (const [, node] of placed(podsOfTerm(term, pod, informers), byName))
          add(sums, pairOf(term, node), sign * weight);
  for (const node of nodes)
    for (const { pod: other } of node.withPodAffinity) {
      for (const term of required(other, 'podAffinity'))
        if (termMatches(term, other, pod, informers)) add(sums, pairOf(term, node), 1);
      for (const [kind, sign] of [
        ['podAffinity', 1],
        ['podAntiAffinity', -1],
      ] as const)
        for (const { weight = 0, podAffinityTerm: term } of preferred(other, kind))
          if (term !== undefined && termMatches(term, other, pod, informers))
            add(sums, pairOf(term, node), sign * weight);
    }
  return sums;
}

const anyPodAffinity = ({ pod, nodes }: Cycle): boolean =>
  pod.hasPodAffinity || nodes.some((node) => node.withPodAffinity.size > 0);

/** Pods that want to be near, or away from, other pods. Models: pkg/scheduler/framework/plugins/interpodaffinity */
export const interPodAffinity: Plugin = {
  name: NAME,
  weight: 2,
  preFilter(cycle) {
    if (!anyPodAffinity(cycle)) return 'skip';
    cycle.state.set(NAME, filterState(cycle));
    return undefined;
  },
  filter(cycle, node) {
    const state = cycle.state.get(NAME) as FilterState;
    if (!affinityHolds(cycle, node, state.affinity)) return AFFINITY;
    for (const term of required(cycle.pod.pod, 'podAntiAffinity')) {
      const pair = pairOf(term, node);
      if (pair !== undefined && (state.antiAffinity.get(pair) ?? 0) > 0) return ANTI_AFFINITY;
    }
    if (state.existing.size > 0) {
      const labels = node.node.metadata.labels ?? {};
      for (const key in labels) if ((state.existing.get(`${key}=${labels[key]}`) ?? 0) > 0) return EXISTING;
    }
    return undefined;
  },
  adjust({ pod: { pod }, informers, state }, { pod: other }, node, by) {
    const counts = state.get(NAME) as FilterState | undefined;
    if (counts === undefined) return;
    const wanted = required(pod, 'podAffinity');
    if (wanted.length > 0 && wanted.every((term) => termMatches(term, pod, other, informers)))
      for (const term of wanted) add(counts.affinity, pairOf(term, node), by);
    for (const term of required(pod, 'podAntiAffinity'))
      if (termMatches(term, pod, other, informers)) add(counts.antiAffinity, pairOf(term, node), by);
    for (const term of required(other, 'podAntiAffinity'))
      if (termMatches(term, other, pod, informers)) add(counts.existing, pairOf(term, node), by);
  },
  preScore(cycle) {
    if (!anyPodAffinity(cycle)) return 'skip';
    const sums = scores(cycle);
    cycle.state.set(`${NAME}/scores`, sums);
    return sums.size === 0 ? 'skip' : undefined;
  },
  score(cycle, node) {
    const sums = cycle.state.get(`${NAME}/scores`) as ByTopology;
    const labels = node.node.metadata.labels ?? {};
    let score = 0;
    for (const key in labels) score += sums.get(`${key}=${labels[key]}`) ?? 0;
    return score;
  },
  normalize(_cycle, _feasible, values) {
    const min = Math.min(...values);
    const range = Math.max(...values) - min;
    for (let at = 0; at < values.length; at++)
      values[at] = range > 0 ? Math.floor((MAX_SCORE * ((values[at] ?? 0) - min)) / range) : 0;
  },
  helps(event) {
    if (event.kind === 'node-updated') return event.node.metadata.labels !== event.old.metadata.labels;
    return event.kind !== 'resource-changed';
  },
};
