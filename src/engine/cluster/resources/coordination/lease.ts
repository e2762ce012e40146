import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { invalid } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateNonnegative } from '../validation/numbers.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly leaseTransitions?: number;
}

const specOf = (object: KubeObject): LeaseSpec => (object['spec'] ?? {}) as LeaseSpec;

/** Models: apis/coordination/validation.ValidateLeaseSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { leaseDurationSeconds, leaseTransitions } = specOf(object);
  const errors: FieldError[] = [];
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0)
    errors.push(invalid('spec.leaseDurationSeconds', leaseDurationSeconds, 'must be greater than 0'));
  return errors.concat(validateNonnegative(leaseTransitions, 'spec.leaseTransitions'));
}

/** Models: pkg/registry/coordination/lease */
export const lease: ResourceDefinition = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  shortNames: [],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.coordination.v1.Lease',
  subresources: {},
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateSpec(object)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateSpec(object)],
  columns: [NAME_COLUMN, column('Holder', 'Who holds the lease.'), AGE_COLUMN],
  cells: (object, { nowMs }) => [
    object.metadata.name,
    specOf(object).holderIdentity ?? '',
    ageText(object.metadata.creationTimestamp, nowMs),
  ],
  fieldSelectors: {},
};
