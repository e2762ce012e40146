import type { FieldError } from '../definition.ts';
import { canonicalQuantity, compareQuantities, parseQuantity } from '../quantity.ts';
import { invalid, required } from '../validation/field-error.ts';
import { qualifiedNameRule } from '../validation/names.ts';
import { NEGATIVE } from '../validation/numbers.ts';
import type { ResourceList, ResourceRequirements } from './types.ts';

const CONTAINER_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage']);
/** Names without a prefix that mean something elsewhere (quotas), though not in a container. */
const OTHER_STANDARD = new Set([
  'storage',
  'pods',
  'services',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
]);

const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');
/** Only what a container can be given less of than it asked for may be over-committed. Models: helper.IsOvercommitAllowed */
const mayOvercommit = (name: string): boolean => isNative(name) && !name.startsWith('hugepages-');

function validateName(name: string, field: string): FieldError[] {
  const errors = qualifiedNameRule(name).map((message) => invalid(field, name, message));
  if (errors.length > 0) return errors;
  if (name.includes('/')) {
    if (!isNative(name) && name.startsWith('requests.'))
      errors.push(invalid(field, name, "doesn't follow extended resource name standard"));
    return errors;
  }
  if (CONTAINER_RESOURCES.has(name) || name.startsWith('hugepages-')) return errors;
  if (!OTHER_STANDARD.has(name))
    errors.push(invalid(field, name, 'must be a standard resource type or fully qualified'));
  errors.push(invalid(field, name, 'must be a standard resource for containers'));
  return errors;
}

function validateAmount(name: string, amount: string | number, field: string): FieldError[] {
  const nano = parseQuantity(amount)?.nano ?? 0n;
  if (nano < 0n) return [invalid(field, canonicalQuantity(amount), NEGATIVE)];
  if (!isNative(name) && nano % 1_000_000_000n !== 0n)
    return [invalid(field, canonicalQuantity(amount), 'must be an integer')];
  return [];
}

function validateList(list: ResourceList | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of Object.keys(list ?? {}).sort()) {
    const where = `${field}[${name}]`;
    errors.push(...validateName(name, where), ...validateAmount(name, list?.[name] ?? '0', where));
  }
  return errors;
}

/** Models: apis/core/validation.ValidateContainerResourceRequirements */
export function validateResources(resources: ResourceRequirements | undefined, field: string): FieldError[] {
  if (!resources || (!resources.limits && !resources.requests)) return [];
  const { limits, requests } = resources;
  const errors = validateList(limits, `${field}.limits`);
  for (const name of Object.keys(requests ?? {}).sort()) {
    const amount = requests?.[name] ?? '0';
    const where = `${field}.requests[${name}]`;
    errors.push(...validateName(name, where), ...validateAmount(name, amount, where));
    const limit = limits?.[name];
    if (limit === undefined) {
      if (!mayOvercommit(name))
        errors.push(required(`${field}.limits`, 'Limit must be set for non overcommitable resources'));
      continue;
    }
    const order = compareQuantities(amount, limit);
    const of = `${name} limit of ${canonicalQuantity(limit)}`;
    if (order !== 0 && !mayOvercommit(name))
      errors.push(invalid(`${field}.requests`, canonicalQuantity(amount), `must be equal to ${of}`));
    else if (order > 0)
      errors.push(invalid(`${field}.requests`, canonicalQuantity(amount), `must be less than or equal to ${of}`));
  }
  return errors;
}

/** Warnings for amounts that are legal and surely not meant. Models: pkg/api/pod.warningsForPodSpecAndMeta */
export function resourceWarnings(resources: ResourceRequirements | undefined, field: string): string[] {
  const warnings: string[] = [];
  for (const kind of ['limits', 'requests'] as const)
    for (const name of ['memory', 'ephemeral-storage']) {
      const amount = resources?.[kind]?.[name];
      const nano = amount === undefined ? 0n : (parseQuantity(amount)?.nano ?? 0n);
      if (nano % 1_000_000_000n !== 0n)
        warnings.push(
          `${field}.${kind}[${name}]: fractional byte value "${canonicalQuantity(amount ?? '0')}" is invalid, must be an integer`,
        );
    }
  return warnings;
}
