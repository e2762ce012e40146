import type { Json } from '../../json.ts';
import type { Rule } from './rules/rule.ts';

/** The schema of a custom resource's version, as its definition holds it. Models: apiextensions/v1.JSONSchemaProps */
export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly nullable?: boolean;
  readonly enum?: readonly Json[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly properties?: { readonly [name: string]: JsonSchema | undefined };
  readonly additionalProperties?: JsonSchema | boolean;
  readonly allOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  /** Parts of JSON schema that Kubernetes refuses. */
  readonly id?: string;
  readonly $ref?: string;
  readonly additionalItems?: unknown;
  readonly patternProperties?: object;
  readonly definitions?: object;
  readonly dependencies?: object;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-validations'?: readonly Rule[];
}

/** The members of `properties` in alphabetical order. */
export function propertiesOf(schema: JsonSchema): readonly (readonly [name: string, schema: JsonSchema])[] {
  return Object.entries(schema.properties ?? {})
    .flatMap(([name, each]): (readonly [string, JsonSchema])[] => (each === undefined ? [] : [[name, each]]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The schema of a member that `properties` does not name; undefined where there is none. */
export function additionalOf(schema: JsonSchema): JsonSchema | undefined {
  const { additionalProperties } = schema;
  return typeof additionalProperties === 'object' && additionalProperties !== null ? additionalProperties : undefined;
}

/** True where members that no schema names are kept. */
export function keepsUnknown(schema: JsonSchema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
}

/** Calls `visit` with a schema and all schemas in it, with the place of each below the root. */
export function walkSchema(schema: JsonSchema, path: string, visit: (schema: JsonSchema, path: string) => void): void {
  visit(schema, path);
  for (const [name, each] of propertiesOf(schema)) walkSchema(each, `${path}.properties[${name}]`, visit);
  if (schema.items !== undefined) walkSchema(schema.items, `${path}.items`, visit);
  const additional = additionalOf(schema);
  if (additional !== undefined) walkSchema(additional, `${path}.additionalProperties`, visit);
}
