import type { FieldError } from '../definition.ts';
import type { LabelSelector } from '../label-selector.ts';
import { forbidden, invalid, required } from './field-error.ts';
import { validateLabels } from './metadata.ts';
import { labelValue, qualifiedNameRule } from './names.ts';

/** Checks a LabelSelector. Models: apis/meta/v1/validation.ValidateLabelSelector */
export function validateLabelSelector(selector: LabelSelector | undefined, field: string): FieldError[] {
  if (!selector) return [];
  const errors = [...validateLabels(selector.matchLabels, `${field}.matchLabels`)];
  for (const [at, { key = '', operator = '', values = [] }] of (selector.matchExpressions ?? []).entries()) {
    const where = `${field}.matchExpressions[${at}]`;
    switch (operator) {
      case 'In':
      case 'NotIn':
        if (values.length === 0)
          errors.push(required(`${where}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
        break;
      case 'Exists':
      case 'DoesNotExist':
        if (values.length > 0)
          errors.push(
            forbidden(`${where}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
          );
        break;
      default:
        errors.push(invalid(`${where}.operator`, operator, 'not a valid selector operator'));
    }
    for (const message of qualifiedNameRule(key)) errors.push(invalid(`${where}.key`, key, message));
    for (const [valueAt, value] of values.entries())
      for (const message of labelValue(value)) errors.push(invalid(`${where}.values[${valueAt}]`, value, message));
  }
  return errors;
}
