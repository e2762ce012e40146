import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import type { LabelSelector } from '../label-selector.ts';
import type { IntOrString } from '../pod/types.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { invalid, notSupported } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateIntOrPercent } from '../validation/numbers.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

interface BudgetSpec {
  readonly minAvailable?: IntOrString;
  readonly maxUnavailable?: IntOrString;
  readonly selector?: LabelSelector;
  readonly unhealthyPodEvictionPolicy?: string;
}

const specOf = (object: KubeObject): BudgetSpec => (object['spec'] ?? {}) as BudgetSpec;
const NO_STATUS = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };

function validateShare(value: IntOrString | undefined, field: string): FieldError[] {
  const errors = validateIntOrPercent(value, field);
  if (typeof value === 'string' && Number.parseInt(value, 10) > 100)
    errors.push(invalid(field, value, 'must not be greater than 100%'));
  return errors;
}

/** Models: apis/policy/validation.ValidatePodDisruptionBudgetSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const errors: FieldError[] = [];
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    errors.push(invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set'));
  errors.push(
    ...validateShare(minAvailable, 'spec.minAvailable'),
    ...validateShare(maxUnavailable, 'spec.maxUnavailable'),
  );
  errors.push(...validateLabelSelector(selector, 'spec.selector'));
  if (policy !== undefined && !EVICTION_POLICIES.includes(policy))
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, EVICTION_POLICIES));
  return errors;
}

/** Models: pkg/registry/policy/poddisruptionbudget */
export const podDisruptionBudget: ResourceDefinition = {
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  shortNames: ['pdb'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.policy.v1.PodDisruptionBudget',
  subresources: { status: true },
  prepareForCreate: (object) => startGeneration({ ...object, status: NO_STATUS }),
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateSpec(object)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateSpec(object)],
  columns: [
    NAME_COLUMN,
    column('Min Available', 'Fewest pods that must be available.'),
    column('Max Unavailable', 'Most pods that may be unavailable.'),
    column('Allowed Disruptions', 'Pods that may be evicted now.', 'integer'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const { minAvailable, maxUnavailable } = specOf(object);
    const { disruptionsAllowed = 0 } = (object['status'] ?? {}) as { readonly disruptionsAllowed?: number };
    return [
      object.metadata.name,
      String(minAvailable ?? 'N/A'),
      String(maxUnavailable ?? 'N/A'),
      disruptionsAllowed,
      ageText(object.metadata.creationTimestamp, nowMs),
    ];
  },
  fieldSelectors: {},
};
