import { equalJson } from '../../resources/equality.ts';
import { isTolerated, untoleratedTaint } from '../framework/tolerations.ts';
import { normalizeToMax, type Plugin, type Rejection } from '../framework/types.ts';

const UNTOLERATED: Rejection = { reasons: ['node(s) had untolerated taint(s)'], unresolvable: true };
const KEEPING_OUT = ['NoSchedule', 'NoExecute'];

/** Taints keep out pods that do not tolerate them. Models: pkg/scheduler/framework/plugins/tainttoleration */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  weight: 3,
  filter({ pod }, node) {
    const taints = node.node.spec.taints;
    if (taints === undefined || taints.length === 0) return undefined;
    return untoleratedTaint(taints, pod.pod.spec.tolerations, KEEPING_OUT) === undefined ? undefined : UNTOLERATED;
  },
  /** Fewer taints that would rather not have the pod are better. */
  score({ pod }, node) {
    const tolerations = pod.pod.spec.tolerations?.filter(({ effect }) => !effect || effect === 'PreferNoSchedule');
    let count = 0;
    for (const taint of node.node.spec.taints ?? [])
      if (taint.effect === 'PreferNoSchedule' && !isTolerated(taint, tolerations)) count++;
    return count;
  },
  normalize(_cycle, _feasible, scores) {
    normalizeToMax(scores, true);
  },
  helps(event, pod) {
    if (event.kind === 'pod-changed') return true;
    if (event.kind !== 'node-added' && event.kind !== 'node-updated') return false;
    if (event.kind === 'node-updated' && equalJson(event.node.spec.taints, event.old.spec.taints)) return false;
    return untoleratedTaint(event.node.spec.taints, pod.pod.spec.tolerations, KEEPING_OUT) === undefined;
  },
};
