import { type Bindings, evaluateCel } from '../../cel/evaluate.ts';
import { parseCel } from '../../cel/parser.ts';
import { CelError } from '../../cel/values.ts';
import type { KubeObject } from '../../json.ts';
import { type LabelSelector, matchesSelector } from '../../resources/label-selector.ts';
import type { Store } from '../../store.ts';
import type { Attributes } from './attributes.ts';

/** Which operations on which resources. Models: admissionregistration/v1.RuleWithOperations, NamedRuleWithOperations */
export interface Rule {
  readonly operations?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly scope?: string;
}

/** Models: admissionregistration/v1.MatchResources; webhooks have the same members. */
export interface Scope {
  readonly resourceRules?: readonly Rule[];
  readonly excludeResourceRules?: readonly Rule[];
  readonly matchPolicy?: string;
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
}

/** Models: admissionregistration/v1.MatchCondition */
export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}

/** Objects that admission may not stand in the way of: those that configure it. Models: rules.IsExemptAdmissionConfigurationResource */
const EXEMPT =
  /^(validating|mutating)(webhookconfigurations|admissionpolicies|admissionpolicybindings)\.admissionregistration\.k8s\.io$/;

export function isExempt({ resource }: Attributes): boolean {
  return EXEMPT.test(resource.key);
}

const has = (list: readonly string[] | undefined, value: string): boolean =>
  list?.some((each) => each === '*' || each === value) ?? false;

/** Models: rules.Matcher.resource */
function namesResource(rule: Rule, plural: string, subresource: string): boolean {
  return (rule.resources ?? []).some((each) => {
    const [resource = '', part] = each.split('/');
    if (resource !== '*' && resource !== plural) return false;
    return subresource === '' ? part === undefined || part === '*' : part === '*' || part === subresource;
  });
}

/** Whether a rule speaks of this write. Models: apiserver/pkg/admission/plugin/webhook/predicates/rules.Matcher */
export function matchesRule(rule: Rule, attributes: Attributes, matchPolicy: string | undefined): boolean {
  const { resource, subresource, operation, namespace, name } = attributes;
  const { group, version, plural, namespaced } = resource.definition;
  if (!has(rule.operations, operation) || !has(rule.apiGroups, group)) return false;
  if (matchPolicy === 'Exact' && !has(rule.apiVersions, version)) return false;
  if (!namesResource(rule, plural, subresource)) return false;
  if (rule.scope === 'Namespaced' && !(namespaced && namespace !== '')) return false;
  if (rule.scope === 'Cluster' && namespaced) return false;
  return rule.resourceNames === undefined || rule.resourceNames.length === 0 || rule.resourceNames.includes(name);
}

/** Models: predicates/namespace.Matcher, predicates/object.Matcher */
export function matchesSelectors(scope: Scope, attributes: Attributes, store: Store): boolean {
  const { resource, namespace, name, object, oldObject } = attributes;
  const isNamespace = resource.key === 'namespaces';
  if (isNamespace || namespace !== '') {
    const of = isNamespace ? (object ?? oldObject) : store.get('namespaces', '', namespace);
    if (!selects(scope.namespaceSelector, of ?? store.get('namespaces', '', name))) return false;
  }
  return selects(scope.objectSelector, object) || selects(scope.objectSelector, oldObject);
}

function selects(selector: LabelSelector | undefined, object: KubeObject | undefined): boolean {
  const isAll =
    selector === undefined ||
    (Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0);
  return isAll || (object !== undefined && matchesSelector(selector, object.metadata?.labels));
}

/** Whether a policy's or a binding's scope holds for a write. Models: plugin/policy/matching.Matcher */
export function matchesScope(scope: Scope, attributes: Attributes, store: Store): boolean {
  if (!matchesSelectors(scope, attributes, store)) return false;
  const named = (rule: Rule): boolean => matchesRule(rule, attributes, scope.matchPolicy);
  if ((scope.excludeResourceRules ?? []).some(named)) return false;
  return scope.resourceRules === undefined || scope.resourceRules.length === 0 || scope.resourceRules.some(named);
}

/** What the conditions come to: all hold, one does not, or one cannot be told. A false one decides. Models: webhook/matchconditions.matcher */
export function conditionsHold(
  conditions: readonly MatchCondition[],
  bindings: Bindings,
): { readonly holds: boolean } | { readonly failed: string } {
  let failed: string | undefined;
  for (const { expression } of conditions) {
    try {
      if (evaluateCel(parseCel(expression), bindings) === false) return { holds: false };
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      failed ??= `expression '${expression}' resulted in error: ${error.message}`;
    }
  }
  return failed === undefined ? { holds: true } : { failed };
}
