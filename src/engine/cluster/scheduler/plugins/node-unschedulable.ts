import { isTolerated } from '../framework/tolerations.ts';
import type { Plugin, Rejection } from '../framework/types.ts';

const UNSCHEDULABLE: Rejection = { reasons: ['node(s) were unschedulable'], unresolvable: true };
const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Cordoned nodes take only pods that tolerate it. Models: pkg/scheduler/framework/plugins/nodeunschedulable */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  filter({ pod }, node) {
    if (node.node.spec.unschedulable !== true) return undefined;
    return isTolerated(TAINT, pod.pod.spec.tolerations) ? undefined : UNSCHEDULABLE;
  },
  helps(event) {
    if (event.kind === 'node-added') return event.node.spec.unschedulable !== true;
    return (
      event.kind === 'pod-changed' ||
      (event.kind === 'node-updated' && event.old.spec.unschedulable === true && event.node.spec.unschedulable !== true)
    );
  },
};
