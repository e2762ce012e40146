import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { canonicalResourceList } from '../pod/defaults.ts';
import type { ResourceList } from '../pod/types.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { canonicalQuantity, parseQuantity } from '../quantity.ts';
import { withKey } from '../sharing.ts';
import { FIELD_IMMUTABLE, invalid, notSupported } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain, qualifiedNameRule } from '../validation/names.ts';
import { NEGATIVE } from '../validation/numbers.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const SCOPES = [
  'BestEffort',
  'CrossNamespacePodAffinity',
  'NotBestEffort',
  'NotTerminating',
  'PriorityClass',
  'Terminating',
  'VolumeAttributesClass',
];

/** Names without a `/` that a quota may limit. Models: helper.IsStandardQuotaResourceName */
const QUOTA_RESOURCES = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
]);

interface QuotaSpec {
  readonly hard?: ResourceList;
  readonly scopes?: readonly string[];
}

interface QuotaStatus {
  readonly hard?: ResourceList;
  readonly used?: ResourceList;
}

const specOf = (object: KubeObject): QuotaSpec => (object['spec'] ?? {}) as QuotaSpec;

function defaults(object: KubeObject): KubeObject {
  const spec = specOf(object);
  return spec.hard ? withKey(object, 'spec', withKey(spec, 'hard', canonicalResourceList(spec.hard))) : object;
}

/** Models: apis/core/validation.ValidateResourceQuotaSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { hard = {}, scopes = [] } = specOf(object);
  const errors: FieldError[] = [];
  for (const name of Object.keys(hard).sort()) {
    const field = `spec.hard[${name}]`;
    const messages = qualifiedNameRule(name);
    for (const message of messages) errors.push(invalid(field, name, message));
    const isStandard = name.includes('/') || QUOTA_RESOURCES.has(name) || name.includes('hugepages-');
    if (messages.length === 0 && !isStandard)
      errors.push(invalid(field, name, 'must be a standard resource for quota'));
    const nano = parseQuantity(hard[name] ?? '0')?.nano ?? 0n;
    if (nano < 0n) errors.push(invalid(field, canonicalQuantity(hard[name] ?? '0'), NEGATIVE));
  }
  for (const scope of scopes) if (!SCOPES.includes(scope)) errors.push(notSupported('spec.scopes', scope, SCOPES));
  return errors;
}

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old), ...validateSpec(object)];
  if (!equalJson(specOf(object).scopes, specOf(old).scopes))
    errors.push(invalid('spec.scopes', specOf(object).scopes, FIELD_IMMUTABLE));
  return errors;
}

/** `pods: 1/3, requests.cpu: 200m/1`: used of hard. Models: printers/internalversion.printResourceQuota */
function usageText({ hard = {}, used = {} }: QuotaStatus, isLimit: boolean): string {
  return Object.keys(hard)
    .sort()
    .filter((name) => name.startsWith('limits.') === isLimit)
    .map((name) => `${name}: ${canonicalQuantity(used[name] ?? '0')}/${canonicalQuantity(hard[name] ?? '0')}`)
    .join(', ');
}

/** Models: pkg/registry/core/resourcequota */
export const resourceQuota: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  singular: 'resourcequota',
  shortNames: ['quota'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.ResourceQuota',
  subresources: { status: true },
  defaults,
  prepareForCreate: (object) => ({ ...object, status: {} }),
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateSpec(object)],
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Request', 'Requests and counts used, of those allowed.'),
    column('Limit', 'Limits used, of those allowed.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const status = (object['status'] ?? {}) as QuotaStatus;
    return [
      object.metadata.name,
      usageText(status, false),
      usageText(status, true),
      ageText(object.metadata.creationTimestamp, nowMs),
    ];
  },
  fieldSelectors: {},
};
