import type { FieldError } from '../definition.ts';

/** A value as Kubernetes prints it inside an error: text quoted, numbers bare, objects as JSON, nothing as `null`. Models: field.Error.ErrorBody */
export function valueText(value: unknown): string {
  if (value === undefined) return 'null';
  return JSON.stringify(value);
}

/** Models: field.Required */
export function required(field: string, detail = ''): FieldError {
  return {
    type: 'FieldValueRequired',
    field,
    detail: detail === '' ? 'Required value' : `Required value: ${detail}`,
  };
}

/** Models: field.Invalid */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  const head = `Invalid value: ${valueText(value)}`;
  return { type: 'FieldValueInvalid', field, detail: detail === '' ? head : `${head}: ${detail}` };
}

/** `supported` is printed in the order given (Kubernetes sorts most of them). Models: field.NotSupported */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((each) => JSON.stringify(each)).join(', ');
  const tail = supported.length > 0 ? `: supported values: ${list}` : '';
  return { type: 'FieldValueNotSupported', field, detail: `Unsupported value: ${valueText(value)}${tail}` };
}

/** Models: field.Duplicate */
export function duplicate(field: string, value: unknown): FieldError {
  return { type: 'FieldValueDuplicate', field, detail: `Duplicate value: ${valueText(value)}` };
}

/** Models: field.Forbidden */
export function forbidden(field: string, detail: string): FieldError {
  return { type: 'FieldValueForbidden', field, detail: `Forbidden: ${detail}` };
}

/** Models: field.NotFound */
export function notFound(field: string, value: unknown): FieldError {
  return { type: 'FieldValueNotFound', field, detail: `Not found: ${valueText(value)}` };
}

/** Models: field.TooLong */
export function tooLong(field: string, maxBytes: number): FieldError {
  return { type: 'FieldValueTooLong', field, detail: `Too long: may not be more than ${maxBytes} bytes` };
}

/** Models: field.TooMany */
export function tooMany(field: string, actual: number, most: number): FieldError {
  const noun = most === 1 ? 'item' : 'items';
  return { type: 'FieldValueTooMany', field, detail: `Too many: ${actual}: must have at most ${most} ${noun}` };
}

/** The message for a field that must not change. Models: apimachinery/pkg/api/validation.FieldImmutableErrorMsg */
export const FIELD_IMMUTABLE = 'field is immutable';
