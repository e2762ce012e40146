import type { Json, JsonObject } from '../../json.ts';
import { VERSION } from './version.ts';

const V3_REFERENCE = '#/components/schemas/';
const V2_REFERENCE = '#/definitions/';
/** Words that version 2 does not know. */
const ONLY_IN_V3 = new Set(['oneOf', 'anyOf', 'not', 'nullable']);

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One schema of version 3 as version 2 writes it. Models: kube-openapi/pkg/schemaconv, apiextensions-apiserver/pkg/controller/openapi/v2.ToStructuralOpenAPIV2 */
function schemaV2(schema: JsonObject): JsonObject {
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
  if ('oneOf' in schema) out['type'] = 'string';
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
