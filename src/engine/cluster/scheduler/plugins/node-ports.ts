import type { Plugin, Rejection } from '../framework/types.ts';

const TAKEN: Rejection = {
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  unresolvable: false,
};

/** Two pods cannot have the same host port of one node. Models: pkg/scheduler/framework/plugins/nodeports */
export const nodePorts: Plugin = {
  name: 'NodePorts',
  preFilter: ({ pod }) => (pod.hostPorts.length === 0 ? 'skip' : undefined),
  filter: ({ pod }, node) => (node.hasPortConflict(pod.hostPorts) ? TAKEN : undefined),
  helps: (event) => event.kind === 'node-added' || event.kind === 'pod-gone',
};
