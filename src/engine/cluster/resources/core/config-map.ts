import { base64Bytes } from '../../base64.ts';
import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { omitEmpty } from '../sharing.ts';
import { forbidden, invalid, tooLong } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { byteLength, dns1123Subdomain } from '../validation/names.ts';
import { configMapKey } from '../validation/values.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
/** What etcd takes. Models: core.MaxSecretSize */
const MAX_BYTES = 1024 * 1024;

interface Content {
  readonly data?: { readonly [key: string]: string };
  readonly binaryData?: { readonly [key: string]: string };
  readonly immutable?: boolean;
}

const contentOf = (object: KubeObject): Content => object as Content;

function validateContent(object: KubeObject): FieldError[] {
  const { data, binaryData } = contentOf(object);
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const key in data) {
    for (const message of configMapKey(key)) errors.push(invalid(`data[${key}]`, key, message));
    if (binaryData?.[key] !== undefined)
      errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
    bytes += byteLength(data[key] ?? '');
  }
  for (const key in binaryData) {
    for (const message of configMapKey(key)) errors.push(invalid(`binaryData[${key}]`, key, message));
    bytes += base64Bytes(binaryData[key] ?? '');
  }
  if (bytes > MAX_BYTES) errors.push(tooLong('[]', MAX_BYTES));
  return errors;
}

/** Models: apis/core/validation.ValidateConfigMapUpdate */
function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old)];
  const now = contentOf(object);
  const before = contentOf(old);
  if (before.immutable === true) {
    if (now.immutable !== true) errors.push(forbidden('immutable', 'field is immutable when `immutable` is set'));
    if (!equalJson(now.data, before.data)) errors.push(forbidden('data', 'field is immutable when `immutable` is set'));
    if (!equalJson(now.binaryData, before.binaryData))
      errors.push(forbidden('binaryData', 'field is immutable when `immutable` is set'));
  }
  if (now.data !== before.data || now.binaryData !== before.binaryData) errors.push(...validateContent(object));
  return errors;
}

/** Models: pkg/registry/core/configmap */
export const configMap: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.ConfigMap',
  subresources: {},
  defaults: (object) => omitEmpty(object, ['data', 'binaryData']),
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateContent(object)],
  validateUpdate,
  columns: [NAME_COLUMN, column('Data', 'Number of entries.'), AGE_COLUMN],
  cells: (object, { nowMs }) => {
    const { data, binaryData } = contentOf(object);
    const entries = Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length;
    return [object.metadata.name, String(entries), ageText(object.metadata.creationTimestamp, nowMs)];
  },
  fieldSelectors: {},
};
