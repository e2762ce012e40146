import type { FieldError } from '../definition.ts';
import { forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { labelValue, qualifiedNameRule } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';
import type {
  Affinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  Toleration,
  TopologySpreadConstraint,
} from './types.ts';

const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Tolerations found right before: those that admission gives to every pod are looked at once. */
const sound = new WeakSet<object>();

/** Models: apis/core/validation.ValidateTolerations */
export function validateTolerations(tolerations: readonly Toleration[] | undefined, field: string): FieldError[] {
  if (tolerations === undefined || sound.has(tolerations)) return [];
  const errors: FieldError[] = [];
  for (const [at, { key, operator = '', value = '', effect = '', tolerationSeconds }] of tolerations.entries()) {
    const where = `${field}[${at}]`;
    if (key) errors.push(...validateText(key, qualifiedNameRule, `${where}.key`));
    else if (operator !== 'Exists')
      errors.push(
        invalid(
          `${where}.operator`,
          operator,
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      );
    if (tolerationSeconds !== undefined && effect !== 'NoExecute')
      errors.push(invalid(`${where}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    if (operator === 'Exists') {
      if (value !== '')
        errors.push(invalid(`${where}.operator`, value, "value must be empty when `operator` is 'Exists'"));
    } else if (operator === 'Equal' || operator === '') {
      const messages = labelValue(value);
      if (messages.length > 0) errors.push(invalid(`${where}.operator`, value, messages.join(';')));
    } else errors.push(notSupported(`${where}.operator`, operator, ['Equal', 'Exists']));
    if (effect !== '' && !TAINT_EFFECTS.includes(effect))
      errors.push(notSupported(`${where}.effect`, effect, TAINT_EFFECTS));
  }
  if (errors.length === 0) sound.add(tolerations);
  return errors;
}

/** Models: apis/core/validation.ValidateNodeSelectorRequirement */
function validateRequirement(requirement: NodeSelectorRequirement, field: string): FieldError[] {
  const { key = '', operator = '', values = [] } = requirement;
  const errors: FieldError[] = [];
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        errors.push(forbidden(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1)
        errors.push(required(`${field}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      break;
    default:
      errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'));
  }
  errors.push(...validateText(key, qualifiedNameRule, `${field}.key`));
  for (const [at, value] of values.entries()) errors.push(...validateText(value, labelValue, `${field}.values[${at}]`));
  return errors;
}

function validateFieldRequirement(requirement: NodeSelectorRequirement, field: string): FieldError[] {
  const { key = '', operator = '', values = [] } = requirement;
  const errors: FieldError[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length !== 1)
      errors.push(
        required(
          `${field}.values`,
          "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
        ),
      );
  } else errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'));
  if (key !== 'metadata.name') errors.push(invalid(`${field}.key`, key, 'not a valid field selector key'));
  return errors;
}

function validateTerm(term: NodeSelectorTerm, field: string): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((each, at) =>
      validateRequirement(each, `${field}.matchExpressions[${at}]`),
    ),
    ...(term.matchFields ?? []).flatMap((each, at) => validateFieldRequirement(each, `${field}.matchFields[${at}]`)),
  ];
}

function validateWeight(weight: number | undefined, field: string): FieldError[] {
  return weight !== undefined && weight >= 1 && weight <= 100
    ? []
    : [invalid(`${field}.weight`, weight ?? 0, 'must be in the range 1-100')];
}

function validateNodeAffinity(affinity: NonNullable<Affinity['nodeAffinity']>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const needed = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  if (needed) {
    const where = `${field}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;
    const terms = needed.nodeSelectorTerms ?? [];
    if (terms.length === 0) errors.push(required(where, 'must have at least one node selector term'));
    for (const [at, term] of terms.entries()) errors.push(...validateTerm(term, `${where}[${at}]`));
  }
  for (const [at, each] of (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    const where = `${field}.preferredDuringSchedulingIgnoredDuringExecution[${at}]`;
    errors.push(...validateWeight(each.weight, where), ...validateTerm(each.preference ?? {}, `${where}.preference`));
  }
  return errors;
}

function validatePodTerm(term: PodAffinityTerm, field: string): FieldError[] {
  const errors = [
    ...validateLabelSelector(term.labelSelector, `${field}.labelSelector`),
    ...validateLabelSelector(term.namespaceSelector, `${field}.namespaceSelector`),
  ];
  if (!term.topologyKey) errors.push(required(`${field}.topologyKey`, 'can not be empty'));
  return errors.concat(validateText(term.topologyKey ?? '', qualifiedNameRule, `${field}.topologyKey`));
}

function validatePodTerms(affinity: PodAffinity | undefined, field: string): FieldError[] {
  if (!affinity) return [];
  return [
    ...(affinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((term, at) =>
      validatePodTerm(term, `${field}.requiredDuringSchedulingIgnoredDuringExecution[${at}]`),
    ),
    ...(affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((each, at) => {
      const where = `${field}.preferredDuringSchedulingIgnoredDuringExecution[${at}]`;
      return [
        ...validateWeight(each.weight, where),
        ...validatePodTerm(each.podAffinityTerm ?? {}, `${where}.podAffinityTerm`),
      ];
    }),
  ];
}

/** Models: apis/core/validation.validateAffinity */
export function validateAffinity(affinity: Affinity | undefined, field: string): FieldError[] {
  if (!affinity) return [];
  return [
    ...(affinity.nodeAffinity ? validateNodeAffinity(affinity.nodeAffinity, `${field}.nodeAffinity`) : []),
    ...validatePodTerms(affinity.podAffinity, `${field}.podAffinity`),
    ...validatePodTerms(affinity.podAntiAffinity, `${field}.podAntiAffinity`),
  ];
}

/** Models: apis/core/validation.validateTopologySpreadConstraints */
export function validateSpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [at, constraint] of (constraints ?? []).entries()) {
    const where = `${field}[${at}]`;
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '' } = constraint;
    if (maxSkew <= 0) errors.push(invalid(`${where}.maxSkew`, maxSkew, 'must be greater than zero'));
    if (topologyKey === '') errors.push(required(`${where}.topologyKey`, 'can not be empty'));
    else errors.push(...validateText(topologyKey, qualifiedNameRule, `${where}.topologyKey`));
    if (whenUnsatisfiable !== 'DoNotSchedule' && whenUnsatisfiable !== 'ScheduleAnyway')
      errors.push(notSupported(`${where}.whenUnsatisfiable`, whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway']));
    const identity = `{${topologyKey}, ${whenUnsatisfiable}}`;
    if (seen.has(identity))
      errors.push({
        type: 'FieldValueDuplicate',
        field: `${where}.{topologyKey, whenUnsatisfiable}`,
        detail: `Duplicate value: "${identity}"`,
      });
    seen.add(identity);
    errors.push(...validateLabelSelector(constraint.labelSelector, `${where}.labelSelector`));
  }
  return errors;
}
