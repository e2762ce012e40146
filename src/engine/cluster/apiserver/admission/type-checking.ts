import { checkCel } from '../../cel/check.ts';
import { CelSyntaxError } from '../../cel/lexer.ts';
import { type CelType, DYN } from '../../cel/types.ts';
import { celTypeOf } from '../../schema/cel-type.ts';
import type { Definitions, Resource } from '../definitions.ts';

/** More kinds than these are not looked at. Models: plugin/policy/validating.maxTypesToCheck */
const MOST_KINDS = 10;

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
}

/** What of a policy is checked. Models: admissionregistration/v1.ValidatingAdmissionPolicySpec */
export interface CheckedSpec {
  readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string };
  readonly matchConstraints?: { readonly resourceRules?: readonly Rule[] };
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations?: readonly { readonly expression: string; readonly messageExpression?: string }[];
}

/** Models: admissionregistration/v1.ExpressionWarning */
export interface ExpressionWarning {
  readonly fieldRef: string;
  readonly warning: string;
}

/** Names without wildcards; nothing where there is one, for that may mean any kind. */
const named = (names: readonly string[] = []): readonly string[] => (names.includes('*') ? [] : [...names].sort());

/** The kinds that a policy's rules name, each once. */
function kindsOf(spec: CheckedSpec, definitions: Definitions): readonly Resource[] {
  const found = new Map<string, Resource>();
  for (const { apiGroups, apiVersions, resources } of spec.matchConstraints?.resourceRules ?? [])
    for (const group of named(apiGroups))
      for (const version of named(apiVersions))
        for (const plural of named(resources)) {
          if (plural.includes('/')) continue;
          const resource = definitions.at(group, version, plural);
          if (resource !== undefined) found.set(`${group} ${version} ${resource.definition.kind}`, resource);
          if (found.size === MOST_KINDS) break;
        }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, resource]) => resource);
}

function scopeOf(spec: CheckedSpec, object: CelType, params: CelType | undefined): ReadonlyMap<string, CelType> {
  const known = new Map<string, CelType>();
  const scope = new Map<string, CelType>([
    ['object', object],
    ['oldObject', object],
    ['request', DYN],
    ['namespaceObject', celTypeOf('io.k8s.api.core.v1.Namespace')],
    ['authorizer', DYN],
    ...(params === undefined ? [] : ([['params', params]] as const)),
    ['variables', { kind: 'object', name: 'kubernetes.variables', field: (name) => known.get(name) }],
  ]);
  for (const { name, expression } of spec.variables ?? []) {
    try {
      known.set(name, checkCel(expression, scope).type);
    } catch (error) {
      if (!(error instanceof CelSyntaxError)) throw error;
      // Its own fault is not told here; what uses it is not blamed for it.
      known.set(name, DYN);
    }
  }
  return scope;
}

/** What expressions of a policy do with the kinds that it is for, which they cannot. Models: plugin/policy/validating.TypeChecker.Check */
export function typeWarnings(spec: CheckedSpec, definitions: Definitions): readonly ExpressionWarning[] {
  const { paramKind } = spec;
  const group = paramKind?.apiVersion?.includes('/') === true ? (paramKind.apiVersion.split('/')[0] ?? '') : '';
  const param = paramKind === undefined ? undefined : definitions.ofKind(group, paramKind.kind ?? '');
  const params = paramKind === undefined ? undefined : param === undefined ? DYN : celTypeOf(param.definition.schema);
  const scopes = kindsOf(spec, definitions).map(
    (resource) => [resource, scopeOf(spec, celTypeOf(resource.definition.schema), params)] as const,
  );
  const check = (fieldRef: string, expression: string | undefined): readonly ExpressionWarning[] => {
    if (expression === undefined || expression === '') return [];
    const faults = scopes.flatMap(([{ apiVersion, definition }, scope]) => {
      try {
        checkCel(expression, scope);
        return [];
      } catch (error) {
        if (!(error instanceof CelSyntaxError)) throw error;
        const shown = definition.group === '' ? `/${apiVersion}` : apiVersion;
        return [`${shown}, Kind=${definition.kind}: compilation failed: ${error.message}\n`];
      }
    });
    return faults.length === 0 ? [] : [{ fieldRef, warning: faults.join('\n') }];
  };
  return (spec.validations ?? []).flatMap(({ expression, messageExpression }, at) => [
    ...check(`spec.validations[${at}].expression`, expression),
    ...check(`spec.validations[${at}].messageExpression`, messageExpression),
  ]);
}
