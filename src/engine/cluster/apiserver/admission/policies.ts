import { evaluateCel } from '../../cel/evaluate.ts';
import { parseCel } from '../../cel/parser.ts';
import { CelError, celValue } from '../../cel/values.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { type LabelSelector, matchesSelector } from '../../resources/label-selector.ts';
import type { Store } from '../../store.ts';
import type { Definitions } from '../definitions.ts';
import { failure, forbidden } from '../status.ts';
import type { Attributes } from './attributes.ts';
import { admissionBindings, Variables } from './bindings.ts';
import { conditionsHold, type MatchCondition, matchesScope, type Scope } from './matching.ts';

/** Models: admissionregistration/v1.ValidatingAdmissionPolicy */
interface Policy extends KubeObject {
  readonly spec: {
    readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string };
    readonly matchConstraints?: Scope;
    readonly matchConditions?: readonly MatchCondition[];
    readonly variables?: readonly { readonly name: string; readonly expression: string }[];
    readonly validations?: readonly Validation[];
    readonly failurePolicy?: string;
  };
}

interface Validation {
  readonly expression: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
}

interface ParamRef {
  readonly name?: string;
  readonly namespace?: string;
  readonly selector?: LabelSelector;
  readonly parameterNotFoundAction?: string;
}

/** Models: admissionregistration/v1.ValidatingAdmissionPolicyBinding */
interface Binding extends KubeObject {
  readonly spec: {
    readonly policyName?: string;
    readonly paramRef?: ParamRef;
    readonly matchResources?: Scope;
    readonly validationActions?: readonly string[];
  };
}

/** One reason against a write. */
interface Decision {
  readonly message: string;
  readonly reason: string;
}

export const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io';
export const POLICY_BINDINGS = 'validatingadmissionpolicybindings.admissionregistration.k8s.io';

/** Models: plugin/policy/validating.ReasonToCode */
const CODES: { readonly [reason: string]: number } = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

interface Rooms {
  readonly store: Store;
  readonly definitions: Definitions;
}

/** The parameters that a binding names; none is one evaluation without parameters. */
function paramsOf(
  { store, definitions }: Rooms,
  policy: Policy,
  binding: Binding,
  namespace: string,
): readonly (KubeObject | undefined)[] | string {
  const { paramKind } = policy.spec;
  const { paramRef } = binding.spec;
  if (paramKind === undefined || paramRef === undefined) return [undefined];
  const { apiVersion = '', kind = '' } = paramKind;
  const resource = definitions.ofKind(apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '', kind);
  if (resource === undefined) return `failed to find resource referenced by paramKind: '${apiVersion}, Kind=${kind}'`;
  const place = resource.definition.namespaced ? (paramRef.namespace ?? namespace) : '';
  const found =
    paramRef.name === undefined
      ? store
          .table(resource.key)
          .list(place)
          .filter(({ metadata }) => matchesSelector(paramRef.selector, metadata.labels))
      : [store.get(resource.key, place, paramRef.name)].filter((each) => each !== undefined);
  if (found.length > 0) return found;
  return paramRef.parameterNotFoundAction === 'Allow'
    ? []
    : 'no params found for policy binding with `Deny` parameterNotFoundAction';
}

/** What a policy has against a write, with one object of parameters. Models: plugin/policy/validating.validator.Validate */
function decisionsOf(
  rooms: Rooms,
  policy: Policy,
  params: KubeObject | undefined,
  attributes: Attributes,
): readonly Decision[] {
  const { matchConditions = [], variables = [], validations = [], failurePolicy = 'Fail' } = policy.spec;
  const bindings = admissionBindings(attributes, rooms.store);
  bindings.set('params', params === undefined ? null : celValue(params as unknown as JsonObject));
  bindings.set(
    'variables',
    new Variables(new Map(variables.map(({ name, expression }) => [name, expression])), bindings),
  );
  const failed = (message: string): readonly Decision[] =>
    failurePolicy === 'Ignore' ? [] : [{ message, reason: 'Invalid' }];
  const matched = conditionsHold(matchConditions, bindings);
  if ('failed' in matched) return failed(matched.failed);
  if (!matched.holds) return [];
  return validations.flatMap(({ expression, message, messageExpression, reason = 'Invalid' }) => {
    try {
      if (evaluateCel(parseCel(expression), bindings) === true) return [];
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      return failed(`expression '${expression}' resulted in error: ${error.message}`);
    }
    const said = messageExpression === undefined ? undefined : textFrom(messageExpression, bindings);
    return [{ message: said ?? message?.trim() ?? `failed expression: ${expression.trim()}`, reason }];
  });
}

/** A message that cannot be worked out gives way to the one that is written. */
function textFrom(expression: string, bindings: ReturnType<typeof admissionBindings>): string | undefined {
  try {
    const text = evaluateCel(parseCel(expression), bindings);
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text.trim() : undefined;
  } catch (error) {
    if (error instanceof CelError) return undefined;
    throw error;
  }
}

/**
 * Asks the policies that are bound. Throws for the first thing that a binding denies; what it only warns of is told.
 * Models: apiserver/pkg/admission/plugin/policy/validating.dispatcher
 */
export function askPolicies(
  rooms: Rooms,
  policies: ReadonlyMap<string, KubeObject>,
  bound: Iterable<KubeObject>,
  attributes: Attributes,
): void {
  for (const each of bound) {
    const binding = each as Binding;
    const policy = policies.get(binding.spec.policyName ?? '') as Policy | undefined;
    if (policy === undefined) continue;
    const { store } = rooms;
    if (!matchesScope(policy.spec.matchConstraints ?? {}, attributes, store)) continue;
    if (binding.spec.matchResources !== undefined && !matchesScope(binding.spec.matchResources, attributes, store))
      continue;
    const params = paramsOf(rooms, policy, binding, attributes.namespace);
    const decisions =
      typeof params === 'string'
        ? [{ message: `failed to configure binding: ${params}`, reason: 'Invalid' }]
        : params.flatMap((param) => decisionsOf(rooms, policy, param, attributes));
    for (const decision of decisions) act(policy, binding, decision, attributes);
  }
}

function act(policy: Policy, binding: Binding, { message, reason }: Decision, attributes: Attributes): void {
  const names = `ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}'`;
  const actions = binding.spec.validationActions ?? [];
  if (actions.includes('Warn')) attributes.warn(`Validation failed for ${names}: ${message}`);
  if (!actions.includes('Deny')) return;
  const said = `${names} denied request: ${message}`;
  const { groupResource } = attributes.resource;
  const refused = forbidden(groupResource, attributes.name, said, [{ message: said }]);
  throw failure(CODES[reason] ?? 422, reason, refused.message, refused.status['details'] as JsonObject);
}
