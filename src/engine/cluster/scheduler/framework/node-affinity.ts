import { matchesLabels } from '../../resources/label-selector.ts';
import type { PodSpec } from '../../resources/pod/types.ts';
import { type Labelled, matchesAnyTerm } from './node-selector.ts';

/** Whether the node has what nodeSelector and required node affinity ask for. Models: nodeaffinity.GetRequiredNodeAffinity(pod).Match */
export function matchesNodeAffinity(
  pod: { readonly spec: Pick<PodSpec, 'nodeSelector' | 'affinity'> },
  node: Labelled,
): boolean {
  const { nodeSelector, affinity } = pod.spec;
  if (nodeSelector !== undefined && !matchesLabels(nodeSelector, node.metadata.labels)) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesAnyTerm(required.nodeSelectorTerms ?? [], node);
}
