import { checkCel } from '../../../cel/check.ts';
import { CelSyntaxError } from '../../../cel/lexer.ts';
import { type CelType, joined } from '../../../cel/types.ts';
import type { FieldError } from '../../definition.ts';
import { invalid, notSupported, required } from '../../validation/field-error.ts';
import { additionalOf, type JsonSchema, propertiesOf } from '../json-schema.ts';
import { normalFieldPath } from './field-path.ts';
import { REASONS, type Rule } from './rule.ts';
import { ruleType } from './types.ts';

const hasLines = (text: string): boolean => /[\n\r]/.test(text);

/** What is wrong with how a rule is written down. */
function shapeErrors(schema: JsonSchema, each: Rule, field: string): FieldError[] {
  const { rule = '', message = '', messageExpression = '', reason, fieldPath = '' } = each;
  const errors: FieldError[] = [];
  if (rule.trim() === '') errors.push(required(`${field}.rule`, 'rule is not specified'));
  else if (message !== '' && message.trim() === '')
    errors.push(invalid(`${field}.message`, message, 'must be non-empty if specified'));
  else if (hasLines(message.trim())) errors.push(invalid(`${field}.message`, message, 'must not contain line breaks'));
  else if (hasLines(rule.trim()) && message.trim() === '')
    errors.push(required(`${field}.message`, 'message must be specified if rule contains line breaks'));
  if (messageExpression !== '' && messageExpression.trim() === '')
    errors.push(required(`${field}.messageExpression`, 'messageExpression must be non-empty if specified'));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${field}.reason`, reason, REASONS));
  if (fieldPath !== '' && fieldPath.trim() === '')
    errors.push(invalid(`${field}.fieldPath`, fieldPath, 'must be non-empty if specified'));
  if (hasLines(fieldPath)) errors.push(invalid(`${field}.fieldPath`, fieldPath, 'must not contain line breaks'));
  if (fieldPath !== '' && normalFieldPath(fieldPath, schema) === undefined)
    errors.push(invalid(`${field}.fieldPath`, fieldPath, 'must be a valid path'));
  return errors;
}

/** A rule as errors show it: Go's structure without what is empty. */
function shown({ rule = '', message = '', messageExpression = '', reason, fieldPath = '', optionalOldSelf }: Rule) {
  return {
    Rule: rule,
    Message: message,
    MessageExpression: messageExpression,
    Reason: reason ?? null,
    FieldPath: fieldPath,
    OptionalOldSelf: optionalOldSelf ?? null,
  };
}

/** What is wrong with a rule's expressions. Models: apiextensions/validation.ValidateCustomResourceDefinitionOpenAPISchema */
function expressionErrors(type: CelType, each: Rule, field: string, uncorrelated: string | undefined): FieldError[] {
  const { rule = '', messageExpression = '', optionalOldSelf } = each;
  const oldSelf: CelType = optionalOldSelf === true ? { kind: 'optional', of: type } : type;
  const scope = new Map<string, CelType>([
    ['self', type],
    ['oldSelf', oldSelf],
  ]);
  const errors: FieldError[] = [];
  const check = (text: string, wanted: 'bool' | 'string', place: string, failed: string, otherwise: string) => {
    try {
      const checked = checkCel(text, scope);
      if (joined({ kind: wanted }, checked.type) !== undefined) return checked;
      errors.push(invalid(place, shown(each), otherwise));
    } catch (error) {
      if (!(error instanceof CelSyntaxError)) throw error;
      errors.push(invalid(place, shown(each), `${failed}: ${error.message}`));
    }
    return undefined;
  };
  const checked = check(rule, 'bool', `${field}.rule`, 'compilation failed', 'cel expression must evaluate to a bool');
  if (checked === undefined) return errors;
  if (messageExpression !== '')
    check(
      messageExpression,
      'string',
      `${field}.messageExpression`,
      'messageExpression compilation failed',
      'messageExpression must evaluate to a string',
    );
  if (checked.names.has('oldSelf')) {
    if (uncorrelated !== undefined)
      errors.push(
        invalid(
          `${field}.rule`,
          rule,
          `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelated}`,
        ),
      );
  } else if (optionalOldSelf !== undefined)
    errors.push(invalid(`${field}.optionalOldSelf`, optionalOldSelf, 'may not be set if oldSelf is not used in rule'));
  return errors;
}

/** Where no old value belongs to a new one: within lists that are no maps. */
function withinUncorrelated(schema: JsonSchema, path: string, known: string | undefined): string | undefined {
  if (known !== undefined) return known;
  if (schema.type === 'array') return schema['x-kubernetes-list-type'] === 'map' ? undefined : path;
  return undefined;
}

/** What is wrong with the rules of a schema that is otherwise in order, and of the schemas in it. */
export function ruleErrors(schema: JsonSchema, path: string): FieldError[] {
  const shapes: FieldError[] = [];
  const expressions: FieldError[] = [];
  const visit = (each: JsonSchema, where: string, isRoot: boolean, uncorrelated: string | undefined): void => {
    const rules = (each['x-kubernetes-validations'] ?? []) as readonly Rule[];
    const type = rules.length === 0 ? undefined : ruleType(each, isRoot, 'selfType');
    for (const [at, rule] of rules.entries()) {
      const field = `${where}.x-kubernetes-validations[${at}]`;
      const wrong = shapeErrors(each, rule, field);
      shapes.push(...wrong);
      if (wrong.length === 0 && type !== undefined)
        expressions.push(...expressionErrors(type, rule, field, uncorrelated));
    }
    for (const [name, member] of propertiesOf(each)) {
      if (isRoot && name === 'metadata') continue;
      visit(member, `${where}.properties[${name}]`, false, uncorrelated);
    }
    const below = withinUncorrelated(each, where, uncorrelated);
    if (each.items !== undefined) visit(each.items, `${where}.items`, false, below);
    const additional = additionalOf(each);
    if (additional !== undefined) visit(additional, `${where}.additionalProperties`, false, uncorrelated);
  };
  visit(schema, path, true, undefined);
  return shapes.length > 0 ? shapes : expressions;
}
