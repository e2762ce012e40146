import type { Informers } from '../../client.ts';
import type { Node, Pod } from '../../controllers/kinds.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** Why a node cannot take a pod. */
export interface Rejection {
  /** As the FailedScheduling message counts them: `Insufficient cpu`. */
  readonly reasons: readonly string[];
  /** True where evicting other pods would not help (UnschedulableAndUnresolvable). */
  readonly unresolvable: boolean;
}

/** What happened in the cluster that may let a waiting pod be scheduled. Models: fwk.ClusterEvent */
export type ClusterEvent =
  | { readonly kind: 'node-added'; readonly node: Node }
  | { readonly kind: 'node-updated'; readonly node: Node; readonly old: Node }
  /** A pod that was on a node ended or was deleted. */
  | { readonly kind: 'pod-gone'; readonly pod: Pod }
  /** A pod was bound, or a bound pod changed its labels. */
  | { readonly kind: 'pod-assigned'; readonly pod: Pod }
  /** The waiting pod itself changed. */
  | { readonly kind: 'pod-changed'; readonly pod: Pod }
  /** An object of a kind that plugins read besides nodes and pods. */
  | { readonly kind: 'resource-changed'; readonly resource: string };

/** What plugins may look at while one pod is scheduled. */
export interface Cycle {
  readonly pod: PodInfo;
  /** All nodes, in the order they joined. */
  readonly nodes: readonly NodeInfo[];
  readonly informers: Informers;
  /** What a plugin's `preFilter` or `preScore` worked out, by plugin name. */
  readonly state: Map<string, unknown>;
}

/**
 * One rule of scheduling. `preFilter` runs once a pod and may refuse it outright; `filter` and `score` run once a node.
 * Models: k8s.io/kube-scheduler/framework
 */
export interface Plugin {
  readonly name: string;
  /** Text that refuses the pod on every node; `'skip'` where the plugin has nothing to say about the pod. */
  preFilter?(cycle: Cycle): 'skip' | { readonly reject: string } | undefined;
  filter?(cycle: Cycle, node: NodeInfo): Rejection | undefined;
  /** Brings what `preFilter` worked out in line with a pod that is put on a node, or taken off it, for trying. Models: PreFilterExtensions */
  adjust?(cycle: Cycle, other: PodInfo, node: NodeInfo, by: 1 | -1): void;
  /** `'skip'` where the plugin does not score this pod. */
  preScore?(cycle: Cycle, feasible: readonly NodeInfo[]): 'skip' | undefined;
  /** Any scale where there is a `normalize`, otherwise 0 to 100. */
  score?(cycle: Cycle, node: NodeInfo): number;
  /** Brings the scores to 0–100 in place, in the order of `feasible`. */
  normalize?(cycle: Cycle, feasible: readonly NodeInfo[], scores: number[]): void;
  /** How much the score counts; default 1. */
  readonly weight?: number;
  /** Whether the event may let a pod pass that this plugin turned away. Models: QueueingHintFn */
  helps?(event: ClusterEvent, pod: PodInfo): boolean;
}

export const MAX_SCORE = 100;

/** Scales scores so that the highest becomes 100; `reverse` turns them round. Models: helper.DefaultNormalizeScore */
export function normalizeToMax(scores: number[], reverse: boolean): void {
  const max = Math.max(0, ...scores);
  for (let at = 0; at < scores.length; at++) {
    const score = max === 0 ? 0 : Math.floor((MAX_SCORE * (scores[at] ?? 0)) / max);
    scores[at] = reverse ? MAX_SCORE - score : score;
  }
}
