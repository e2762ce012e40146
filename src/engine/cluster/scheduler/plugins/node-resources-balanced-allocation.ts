import { MAX_SCORE, type Plugin } from '../framework/types.ts';

function share(requested: number, capacity: number): number {
  return capacity === 0 ? 0 : Math.min(1, requested / capacity);
}

/** Prefers nodes whose CPU and memory would be used to like degrees. Models: noderesources/balanced_allocation.go */
export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  preScore({ pod }) {
    return pod.requests.has('cpu') || pod.requests.has('memory') ? undefined : 'skip';
  },
  score({ pod }, node) {
    const cpu = share(
      (node.requested.get('cpu') ?? 0) + (pod.requests.get('cpu') ?? 0),
      node.allocatable.get('cpu') ?? 0,
    );
    const memory = share(
      (node.requested.get('memory') ?? 0) + (pod.requests.get('memory') ?? 0),
      node.allocatable.get('memory') ?? 0,
    );
    // The standard deviation of two values is half their distance.
    return Math.floor((1 - Math.abs(cpu - memory) / 2) * MAX_SCORE);
  },
};
