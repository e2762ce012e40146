import type { JsonObject, KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { setMissing, withKey } from '../sharing.ts';
import { admissionScope, expressionError } from '../validation/expressions.ts';
import { storedKind } from './stored-kind.ts';

const GROUP = 'admissionregistration.k8s.io';
const PACKAGE = 'io.k8s.api.admissionregistration.v1';
const CATEGORIES = ['api-extensions'];
/** Where a policy has expressions. */
const EXPRESSIONS: { readonly [member: string]: readonly string[] } = {
  variables: ['expression'],
  matchConditions: ['expression'],
  validations: ['expression', 'messageExpression'],
  auditAnnotations: ['valueExpression'],
};

const age = (object: KubeObject, nowMs: number): string => ageText(object.metadata.creationTimestamp, nowMs);
const specOf = (object: KubeObject): JsonObject => (object['spec'] ?? {}) as JsonObject;
const list = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value : []) as readonly JsonObject[];

/** Models: printers/internalversion.printValidatingAdmissionPolicy */
function paramKind(object: KubeObject): string {
  const param = specOf(object)['paramKind'] as { readonly apiVersion?: string; readonly kind?: string } | undefined;
  return param ? `${param.apiVersion ?? ''}/${param.kind ?? ''}` : '<unset>';
}

/** Expressions that are none. Models: apis/admissionregistration/validation.validateValidatingAdmissionPolicySpec */
function expressionErrors(spec: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  const own = spec['paramKind'] ? ['params'] : [];
  const named = list(spec['variables']).map(({ name }) => String(name ?? ''));
  for (const [member, fields] of Object.entries(EXPRESSIONS))
    for (const [at, item] of list(spec[member]).entries()) {
      // Conditions are asked before variables are worked out; a variable sees those before it.
      const seen = member === 'matchConditions' ? undefined : member === 'variables' ? named.slice(0, at) : named;
      const scope = admissionScope(own, seen);
      for (const field of fields) errors.push(...expressionError(`spec.${member}[${at}].${field}`, item[field], scope));
    }
  return errors;
}

function policy(kind: string, plural: string, member: string, title: string, status: boolean): ResourceDefinition {
  return storedKind({
    warns: kind !== 'ValidatingAdmissionPolicy',
    validate: (object) => expressionErrors(specOf(object)),
    group: GROUP,
    kind,
    plural,
    schema: `${PACKAGE}.${kind}`,
    categories: CATEGORIES,
    generation: true,
    status,
    defaults: (object) => {
      const spec = specOf(object);
      const constraints = spec['matchConstraints'] as JsonObject | undefined;
      const filled = {
        ...setMissing(spec, { failurePolicy: 'Fail' }),
        ...(constraints
          ? {
              matchConstraints: setMissing(constraints, {
                matchPolicy: 'Equivalent',
                namespaceSelector: {},
                objectSelector: {},
              }),
            }
          : {}),
      };
      return withKey(object, 'spec', filled);
    },
    columns: [
      NAME_COLUMN,
      column(title, `Number of ${title.toLowerCase()}.`, 'integer'),
      column('ParamKind', 'Kind of the parameters.'),
      AGE_COLUMN,
    ],
    cells: (object, { nowMs }) => [
      object.metadata.name,
      list(specOf(object)[member]).length,
      paramKind(object),
      age(object, nowMs),
    ],
  });
}

function binding(kind: string): ResourceDefinition {
  return storedKind({
    warns: kind !== 'ValidatingAdmissionPolicyBinding',
    group: GROUP,
    kind,
    plural: `${kind.toLowerCase()}s`,
    schema: `${PACKAGE}.${kind}`,
    categories: CATEGORIES,
    generation: true,
    columns: [
      NAME_COLUMN,
      column('PolicyName', 'Policy that is bound.'),
      column('ParamRef', 'Its parameters.'),
      AGE_COLUMN,
    ],
    cells: (object, { nowMs }) => {
      const spec = specOf(object);
      const param = spec['paramRef'] as { readonly name?: string; readonly namespace?: string } | undefined;
      const { name = '', namespace = '' } = param ?? {};
      const text = name === '' ? '<unset>' : namespace === '' ? `*/${name}` : `${namespace}/${name}`;
      return [object.metadata.name, (spec['policyName'] as string | undefined) ?? '', text, age(object, nowMs)];
    },
  });
}

/** Admission policies. Models: pkg/registry/admissionregistration */
export const admissionKinds: readonly ResourceDefinition[] = [
  policy('MutatingAdmissionPolicy', 'mutatingadmissionpolicies', 'mutations', 'Mutations', false),
  binding('MutatingAdmissionPolicyBinding'),
  policy('ValidatingAdmissionPolicy', 'validatingadmissionpolicies', 'validations', 'Validations', true),
  binding('ValidatingAdmissionPolicyBinding'),
];
