import { BOOL, type CelType, DYN, INT, type ObjectType, STRING } from '../cel/types.ts';
import { schemaOf } from './schema.ts';
import type { ValueType } from './types.ts';

/** What values of a named type are in an expression. Models: apiserver/pkg/cel/openapi with cel/common.SchemaDeclType */
export function celTypeOf(name: string): CelType {
  const schema = schemaOf(name);
  if (schema === undefined || schema.isOpen === true) return DYN;
  if (schema.scalar !== undefined) return valueCelType(schema.scalar);
  if (schema.fields.size === 0) return DYN;
  const type: ObjectType = {
    kind: 'object',
    name: schema.shortName,
    field: (wanted) => {
      const field = schema.fields.get(wanted);
      return field === undefined ? undefined : valueCelType(field.type);
    },
  };
  return type;
}

function valueCelType(type: ValueType): CelType {
  switch (type.kind) {
    case 'string':
      if (type.format === 'byte') return { kind: 'bytes' };
      return type.format === 'date-time' ? { kind: 'timestamp' } : STRING;
    case 'integer':
      return INT;
    case 'number':
      return { kind: 'double' };
    case 'boolean':
      return BOOL;
    case 'array':
      return { kind: 'list', item: valueCelType(type.items) };
    case 'map':
      return { kind: 'map', key: STRING, value: valueCelType(type.values) };
    case 'ref':
      return celTypeOf(type.name);
    default:
      return DYN;
  }
}
