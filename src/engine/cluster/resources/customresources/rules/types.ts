import { BOOL, type CelType, DYN, INT, type ObjectType, STRING } from '../../../cel/types.ts';
import { additionalOf, type JsonSchema, propertiesOf } from '../json-schema.ts';
import { escapedName } from './names.ts';

/** Texts of a format that expressions read as something else. Models: apiserver/pkg/cel/common.SchemaDeclType */
const FORMATS: { readonly [format: string]: CelType | undefined } = {
  byte: { kind: 'bytes' },
  duration: { kind: 'duration' },
  date: { kind: 'timestamp' },
  'date-time': { kind: 'timestamp' },
};

const METADATA: JsonSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, generateName: { type: 'string' } },
};

/** The schema of a whole object: with what expressions may see of every object. Models: cel/model.WithTypeAndObjectMeta */
export function resourceSchema(schema: JsonSchema): JsonSchema {
  return {
    ...schema,
    properties: {
      ...schema.properties,
      kind: { type: 'string' },
      apiVersion: { type: 'string' },
      metadata: METADATA,
    },
  };
}

/** The schema as expressions see it: whole objects within have their metadata. */
export function seenSchema(schema: JsonSchema, isRoot: boolean): JsonSchema {
  return isRoot || schema['x-kubernetes-embedded-resource'] === true ? resourceSchema(schema) : schema;
}

/** The schemas of an object's members by the names that expressions have for them; undefined where its members are not named. */
export function namedMembers(schema: JsonSchema): ReadonlyMap<string, readonly [name: string, schema: JsonSchema]> {
  const members = new Map<string, readonly [string, JsonSchema]>();
  for (const [name, member] of propertiesOf(schema)) {
    const escaped = escapedName(name);
    if (escaped !== undefined && ruleType(member, false, '') !== undefined) members.set(escaped, [name, member]);
  }
  return members;
}

/** What a schema's values are in an expression; undefined where expressions cannot see them. Models: cel/model.SchemaDeclType */
export function ruleType(given: JsonSchema, isRoot: boolean, name: string): CelType | undefined {
  const schema = seenSchema(given, isRoot);
  if (schema['x-kubernetes-int-or-string'] === true) return DYN;
  switch (schema.type) {
    case 'array': {
      const item = schema.items === undefined ? undefined : ruleType(schema.items, false, `${name}.@idx`);
      return item === undefined ? undefined : { kind: 'list', item };
    }
    case 'object': {
      const additional = additionalOf(schema);
      if (additional !== undefined) {
        const value = ruleType(additional, false, `${name}.@elem`);
        return value === undefined ? undefined : { kind: 'map', key: STRING, value };
      }
      let members: ReadonlyMap<string, readonly [string, JsonSchema]> | undefined;
      const type: ObjectType = {
        kind: 'object',
        name: name === '' ? 'object' : name,
        field: (wanted) => {
          members ??= namedMembers(schema);
          const found = members.get(wanted);
          return found === undefined ? undefined : ruleType(found[1], false, `${name}.${wanted}`);
        },
      };
      return type;
    }
    case 'string':
      return FORMATS[schema.format ?? ''] ?? STRING;
    case 'boolean':
      return BOOL;
    case 'integer':
      return INT;
    case 'number':
      return { kind: 'double' };
    default:
      return undefined;
  }
}
