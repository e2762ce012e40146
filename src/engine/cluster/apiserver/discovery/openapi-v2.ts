import type { Json, JsonObject } from '../../json.ts';
import { isObject } from '../../json-readers.ts';
import { VERSION } from './version.ts';

const V3_REFERENCE = '#/components/schemas/';
const V2_REFERENCE = '#/definitions/';
/** Words that version 2 does not know. */
const ONLY_IN_V3 = new Set(['oneOf', 'anyOf', 'not', 'nullable']);

const PRESERVES = 'x-kubernetes-preserve-unknown-fields';
const KIND = 'x-kubernetes-group-version-kind';

/** A schema without what kubectl misunderstands in version 2. Models: controller/openapi/v2.ToStructuralOpenAPIV2, builder.buildKubeNative */
function understood(schema: JsonObject): JsonObject {
  const preserves = schema[PRESERVES] === true;
  const { nullable, items, properties, type, required, ...rest } = schema;
  const isNullable = nullable === true;
  if (preserves && schema[KIND] !== undefined) return { type: 'object', [KIND]: schema[KIND] };
  const nulls = isObject(properties)
    ? Object.entries(properties).filter(([, each]) => isObject(each) && each['nullable'] === true)
    : [];
  if (!preserves && !isNullable && nulls.length === 0 && (type !== 'array' || items !== undefined)) return schema;
  const isBare = preserves || isNullable;
  const isTyped =
    !isNullable && !(preserves && type === 'object') && (type !== 'array' || (items !== undefined && !isBare));
  const needed = (Array.isArray(required) ? (required as readonly Json[]) : []).filter(
    (name) => !nulls.some(([nullName]) => nullName === name),
  );
  return {
    ...(isTyped && type !== undefined ? { type } : {}),
    ...rest,
    ...(needed.length === 0 ? {} : { required: needed }),
    ...(isBare || items === undefined ? {} : { items }),
    ...(isBare || properties === undefined ? {} : { properties }),
  };
}

/** One schema of version 3 as version 2 writes it. Models: kube-openapi/pkg/schemaconv, apiextensions-apiserver/pkg/controller/openapi/v2.ToStructuralOpenAPIV2 */
function schemaV2(whole: JsonObject): JsonObject {
  const schema = understood(whole);
  const out: { [word: string]: Json } = {};
  for (const [word, value] of Object.entries(schema)) {
    if (ONLY_IN_V3.has(word)) continue;
    if (word === '$ref' && typeof value === 'string') out[word] = value.replace(V3_REFERENCE, V2_REFERENCE);
    else if (word === 'properties' && isObject(value))
      out[word] = Object.fromEntries(
        Object.entries(value).map(([name, field]) => [name, isObject(field) ? schemaV2(field) : field]),
      );
    else if (word === 'allOf' && Array.isArray(value)) {
      const [only] = value;
      if (value.length === 1 && isObject(only) && '$ref' in only) Object.assign(out, schemaV2(only));
    } else if (value !== undefined && (word === 'items' || word === 'additionalProperties') && isObject(value))
      out[word] = schemaV2(value);
    else if (value !== undefined) out[word] = value;
  }
  // A quantity, or a number or text: what a custom resource may be has a type of its own.
  if ('oneOf' in schema && schema['type'] === undefined) out['type'] = 'string';
  return out;
}

function operationV2(operation: JsonObject): JsonObject {
  const parameters = Array.isArray(operation['parameters']) ? (operation['parameters'] as readonly JsonObject[]) : [];
  return {
    consumes: ['*/*'],
    produces: ['application/json', 'application/yaml', 'application/json;stream=watch'],
    schemes: ['https'],
    responses: { 200: { description: 'OK' }, 401: { description: 'Unauthorized' } },
    ...operation,
    ...(parameters.length === 0
      ? {}
      : { parameters: parameters.map(({ schema, ...rest }) => ({ ...rest, ...(isObject(schema) ? schema : {}) })) }),
  };
}

/** All groups in one document of version 2, from their documents of version 3. Models: /openapi/v2 */
export function swaggerDocument(documents: readonly JsonObject[]): JsonObject {
  const definitions = new Map<string, JsonObject>();
  const paths = new Map<string, JsonObject>();
  for (const document of documents) {
    const { schemas = {} } = document['components'] as { readonly schemas?: JsonObject };
    for (const [name, schema] of Object.entries(schemas))
      if (!definitions.has(name)) definitions.set(name, schemaV2(schema as JsonObject));
    for (const [path, item] of Object.entries(document['paths'] as JsonObject))
      paths.set(
        path,
        Object.fromEntries(
          Object.entries(item as JsonObject).map(([method, operation]) => [
            method,
            operationV2(operation as JsonObject),
          ]),
        ),
      );
  }
  const sorted = (map: ReadonlyMap<string, JsonObject>): JsonObject =>
    Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: VERSION.gitVersion },
    paths: sorted(paths),
    definitions: sorted(definitions),
  };
}
