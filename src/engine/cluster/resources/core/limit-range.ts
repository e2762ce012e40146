import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { canonicalResourceList } from '../pod/defaults.ts';
import type { ResourceList } from '../pod/types.ts';
import { column, NAME_COLUMN } from '../printing/columns.ts';
import { canonicalQuantity, compareQuantities } from '../quantity.ts';
import { mapList, setMissing, withKey } from '../sharing.ts';
import { duplicate, forbidden, invalid } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const LISTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** Models: core/v1.LimitRangeItem */
export interface LimitRangeItem {
  readonly type?: string;
  readonly max?: ResourceList;
  readonly min?: ResourceList;
  readonly default?: ResourceList;
  readonly defaultRequest?: ResourceList;
  readonly maxLimitRequestRatio?: ResourceList;
}

interface LimitRangeSpec {
  readonly limits?: readonly LimitRangeItem[];
}

const specOf = (object: KubeObject): LimitRangeSpec => (object['spec'] ?? {}) as LimitRangeSpec;

/** For containers a default follows from the maximum, and a default request from the default or the minimum. Models: SetDefaults_LimitRangeItem */
function defaultItem(item: LimitRangeItem): LimitRangeItem {
  let out = item;
  for (const name of LISTS) if (out[name]) out = withKey(out, name, canonicalResourceList(out[name]));
  if (out.type !== 'Container') return out;
  const limit = setMissing(out.default ?? {}, out.max ?? {});
  const request = setMissing(setMissing(out.defaultRequest ?? {}, limit), out.min ?? {});
  if (Object.keys(limit).length > 0) out = withKey(out, 'default', limit);
  if (Object.keys(request).length > 0) out = withKey(out, 'defaultRequest', request);
  return out;
}

/** What must not be greater than what, as the messages name it. */
const ORDER = [
  ['min', 'min', 'max', 'max'],
  ['min', 'min', 'defaultRequest', 'default request'],
  ['defaultRequest', 'default request', 'max', 'max'],
  ['defaultRequest', 'default request', 'default', 'default limit'],
  ['min', 'min', 'default', 'default'],
  ['default', 'default', 'max', 'max'],
] as const;
/** The pairs whose second names the field that is blamed. */
const BLAMES_SECOND = new Set(['min<defaultRequest']);

function validateOrder(item: LimitRangeItem, name: string, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [low, lowName, high, highName] of ORDER) {
    const lower = item[low]?.[name];
    const upper = item[high]?.[name];
    if (lower === undefined || upper === undefined || compareQuantities(lower, upper) <= 0) continue;
    const [lowText, highText] = [canonicalQuantity(lower), canonicalQuantity(upper)];
    const blamed = BLAMES_SECOND.has(`${low}<${high}`) ? highText : lowText;
    const where = BLAMES_SECOND.has(`${low}<${high}`) ? high : low;
    errors.push(
      invalid(
        `${field}.${where}[${name}]`,
        blamed,
        `${lowName} value ${lowText} is greater than ${highName} value ${highText}`,
      ),
    );
  }
  const ratio = item.maxLimitRequestRatio?.[name];
  if (ratio !== undefined && compareQuantities(ratio, '1') < 0)
    errors.push(
      invalid(
        `${field}.maxLimitRequestRatio[${name}]`,
        canonicalQuantity(ratio),
        `ratio ${canonicalQuantity(ratio)} is less than 1`,
      ),
    );
  return errors;
}

/** Models: apis/core/validation.ValidateLimitRange */
function validateSpec(object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const types = new Set<string>();
  for (const [at, item] of (specOf(object).limits ?? []).entries()) {
    const field = `spec.limits[${at}]`;
    const { type = '' } = item;
    if (types.has(type)) errors.push(duplicate(`${field}.type`, type));
    types.add(type);
    if (type === 'Pod')
      for (const name of ['default', 'defaultRequest'] as const)
        if (Object.keys(item[name] ?? {}).length > 0)
          errors.push(forbidden(`${field}.${name}`, `may not be specified when \`type\` is 'Pod'`));
    const names = new Set(LISTS.flatMap((list) => Object.keys(item[list] ?? {})));
    for (const name of [...names].sort()) errors.push(...validateOrder(item, name, field));
  }
  return errors;
}

/** Models: pkg/registry/core/limitrange */
export const limitRange: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  shortNames: ['limits'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.LimitRange',
  subresources: {},
  defaults: (object) => withKey(object, 'spec', mapList(specOf(object), 'limits', defaultItem)),
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateSpec(object)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateSpec(object)],
  columns: [NAME_COLUMN, column('Created At', 'When the object was created.', 'date')],
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp],
  fieldSelectors: {},
};
