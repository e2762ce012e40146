import { controllerOf } from '../../controllers/controller-ref.ts';
import type { Pod, Service } from '../../controllers/kinds.ts';
import { matchesLabels, matchesSelector } from '../../resources/label-selector.ts';
import type { TopologySpreadConstraint } from '../../resources/pod/types.ts';
import { domainsOf } from '../framework/domains.ts';
import { podsMatching } from '../framework/matching-pods.ts';
import { matchesNodeAffinity } from '../framework/node-affinity.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import { untoleratedTaint } from '../framework/tolerations.ts';
import { type Cycle, MAX_SCORE, type Plugin, type Rejection } from '../framework/types.ts';

const NAME = 'PodTopologySpread';
const SKEWED: Rejection = { reasons: ["node(s) didn't match pod topology spread constraints"], unresolvable: false };
const UNLABELED: Rejection = {
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  unresolvable: true,
};

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
/** What every pod of a controller prefers. Models: the plugin's system default constraints */
interface SystemDefault {
  readonly topologyKey: string;
  readonly maxSkew: number;
}
const SYSTEM_DEFAULTS: readonly SystemDefault[] = [
  { topologyKey: HOSTNAME, maxSkew: 3 },
  { topologyKey: ZONE, maxSkew: 5 },
];

/** Kinds of controllers whose own selector says which pods are alike. */
const LIKE_BY_SELECTOR: ReadonlySet<string> = new Set(['ReplicaSet', 'ReplicationController', 'StatefulSet']);

/** Pods counted by the value of a topology key. */
interface Spread {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly domains: Map<string, number>;
}

/** One constraint with its pods counted. */
interface Counted extends Spread {
  /** Pods in the emptiest domain; 0 where there are too few domains. */
  fewest: number;
  readonly isEnough: boolean;
  /** The domain that a pod on this node counts in, if it does. */
  domainOf(pod: Pod, node: string): string | undefined;
  /** 1 where the pod itself will count. */
  readonly self: number;
}

/** A soft constraint with the score of each domain worked out, once a pod. */
interface Soft {
  readonly topologyKey: string;
  /** Where each domain's score is. */
  readonly places: ReadonlyMap<string, number>;
  readonly scores: Float64Array;
  /** The score of a domain that does not count. */
  readonly otherwise: number;
}

const SOFT = `${NAME}/soft`;

const domainOf = (node: NodeInfo, key: string): string | undefined => node.node.metadata.labels?.[key];

