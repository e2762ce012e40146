import type { NodeSelectorTerm, PodAffinity, PodSpec } from './types.ts';

/** Node labels that have another name now. Models: pkg/api/node.deprecatedNodeLabels */
const DEPRECATED_LABELS: { readonly [label: string]: string } = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

const NO_SELECTOR = 'a null labelSelector results in matching no pod';
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function termWarnings(term: NodeSelectorTerm | undefined, field: string): string[] {
  return (term?.matchExpressions ?? []).flatMap(({ key = '' }, at) => {
    const why = DEPRECATED_LABELS[key];
    return why === undefined ? [] : [`${field}.matchExpressions[${at}].key: ${key} is ${why}`];
  });
}

function nodeWarnings(spec: PodSpec, field: string): string[] {
  const warnings: string[] = [];
  for (const key of Object.keys(spec.nodeSelector ?? {}).sort()) {
    const why = DEPRECATED_LABELS[key];
    if (why !== undefined) warnings.push(`${field}.nodeSelector[${key}]: ${why}`);
  }
  const affinity = spec.affinity?.nodeAffinity;
  const where = `${field}.affinity.nodeAffinity`;
  for (const [at, term] of (affinity?.[REQUIRED]?.nodeSelectorTerms ?? []).entries())
    warnings.push(...termWarnings(term, `${where}.${REQUIRED}.nodeSelectorTerms[${at}]`));
  for (const [at, each] of (affinity?.[PREFERRED] ?? []).entries())
    warnings.push(...termWarnings(each.preference, `${where}.${PREFERRED}[${at}].preference`));
  for (const [at, { topologyKey = '', labelSelector }] of (spec.topologySpreadConstraints ?? []).entries()) {
    const constraint = `${field}.topologySpreadConstraints[${at}]`;
    const why = DEPRECATED_LABELS[topologyKey];
    if (why !== undefined) warnings.push(`${constraint}.topologyKey: ${topologyKey} is ${why}`);
    if (labelSelector === undefined) warnings.push(`${constraint}.labelSelector: ${NO_SELECTOR}`);
  }
  return warnings;
}

function podTermWarnings(affinity: PodAffinity | undefined, field: string): string[] {
  const warnings: string[] = [];
  for (const [at, term] of (affinity?.[REQUIRED] ?? []).entries())
    if (term.labelSelector === undefined) warnings.push(`${field}.${REQUIRED}[${at}].labelSelector: ${NO_SELECTOR}`);
  for (const [at, each] of (affinity?.[PREFERRED] ?? []).entries())
    if (each.podAffinityTerm?.labelSelector === undefined)
      warnings.push(`${field}.${PREFERRED}[${at}].podAffinityTerm.labelSelector: ${NO_SELECTOR}`);
  return warnings;
}

/** Warnings about where a pod may run: those about nodes come first, those about other pods last. Models: pkg/api/pod.warningsForPodSpecAndMeta */
export function schedulingWarnings(
  spec: PodSpec,
  field: string,
): { readonly nodes: readonly string[]; readonly pods: readonly string[] } {
  return {
    nodes: nodeWarnings(spec, field),
    pods: [
      ...podTermWarnings(spec.affinity?.podAffinity, `${field}.affinity.podAffinity`),
      ...podTermWarnings(spec.affinity?.podAntiAffinity, `${field}.affinity.podAntiAffinity`),
    ],
  };
}
