import type { Json, JsonObject } from '../../json.ts';
import { isTypeSchema, resolveType, schemaOf } from '../../schema/schema.ts';
import type { TypeSchema, ValueType } from '../../schema/types.ts';
import type { FieldError } from '../definition.ts';
import { notSupported, required } from '../validation/field-error.ts';

/** Empty text is nothing where a field is required, as in Go. */
const isMissing = (value: Json | undefined): boolean => value === undefined || value === null || value === '';

function checkValue(type: ValueType, value: Json, path: string, errors: FieldError[]): void {
  const resolved = resolveType(type);
  if (isTypeSchema(resolved)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      checkObject(resolved, value as JsonObject, path, errors);
    return;
  }
  if (resolved.kind === 'array' && Array.isArray(value))
    for (const [at, item] of (value as readonly Json[]).entries())
      checkValue(resolved.items, item, `${path}[${at}]`, errors);
  else if (resolved.kind === 'map' && typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value as JsonObject))
      if (item !== undefined) checkValue(resolved.values, item, `${path}[${key}]`, errors);
  if (resolved.kind === 'string' && resolved.enum !== undefined && typeof value === 'string')
    if (!resolved.enum.includes(value)) errors.push(notSupported(path, value, [...resolved.enum].sort()));
}

function checkObject(schema: TypeSchema, value: JsonObject, path: string, errors: FieldError[]): void {
  for (const field of schema.fields.values()) {
    const where = path === '' ? field.name : `${path}.${field.name}`;
    const member = value[field.name];
    const hasDefault = field.default !== undefined && field.default !== '' && typeof field.default !== 'object';
    if (isMissing(member)) {
      if (field.required && !hasDefault) errors.push(required(where));
    } else if (member !== undefined) checkValue(field.type, member, where, errors);
  }
}

/** What a kind's schema alone finds wrong below some members of an object: required fields that are missing, values that an enumeration does not have. */
export function checkBySchema(schemaName: string, object: JsonObject, members: readonly string[]): FieldError[] {
  const schema = schemaOf(schemaName);
  const errors: FieldError[] = [];
  for (const name of members) {
    const field = schema?.fields.get(name);
    const member = object[name];
    if (field === undefined) continue;
    if (isMissing(member)) {
      if (field.required) errors.push(required(name));
    } else if (member !== undefined) checkValue(field.type, member, name, errors);
  }
  return errors;
}
