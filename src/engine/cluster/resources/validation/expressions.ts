import { CelSyntaxError } from '../../cel/lexer.ts';
import { parseCel } from '../../cel/parser.ts';
import type { FieldError } from '../definition.ts';
import { invalid } from './field-error.ts';

/** What is wrong with an expression in CEL; nothing where there is none. Models: apis/admissionregistration/validation.validateCELCondition */
export function expressionError(field: string, expression: unknown): readonly FieldError[] {
  if (typeof expression !== 'string' || expression.trim() === '') return [];
  try {
    parseCel(expression);
    return [];
  } catch (error) {
    if (!(error instanceof CelSyntaxError)) throw error;
    return [invalid(field, expression, `compilation failed: ${error.message}`)];
  }
}
