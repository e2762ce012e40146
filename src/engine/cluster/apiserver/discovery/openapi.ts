import type { Json, JsonObject } from '../../json.ts';
import { isObject } from '../../json-readers.ts';
import { COMMON_TEXT } from '../../schema/custom.ts';
import { schemaOf } from '../../schema/schema.ts';
import type { FieldSchema, TypeSchema, ValueType } from '../../schema/types.ts';
import { type Resource, verbsOf } from '../definitions.ts';
import type { ServedVersion } from './groups.ts';
import { VERSION } from './version.ts';

const REFERENCE = '#/components/schemas/';

function valueSchema(type: ValueType): JsonObject {
  switch (type.kind) {
    case 'ref':
      return { $ref: `${REFERENCE}${type.name}` };
    case 'array':
      return { type: 'array', items: valueSchema(type.items) };
    case 'map':
      return { type: 'object', additionalProperties: valueSchema(type.values) };
    case 'string':
      return {
        type: 'string',
        ...(type.format === undefined ? {} : { format: type.format }),
        ...(type.enum === undefined ? {} : { enum: type.enum }),
      };
    case 'integer':
      return { type: 'integer', format: type.format };
    case 'number':
      return { type: 'number', format: 'double' };
    case 'boolean':
      return { type: 'boolean' };
    case 'int-or-string':
      return { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] };
    case 'quantity':
      return { oneOf: [{ type: 'string' }, { type: 'number' }] };
    case 'object':
      return { type: 'object' };
    case 'any':
      return {};
  }
}

function fieldSchema(field: FieldSchema): JsonObject {
  const own = valueSchema(field.type);
  const shape = field.default !== undefined && '$ref' in own ? { allOf: [own] } : own;
  return {
    ...shape,
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.listType === undefined ? {} : { 'x-kubernetes-list-type': field.listType }),
    ...(field.listMapKeys.length === 0 ? {} : { 'x-kubernetes-list-map-keys': field.listMapKeys }),
    ...(field.mapType === undefined ? {} : { 'x-kubernetes-map-type': field.mapType }),
    ...(field.patchStrategy.length === 0 ? {} : { 'x-kubernetes-patch-strategy': field.patchStrategy.join(',') }),
    ...(field.patchMergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
  };
}

/** A type in OpenAPI's form. */
export function openApiSchema(schema: TypeSchema): JsonObject {
  if (schema.scalar !== undefined) return valueSchema(schema.scalar);
  const fields = [...schema.fields.values()];
  const required = fields.filter((field) => field.required).map((field) => field.name);
  const { union } = schema;
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    ...(schema.mapType === undefined ? {} : { 'x-kubernetes-map-type': schema.mapType }),
    ...(schema.gvk === undefined ? {} : { 'x-kubernetes-group-version-kind': [{ ...schema.gvk }] }),
    ...(union === undefined
      ? {}
      : {
          'x-kubernetes-unions': [
            {
              ...(union.discriminator === '' ? {} : { discriminator: union.discriminator }),
              'fields-to-discriminateBy': union.fields,
            },
          ],
        }),
  };
}

/** Adds a type and all that it refers to. */
function collect(name: string, into: Map<string, JsonObject>): void {
  const schema = schemaOf(name);
  if (into.has(name)) return;
  if (schema === undefined) {
    // Stored as it comes: nothing is known of its fields. Clients want every reference to lead somewhere.
    into.set(name, { type: 'object', 'x-kubernetes-preserve-unknown-fields': true });
    return;
  }
  into.set(name, openApiSchema(schema));
  for (const field of schema.fields.values()) {
    let { type } = field;
    while (type.kind === 'array' || type.kind === 'map') type = type.kind === 'array' ? type.items : type.values;
    if (type.kind === 'ref') collect(type.name, into);
  }
}

const WRITE_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}));

/** The name of a resource's own schema. */
function componentName({ definition: { schema, custom } }: Resource): string {
  return custom === undefined ? schema : custom.openApi.name;
}

/** What every whole object has. */
const WHOLE: JsonObject = {
  apiVersion: { type: 'string', description: COMMON_TEXT.apiVersion },
  kind: { type: 'string', description: COMMON_TEXT.kind },
  metadata: {
    allOf: [{ $ref: `${REFERENCE}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta` }],
    description: COMMON_TEXT.metadata,
  },
};

/** The same of a whole object within another. */
const EMBEDDED: JsonObject = {
  ...WHOLE,
  apiVersion: {
    type: 'string',
    description:
      'apiVersion defines the versioned schema of this representation of an object. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
  },
  kind: {
    type: 'string',
    description:
      'kind is a string value representing the type of this object. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
  },
};

