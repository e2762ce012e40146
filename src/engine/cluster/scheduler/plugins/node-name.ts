import type { Plugin, Rejection } from '../framework/types.ts';

const MISMATCH: Rejection = { reasons: ["node(s) didn't match the requested node name"], unresolvable: true };

/** A pod that names its node goes nowhere else. Models: pkg/scheduler/framework/plugins/nodename */
export const nodeName: Plugin = {
  name: 'NodeName',
  filter({ pod }, node) {
    const wanted = pod.pod.spec.nodeName;
    return wanted && wanted !== node.name ? MISMATCH : undefined;
  },
  helps: (event) => event.kind === 'node-added',
};
