import type { Node, Pod } from '../../controllers/kinds.ts';
import { equalJson } from '../../resources/equality.ts';
import { matchesLabels } from '../../resources/label-selector.ts';
import { matchesAnyTerm, matchesTerm } from '../framework/node-selector.ts';
import { normalizeToMax, type Plugin, type Rejection } from '../framework/types.ts';

const MISMATCH: Rejection = { reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true };

/** Whether the node has what nodeSelector and required node affinity ask for. Models: nodeaffinity.GetRequiredNodeAffinity(pod).Match */
export function matchesNodeAffinity(pod: Pod, node: Node): boolean {
  const { nodeSelector, affinity } = pod.spec;
  if (nodeSelector !== undefined && !matchesLabels(nodeSelector, node.metadata.labels)) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesAnyTerm(required.nodeSelectorTerms ?? [], node);
}

const preferencesOf = (pod: Pod) => pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;

/** nodeSelector and node affinity. Models: pkg/scheduler/framework/plugins/nodeaffinity */
export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  weight: 2,
  preFilter({ pod: { pod } }) {
    return pod.spec.nodeSelector === undefined && pod.spec.affinity?.nodeAffinity === undefined ? 'skip' : undefined;
  },
  filter({ pod }, node) {
    return matchesNodeAffinity(pod.pod, node.node) ? undefined : MISMATCH;
  },
  preScore({ pod }) {
    return preferencesOf(pod.pod)?.length ? undefined : 'skip';
  },
  score({ pod }, node) {
    let score = 0;
    for (const { weight = 0, preference } of preferencesOf(pod.pod) ?? [])
      if (preference !== undefined && matchesTerm(preference, node.node)) score += weight;
    return score;
  },
  normalize(_cycle, _feasible, scores) {
    normalizeToMax(scores, false);
  },
  helps(event, pod) {
    if (event.kind === 'node-added') return matchesNodeAffinity(pod.pod, event.node);
    if (event.kind === 'pod-changed') return true;
    if (event.kind !== 'node-updated') return false;
    if (equalJson(event.node.metadata.labels, event.old.metadata.labels)) return false;
    return matchesNodeAffinity(pod.pod, event.node);
  },
};
