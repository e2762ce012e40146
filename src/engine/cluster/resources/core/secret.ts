import { base64Bytes, encodeBase64 } from '../../base64.ts';
import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { omitEmpty } from '../sharing.ts';
import { FIELD_IMMUTABLE, forbidden, invalid, required, tooLong } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { configMapKey } from '../validation/values.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const MAX_BYTES = 1024 * 1024;

interface Content {
  readonly type?: string;
  readonly data?: { readonly [key: string]: string };
  readonly stringData?: { readonly [key: string]: string };
  readonly immutable?: boolean;
}

const contentOf = (object: KubeObject): Content => object as Content;

/** Text given as `stringData` becomes `data`, over what is there. Models: apis/core/v1.Convert_v1_Secret_To_core_Secret, SetDefaults_Secret */
function defaults(object: KubeObject): KubeObject {
  const { type, data, stringData } = contentOf(object);
  if (type && stringData === undefined) return omitEmpty(object, ['data']);
  const { stringData: _, ...rest } = object as KubeObject & Content;
  const folded = { ...data };
  for (const key in stringData) folded[key] = encodeBase64(stringData[key] ?? '');
  const filled = { ...rest, ...(stringData && { data: folded }), type: type || 'Opaque' } as KubeObject;
  return omitEmpty(filled, ['data']);
}

/** The keys that a type demands, each alone or one of several. Models: apis/core/validation.ValidateSecret */
function missingKeys(content: Content): readonly string[] {
  const has = (key: string): boolean => content.data?.[key] !== undefined;
  switch (content.type) {
    case 'kubernetes.io/dockercfg':
      return has('.dockercfg') ? [] : ['.dockercfg'];
    case 'kubernetes.io/dockerconfigjson':
      return has('.dockerconfigjson') ? [] : ['.dockerconfigjson'];
    case 'kubernetes.io/basic-auth':
      return has('username') || has('password') ? [] : ['username', 'password'];
    case 'kubernetes.io/ssh-auth':
      return content.data?.['ssh-privatekey'] ? [] : ['ssh-privatekey'];
    case 'kubernetes.io/tls':
      return ['tls.crt', 'tls.key'].filter((key) => !has(key));
    default:
      return [];
  }
}

/** Docker's configuration must be JSON; its content is never shown. */
function validateDocker(content: Content): FieldError[] {
  const key =
    content.type === 'kubernetes.io/dockercfg'
      ? '.dockercfg'
      : content.type === 'kubernetes.io/dockerconfigjson'
        ? '.dockerconfigjson'
        : undefined;
  const encoded = key === undefined ? undefined : content.data?.[key];
  if (encoded === undefined) return [];
  try {
    JSON.parse(atob(encoded));
    return [];
  } catch (error) {
    const why = error instanceof SyntaxError ? 'invalid character in JSON' : 'illegal base64 data';
    return [invalid(`data[${key}]`, '<secret contents redacted>', why)];
  }
}

function validateContent(object: KubeObject): FieldError[] {
  const content = contentOf(object);
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const key in content.data) {
    for (const message of configMapKey(key)) errors.push(invalid(`data[${key}]`, key, message));
    bytes += base64Bytes(content.data[key] ?? '');
  }
  if (bytes > MAX_BYTES) errors.push(tooLong('data', MAX_BYTES));
  if (content.type === 'kubernetes.io/service-account-token') {
    const name = 'kubernetes.io/service-account.name';
    if (!object.metadata.annotations?.[name]) errors.push(required(`metadata.annotations[${name}]`));
  }
  for (const key of missingKeys(content)) errors.push(required(`data[${key}]`));
  return errors.concat(validateDocker(content));
}

/** Models: apis/core/validation.ValidateSecretUpdate */
function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old)];
  const now = contentOf(object);
  const before = contentOf(old);
  if (now.type !== before.type) errors.push(invalid('type', now.type, FIELD_IMMUTABLE));
  if (before.immutable === true) {
    if (now.immutable !== true) errors.push(forbidden('immutable', 'field is immutable when `immutable` is set'));
    if (!equalJson(now.data, before.data)) errors.push(forbidden('data', 'field is immutable when `immutable` is set'));
  }
  return errors.concat(validateContent(object));
}

/** Models: pkg/registry/core/secret */
export const secret: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  shortNames: [],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.Secret',
  subresources: {},
  defaults,
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateContent(object)],
  validateUpdate,
  columns: [NAME_COLUMN, column('Type', 'Type of the content.'), column('Data', 'Number of entries.'), AGE_COLUMN],
  cells: (object, { nowMs }) => {
    const { type, data } = contentOf(object);
    const entries = String(Object.keys(data ?? {}).length);
    return [object.metadata.name, type ?? '', entries, ageText(object.metadata.creationTimestamp, nowMs)];
  },
  fieldSelectors: { type: (object) => contentOf(object).type ?? '' },
};
