import type { FieldError } from '../definition.ts';
import { invalid } from './field-error.ts';
import type { NameRule } from './names.ts';
import { percent, portName, portNumber } from './values.ts';

/** The message for a negative number. Models: apimachinery/pkg/api/validation.IsNegativeErrorMsg */
export const NEGATIVE = 'must be greater than or equal to 0';

/** Models: ValidateNonnegativeField */
export function validateNonnegative(value: number | undefined, field: string): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(field, value, NEGATIVE)] : [];
}

/** Models: ValidatePortNumOrName */
export function validatePort(port: number | string | undefined, field: string): FieldError[] {
  if (typeof port === 'string') return portName(port).map((message) => invalid(field, port, message));
  return portNumber(port ?? 0).map((message) => invalid(field, port ?? 0, message));
}

/** A number that is not negative, or a percentage. Models: apps/validation.ValidatePositiveIntOrPercent */
export function validateIntOrPercent(value: number | string | undefined, field: string): FieldError[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'number') return validateNonnegative(value, field);
  return percent(value).map((message) => invalid(field, value, message));
}

/** Applies a rule for text to one field. */
export function validateText(value: string, rule: NameRule, field: string): FieldError[] {
  return rule(value).map((message) => invalid(field, value, message));
}
