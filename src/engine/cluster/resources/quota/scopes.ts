import type { ResourceKey } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import { podQosClass } from '../pod/qos.ts';
import type { PodAffinity, PodSpec } from '../pod/types.ts';

/** Models: core/v1.ScopedResourceSelectorRequirement */
export interface ScopeRequirement {
  readonly scopeName?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** Which objects a quota is for. */
export interface QuotaScope {
  readonly scopes?: readonly string[];
  readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] };
}

function namesOtherNamespaces(affinity: PodAffinity | undefined): boolean {
  const terms = [
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((each) => each.podAffinityTerm ?? {}),
  ];
  return terms.some((term) => (term.namespaces ?? []).length > 0 || term.namespaceSelector !== undefined);
}

function matchesPriority(spec: PodSpec, { operator, values = [] }: ScopeRequirement): boolean {
  const name = spec.priorityClassName ?? '';
  switch (operator) {
    case 'In':
      return values.includes(name);
    case 'NotIn':
      return !values.includes(name);
    case 'DoesNotExist':
      return name === '';
    default:
      return name !== '';
  }
}

function matchesScope(spec: PodSpec, requirement: ScopeRequirement): boolean {
  switch (requirement.scopeName) {
    case 'Terminating':
      return spec.activeDeadlineSeconds !== undefined;
    case 'NotTerminating':
      return spec.activeDeadlineSeconds === undefined;
    case 'BestEffort':
      return podQosClass(spec) === 'BestEffort';
    case 'NotBestEffort':
      return podQosClass(spec) !== 'BestEffort';
    case 'PriorityClass':
      return matchesPriority(spec, requirement);
    case 'CrossNamespacePodAffinity':
      return namesOtherNamespaces(spec.affinity?.podAffinity) || namesOtherNamespaces(spec.affinity?.podAntiAffinity);
    default:
      return false;
  }
}

/** Whether a quota is for the object: scopes speak of pods only, so that a quota with scopes leaves other kinds alone. Models: generic.MatchesScope, core.podMatchesScopeFunc */
export function inScope(quota: QuotaScope, resource: ResourceKey, object: KubeObject): boolean {
  const requirements: readonly ScopeRequirement[] = [
    ...(quota.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(quota.scopeSelector?.matchExpressions ?? []),
  ];
  if (requirements.length === 0) return true;
  if (resource !== 'pods') return false;
  const spec = (object['spec'] ?? {}) as PodSpec;
  return requirements.every((requirement) => matchesScope(spec, requirement));
}
