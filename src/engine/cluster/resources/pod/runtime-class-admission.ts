import type { KubeObject } from '../../json.ts';
import { forbiddenByAdmission } from '../admission.ts';
import type { StrategyContext } from '../definition.ts';
import type { PodSpec, ResourceList, Toleration } from './types.ts';

interface RuntimeClass extends KubeObject {
  readonly overhead?: { readonly podFixed?: ResourceList };
  readonly scheduling?: {
    readonly nodeSelector?: { readonly [label: string]: string };
    readonly tolerations?: readonly Toleration[];
  };
}

/**
 * Puts in what the pod's RuntimeClass says: its overhead, where it may run. Throws `ApiError` (403) where there is no such class.
 * Models: plugin/pkg/admission/runtimeclass
 */
export function admitRuntimeClass(spec: PodSpec, pod: KubeObject, context: StrategyContext): PodSpec {
  const refuse = (why: string): Error => forbiddenByAdmission('pods', '', pod.metadata.name, `pod rejected: ${why}`);
  const name = spec.runtimeClassName;
  if (name === undefined) {
    if (spec.overhead !== undefined && Object.keys(spec.overhead).length > 0)
      throw refuse('Pod Overhead set without corresponding RuntimeClass defined Overhead');
    return spec;
  }
  const found = context.get('runtimeclasses.node.k8s.io', '', name) as RuntimeClass | undefined;
  if (found === undefined) throw refuse(`RuntimeClass "${name}" not found`);
  let out = spec;
  const overhead = found.overhead?.podFixed;
  if (overhead !== undefined) {
    if (spec.overhead !== undefined && JSON.stringify(spec.overhead) !== JSON.stringify(overhead))
      throw refuse("Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    out = { ...out, overhead };
  }
  const { nodeSelector, tolerations } = found.scheduling ?? {};
  for (const [label, value] of Object.entries(nodeSelector ?? {})) {
    const own = spec.nodeSelector?.[label];
    if (own !== undefined && own !== value)
      throw refuse(
        `conflict: runtimeClass.scheduling.nodeSelector[${label}] = ${value}; pod.spec.nodeSelector[${label}] = ${own}`,
      );
  }
  if (nodeSelector !== undefined) out = { ...out, nodeSelector: { ...spec.nodeSelector, ...nodeSelector } };
  if (tolerations !== undefined && tolerations.length > 0)
    out = { ...out, tolerations: [...(spec.tolerations ?? []), ...tolerations] };
  return out;
}