/** A schema in which whole objects within have what every object has. Models: controller/openapi/builder.addEmbeddedProperties */
function withEmbedded(schema: JsonObject): JsonObject {
  const { properties, items, additionalProperties } = schema;
  const isWhole = schema['x-kubernetes-embedded-resource'] === true;
  const required = (schema['required'] ?? []) as readonly string[];
  const members = isObject(properties)
    ? Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [name, isObject(each) ? withEmbedded(each) : each]),
      )
    : undefined;
  return {
    ...schema,
    ...(members === undefined && !isWhole ? {} : { properties: { ...members, ...(isWhole ? EMBEDDED : {}) } }),
    ...(isWhole ? { required: [...new Set([...required, 'kind', 'apiVersion'])] } : {}),
    ...(isObject(items) ? { items: withEmbedded(items) } : {}),
    ...(isObject(additionalProperties) ? { additionalProperties: withEmbedded(additionalProperties) } : {}),
  };
}

/** The schema of a custom resource: as its definition has it, with what every object has. */
function customSchema({ definition: { group, version, kind, custom } }: Resource): JsonObject {
  const whole = withEmbedded(custom?.openApi.schema ?? {});
  return {
    ...whole,
    properties: { ...((whole['properties'] ?? {}) as JsonObject), ...WHOLE },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

function listSchema(resource: Resource): JsonObject {
  const { group, version, kind } = resource.definition;
  const schema = componentName(resource);
  return {
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { type: 'string' },
      items: { type: 'array', items: { $ref: `${REFERENCE}${schema}` } },
      kind: { type: 'string' },
      metadata: { $ref: `${REFERENCE}io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta` },
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind: `${kind}List` }],
  };
}

const METHODS: { readonly [verb: string]: readonly [path: 'collection' | 'item', method: string, action: string] } = {
  list: ['collection', 'get', 'list'],
  create: ['collection', 'post', 'post'],
  deletecollection: ['collection', 'delete', 'deletecollection'],
  get: ['item', 'get', 'get'],
  update: ['item', 'put', 'put'],
  patch: ['item', 'patch', 'patch'],
  delete: ['item', 'delete', 'delete'],
};

function pathsOf(root: string, resource: Resource): readonly (readonly [string, JsonObject])[] {
  const { group, version, kind, plural, namespaced } = resource.definition;
  const scope = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const operations: { collection: { [method: string]: Json }; item: { [method: string]: Json } } = {
    collection: {},
    item: {},
  };
  for (const verb of verbsOf(resource.definition)) {
    const known = METHODS[verb];
    if (known === undefined) continue;
    const [path, method, action] = known;
    const isWrite = method === 'post' || method === 'put' || method === 'patch';
    operations[path][method] = {
      ...(isWrite ? { parameters: WRITE_PARAMETERS } : {}),
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': { group, version, kind },
    };
  }
  const all: (readonly [string, JsonObject])[] = [
    [scope, operations.collection],
    [`${scope}/{name}`, operations.item],
  ];
  const everywhere = operations.collection['get'];
  if (namespaced && everywhere !== undefined) all.push([`${root}/${plural}`, { get: everywhere }]);
  return all;
}

/** The document of one group and version, restricted to the kinds that are served. Models: /openapi/v3/apis/<group>/<version> */
export function openApiDocument(group: string, served: ServedVersion): JsonObject {
  const root = group === '' ? `/api/${served.version}` : `/apis/${group}/${served.version}`;
  const schemas = new Map<string, JsonObject>();
  for (const resource of served.resources) {
    const name = componentName(resource);
    const { kind, custom, group: of, version } = resource.definition;
    if (custom === undefined) {
      collect(name, schemas);
      const known = schemas.get(name);
      if (known !== undefined && known['x-kubernetes-group-version-kind'] === undefined)
        schemas.set(name, { ...known, 'x-kubernetes-group-version-kind': [{ group: of, version, kind }] });
    } else {
      collect('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', schemas);
      schemas.set(name, customSchema(resource));
    }
    schemas.set(`${name}List`, listSchema(resource));
  }
  collect('io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta', schemas);
  collect('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions', schemas);
  collect('io.k8s.apimachinery.pkg.apis.meta.v1.Status', schemas);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: VERSION.gitVersion },
    paths: Object.fromEntries(served.resources.flatMap((resource) => pathsOf(root, resource))),
    components: { schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) },
  };
}
