import type { Pod } from '../../controllers/kinds.ts';
import { equalJson } from '../../resources/equality.ts';
import { matchesNodeAffinity } from '../framework/node-affinity.ts';
import { matchesTerm } from '../framework/node-selector.ts';
import { normalizeToMax, type Plugin, type Rejection } from '../framework/types.ts';

const MISMATCH: Rejection = { reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true };

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
