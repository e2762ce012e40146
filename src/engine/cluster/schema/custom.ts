import type { Json } from '../json.ts';
import type { FieldSchema, GroupVersionKind, TypeSchema, ValueType } from './types.ts';

/** As much of a JSON schema as says what shape values have: an OpenAPI component, or the schema in a custom resource definition. */
export interface ShapeSchema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly required?: readonly string[];
  readonly items?: ShapeSchema;
  readonly properties?: { readonly [name: string]: ShapeSchema | undefined };
  readonly additionalProperties?: ShapeSchema | boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
}

/** The types that one custom schema makes, with what they say of themselves. */
export interface CustomTypes {
  readonly root: TypeSchema;
  readonly types: ReadonlyMap<string, TypeSchema>;
  readonly descriptions: {
    readonly [typeName: string]: {
      readonly description: string;
      readonly fields: { readonly [field: string]: string };
    };
  };
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
/** What OpenAPI says of the members that every object has. */
export const COMMON_TEXT = {
  apiVersion:
    'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
  kind: 'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
  metadata:
    "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
};

class Maker {
  readonly types = new Map<string, TypeSchema>();
  readonly descriptions: { [typeName: string]: { description: string; fields: { [field: string]: string } } } = {};

  object(name: string, schema: ShapeSchema, extra: readonly FieldSchema[], gvk?: GroupVersionKind): TypeSchema {
    const texts: { [field: string]: string } = {};
    // What is said of an object in it is said of the field that holds it.
    this.descriptions[name] = { description: gvk === undefined ? '' : (schema.description ?? ''), fields: texts };
    const fields = new Map(extra.map((field) => [field.name, field]));
    for (const [field, member] of Object.entries(schema.properties ?? {})) {
      if (member === undefined || fields.has(field)) continue;
      fields.set(field, this.field(`${name}/${field}`, field, member, schema.required?.includes(field) ?? false));
      texts[field] = member.description ?? '';
    }
    if (extra.length > 0) Object.assign(texts, COMMON_TEXT);
    const made: TypeSchema = {
      name,
      shortName: name.slice(name.lastIndexOf('.') + 1),
      fields: new Map([...fields].sort(([a], [b]) => (a < b ? -1 : 1))),
      scalar: undefined,
      mapType: schema['x-kubernetes-map-type'] === 'atomic' ? 'atomic' : undefined,
      gvk,
      union: undefined,
      ...(schema['x-kubernetes-preserve-unknown-fields'] === true ? { isOpen: true } : {}),
    };
    this.types.set(name, made);
    return made;
  }

  private field(path: string, name: string, schema: ShapeSchema, required: boolean): FieldSchema {
    const listType = schema['x-kubernetes-list-type'];
    return {
      name,
      type: this.value(path, schema),
      required,
      default: schema.default,
      listType: listType === 'set' || listType === 'map' || listType === 'atomic' ? listType : undefined,
      listMapKeys: schema['x-kubernetes-list-map-keys'] ?? [],
      mapType: schema['x-kubernetes-map-type'] === 'atomic' ? 'atomic' : undefined,
      patchStrategy: [],
      patchMergeKey: undefined,
    };
  }

  private value(path: string, schema: ShapeSchema): ValueType {
    if (schema['x-kubernetes-int-or-string'] === true) return { kind: 'int-or-string' };
    switch (schema.type) {
      case 'string': {
        const texts = (schema.enum ?? []).filter((each): each is string => typeof each === 'string');
        return texts.length === 0 ? { kind: 'string' } : { kind: 'string', enum: texts };
      }
      case 'integer':
        return { kind: 'integer', format: schema.format === 'int32' ? 'int32' : 'int64' };
      case 'number':
      case 'boolean':
        return { kind: schema.type };
      case 'array':
        return { kind: 'array', items: schema.items === undefined ? { kind: 'any' } : this.value(path, schema.items) };
      case 'object': {
        const { additionalProperties } = schema;
        if (schema['x-kubernetes-embedded-resource'] === true)
          return { kind: 'ref', name: this.object(`${path}.Object`, schema, WHOLE).name };
        if (schema.properties !== undefined && Object.keys(schema.properties).length > 0)
          return { kind: 'ref', name: this.object(`${path}.Object`, schema, []).name };
        if (typeof additionalProperties === 'object' && additionalProperties !== null)
          return { kind: 'map', values: this.value(path, additionalProperties) };
        return schema['x-kubernetes-preserve-unknown-fields'] === true || additionalProperties === true
          ? { kind: 'map', values: { kind: 'any' } }
          : { kind: 'object' };
      }
      default:
        return { kind: 'any' };
    }
  }
}

const plain = (name: string, type: ValueType): FieldSchema => ({
  name,
  type,
  required: false,
  default: undefined,
  listType: undefined,
  listMapKeys: [],
  mapType: undefined,
  patchStrategy: [],
  patchMergeKey: undefined,
});

/** What every whole object has, also one within another. */
const WHOLE: readonly FieldSchema[] = [
  plain('apiVersion', { kind: 'string' }),
  plain('kind', { kind: 'string' }),
  plain('metadata', { kind: 'ref', name: META }),
];

/** The types of a custom resource, under names that begin with `name`: what its schema says, with the members that every object has. */
export function customTypes(name: string, schema: ShapeSchema, gvk: GroupVersionKind): CustomTypes {
  const maker = new Maker();
  const root = maker.object(name, schema, WHOLE, gvk);
  return { root, types: maker.types, descriptions: maker.descriptions };
}
