import { checkCel } from '../../cel/check.ts';
import { CelSyntaxError } from '../../cel/lexer.ts';
import { type CelType, DYN } from '../../cel/types.ts';
import type { FieldError } from '../definition.ts';
import { invalid } from './field-error.ts';

/** What every expression of admission may name. Their types are not held against it: kinds differ. Models: plugin/cel.buildEnvSet */
const ADMISSION = ['object', 'oldObject', 'request', 'namespaceObject', 'authorizer'];

/** The names that an expression of admission may use: those of all, and some of its own. Variables may be those that were named before. */
export function admissionScope(own: readonly string[], variables?: readonly string[]): ReadonlyMap<string, CelType> {
  const scope = new Map<string, CelType>([...ADMISSION, ...own].map((name) => [name, DYN]));
  if (variables === undefined) return scope;
  const known = new Set(variables);
  return scope.set('variables', {
    kind: 'object',
    name: 'kubernetes.variables',
    field: (name) => (known.has(name) ? DYN : undefined),
  });
}

/** What is wrong with an expression in CEL; nothing where there is none. Models: apis/admissionregistration/validation.validateCELCondition */
export function expressionError(
  field: string,
  expression: unknown,
  scope: ReadonlyMap<string, CelType>,
): readonly FieldError[] {
  if (typeof expression !== 'string' || expression.trim() === '') return [];
  try {
    checkCel(expression, scope);
    return [];
  } catch (error) {
    if (!(error instanceof CelSyntaxError)) throw error;
    return [invalid(field, expression, `compilation failed: ${error.message}`)];
  }
}