function isEligible(constraint: TopologySpreadConstraint, { pod: { pod } }: Cycle, node: NodeInfo): boolean {
  if ((constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor' && !matchesNodeAffinity(pod, node.node)) return false;
  if ((constraint.nodeTaintsPolicy ?? 'Ignore') === 'Ignore') return true;
  return untoleratedTaint(node.node.spec.taints, pod.spec.tolerations, ['NoSchedule', 'NoExecute']) === undefined;
}

function count(constraint: TopologySpreadConstraint, keys: readonly string[], cycle: Cycle): Counted {
  const { pod } = cycle.pod;
  const { topologyKey = '', labelSelector, matchLabelKeys = [] } = constraint;
  const domains = new Map<string, number>();
  const eligible = new Map<string, string>();
  for (const node of cycle.nodes) {
    const domain = domainOf(node, topologyKey);
    if (domain === undefined || keys.some((key) => domainOf(node, key) === undefined)) continue;
    if (!isEligible(constraint, cycle, node)) continue;
    eligible.set(node.name, domain);
    if (!domains.has(domain)) domains.set(domain, 0);
  }
  const own = pod.metadata.labels;
  const countedIn = (other: Pod, node: string): string | undefined => {
    const domain = eligible.get(node);
    if (domain === undefined || other.metadata.deletionTimestamp !== undefined) return undefined;
    const differs = (key: string): boolean => own?.[key] !== undefined && other.metadata.labels?.[key] !== own[key];
    return matchLabelKeys.some(differs) ? undefined : domain;
  };
  for (const other of podsMatching(cycle.informers, pod.metadata.namespace ?? '', labelSelector)) {
    const domain = countedIn(other, other.spec.nodeName ?? '');
    if (domain !== undefined) domains.set(domain, (domains.get(domain) ?? 0) + 1);
  }
  const isEnough = domains.size >= (constraint.minDomains ?? 1);
  return {
    topologyKey,
    maxSkew: constraint.maxSkew ?? 1,
    domains,
    fewest: isEnough ? Math.min(...domains.values()) : 0,
    isEnough,
    domainOf(other, node) {
      const isLike =
        other.metadata.namespace === pod.metadata.namespace && matchesSelector(labelSelector, other.metadata.labels);
      return isLike ? countedIn(other, node) : undefined;
    },
    self: matchesSelector(labelSelector, own) ? 1 : 0,
  };
}

function constraintsOf(cycle: Cycle, action: string): readonly TopologySpreadConstraint[] {
  return (cycle.pod.pod.spec.topologySpreadConstraints ?? []).filter((each) => each.whenUnsatisfiable === action);
}

/** The labels by which Services find the pod, all of them together. Models: helper.DefaultSelector */
function serviceLabels({ pod: { pod }, informers }: Cycle): { readonly [key: string]: string } | undefined {
  let found: { readonly [key: string]: string } | undefined;
  for (const service of informers.list('services', pod.metadata.namespace ?? '') as readonly Service[]) {
    const { selector } = service.spec;
    if (selector === undefined || Object.keys(selector).length === 0) continue;
    if (matchesLabels(selector, pod.metadata.labels)) found = { ...found, ...selector };
  }
  return found;
}

/** A pod that no set of like pods made is spread with those behind the same Services. */
function spreadByServices(cycle: Cycle): readonly Spread[] {
  const matchLabels = serviceLabels(cycle);
  if (matchLabels === undefined) return [];
  return SYSTEM_DEFAULTS.map((each) => count({ ...each, labelSelector: { matchLabels } }, [], cycle)).filter(
    ({ domains }) => domains.size > 0,
  );
}

function softOf({ topologyKey, maxSkew, domains }: Spread): Soft {
  const weight = Math.log(domains.size + 2);
  const places = new Map<string, number>();
  const scores = new Float64Array(domains.size);
  for (const [domain, pods] of domains) {
    scores[places.size] = pods * weight + maxSkew - 1;
    places.set(domain, places.size);
  }
  return { topologyKey, places, scores, otherwise: maxSkew - 1 };
}

/** A constraint over the pods of one controller, which each node counts anyway. */
function softByController(nodes: Cycle['nodes'], uid: string, { topologyKey, maxSkew }: SystemDefault): Soft {
  const { places, scores, placeOf } = domainsOf(nodes, topologyKey);
  scores.fill(0);
  for (let at = 0; at < nodes.length; at++) {
    const place = placeOf[at] ?? -1;
    if (place >= 0) scores[place] = (scores[place] ?? 0) + (nodes[at]?.podsByController.get(uid) ?? 0);
  }
  const weight = Math.log(scores.length + 2);
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) * weight + maxSkew - 1;
  return { topologyKey, places, scores, otherwise: maxSkew - 1 };
}

/** The soft constraints: the pod's own, or the system's over the pods of its controller. */
function softConstraints(cycle: Cycle): readonly Soft[] {
  const own = constraintsOf(cycle, 'ScheduleAnyway');
  if (own.length > 0) {
    const keys = own.map((each) => each.topologyKey ?? '');
    return own.map((each) => softOf(count(each, keys, cycle)));
  }
  const { pod } = cycle.pod;
  if (pod.spec.topologySpreadConstraints?.length) return [];
  const owner = controllerOf(pod);
  if (owner === undefined || !LIKE_BY_SELECTOR.has(owner.kind)) return spreadByServices(cycle).map(softOf);
  return SYSTEM_DEFAULTS.map((each) => softByController(cycle.nodes, owner.uid, each)).filter(
    ({ places }) => places.size > 0,
  );
}

/** Spreads like pods evenly over nodes, zones or other domains. Models: pkg/scheduler/framework/plugins/podtopologyspread */
export const podTopologySpread: Plugin = {
  name: NAME,
  weight: 2,
  preFilter(cycle) {
    const hard = constraintsOf(cycle, 'DoNotSchedule');
    if (hard.length === 0) return 'skip';
    const keys = hard.map((each) => each.topologyKey ?? '');
    cycle.state.set(
      NAME,
      hard.map((each) => count(each, keys, cycle)),
    );
    return undefined;
  },
  filter(cycle, node) {
    for (const { topologyKey, maxSkew, domains, fewest, self } of cycle.state.get(NAME) as readonly Counted[]) {
      const domain = domainOf(node, topologyKey);
      if (domain === undefined) return UNLABELED;
      if ((domains.get(domain) ?? 0) + self - fewest > maxSkew) return SKEWED;
    }
    return undefined;
  },
  adjust({ state }, { pod }, node, by) {
    for (const counted of (state.get(NAME) as readonly Counted[] | undefined) ?? []) {
      const domain = counted.domainOf(pod, node.name);
      if (domain === undefined) continue;
      counted.domains.set(domain, (counted.domains.get(domain) ?? 0) + by);
      if (counted.isEnough) counted.fewest = Math.min(...counted.domains.values());
    }
  },
  preScore(cycle) {
    const soft = softConstraints(cycle);
    cycle.state.set(SOFT, soft);
    return soft.length === 0 ? 'skip' : undefined;
  },
  score(cycle, node) {
    let score = 0;
    const soft = cycle.state.get(SOFT) as readonly Soft[];
    for (let at = 0; at < soft.length; at++) {
      const each = soft[at];
      const domain = each === undefined ? undefined : domainOf(node, each.topologyKey);
      if (each === undefined || domain === undefined) continue;
      const place = each.places.get(domain);
      score += (place === undefined ? undefined : each.scores[place]) ?? each.otherwise;
    }
    return Math.round(score);
  },
  normalize(_cycle, _feasible, scores) {
    const min = Math.min(...scores);
    const max = Math.max(...scores);
    for (let at = 0; at < scores.length; at++)
      scores[at] = max === 0 ? MAX_SCORE : Math.floor((MAX_SCORE * (max + min - (scores[at] ?? 0))) / max);
  },
  helps(event) {
    if (event.kind === 'node-updated') return event.node.metadata.labels !== event.old.metadata.labels;
    return event.kind !== 'resource-changed';
  },
};
