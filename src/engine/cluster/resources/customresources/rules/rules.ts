// Over 150 lines: walking an object along its rules, judging one and saying what it found belong together.

import { checkCel } from '../../../cel/check.ts';
import { evaluateCel } from '../../../cel/evaluate.ts';
import { CelSyntaxError } from '../../../cel/lexer.ts';
import type { Expression } from '../../../cel/parser.ts';
import { type CelType, DYN } from '../../../cel/types.ts';
import { CelError, Optional, type Value } from '../../../cel/values.ts';
import type { Json, JsonObject } from '../../../json.ts';
import type { FieldError } from '../../definition.ts';
import { equalJson } from '../../equality.ts';
import { duplicate, forbidden, invalid, required } from '../../validation/field-error.ts';
import { additionalOf, type JsonSchema, propertiesOf } from '../json-schema.ts';
import { normalFieldPath } from './field-path.ts';
import type { Rule } from './rule.ts';
import { ruleType } from './types.ts';
import { ruleValue } from './values.ts';

/** Longer messages give way to the rule's own. Models: apis/cel.MaxEvaluatedMessageExpressionSizeBytes */
const LONGEST_MESSAGE = 5 * 1024;

interface Compiled {
  readonly source: Rule;
  readonly expression: Expression;
  readonly message: Expression | undefined;
  readonly usesOldSelf: boolean;
  readonly fieldPath: string | undefined;
}

/** The rules of a schema, with those of the schemas in it that have any. */
interface Node {
  readonly schema: JsonSchema;
  readonly isRoot: boolean;
  readonly rules: readonly Compiled[];
  readonly members: ReadonlyMap<string, Node>;
  readonly items: Node | undefined;
  readonly others: Node | undefined;
}

/** An old value and whether the parts of a new one have their counterparts in it; undefined where there is none. */
type Old = Json | undefined;

const isMap = (value: Old): value is JsonObject =>
  value !== null && value !== undefined && typeof value === 'object' && !Array.isArray(value);

function compiled(schema: JsonSchema, isRoot: boolean): readonly Compiled[] {
  const type = ruleType(schema, isRoot, 'selfType') ?? DYN;
  return ((schema['x-kubernetes-validations'] ?? []) as readonly Rule[]).flatMap((source) => {
    const oldSelf: CelType = source.optionalOldSelf === true ? { kind: 'optional', of: type } : type;
    const scope = new Map([
      ['self', type],
      ['oldSelf', oldSelf],
    ]);
    try {
      const { expression, names } = checkCel(source.rule ?? '', scope);
      const { messageExpression = '', fieldPath = '' } = source;
      return [
        {
          source,
          expression,
          message: messageExpression === '' ? undefined : checkCel(messageExpression, scope).expression,
          usesOldSelf: names.has('oldSelf'),
          fieldPath: fieldPath === '' ? undefined : normalFieldPath(fieldPath, schema),
        },
      ];
    } catch (error) {
      // What does not compile was refused when the definition was written.
      if (error instanceof CelSyntaxError) return [];
      throw error;
    }
  });
}

function nodeOf(schema: JsonSchema, isRoot: boolean): Node | undefined {
  const members = new Map<string, Node>();
  for (const [name, member] of propertiesOf(schema)) {
    const node = isRoot && name === 'metadata' ? undefined : nodeOf(member, false);
    if (node !== undefined) members.set(name, node);
  }
  const additional = additionalOf(schema);
  const items = schema.items === undefined ? undefined : nodeOf(schema.items, false);
  const others = additional === undefined ? undefined : nodeOf(additional, false);
  const rules = (schema['x-kubernetes-validations'] ?? []).length === 0 ? [] : compiled(schema, isRoot);
  const isEmpty = rules.length === 0 && members.size === 0 && items === undefined && others === undefined;
  return isEmpty ? undefined : { schema, isRoot, rules, members, items, others };
}

/** The old items of a map-like list by their keys; nothing for other lists. Models: schema/cel.makeMapList */
function counterparts(schema: JsonSchema, old: Old): (item: Json) => Old {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old)) return () => undefined;
  const keyOf = (item: Json): string =>
    JSON.stringify(keys.map((key) => (isMap(item) ? (item[key] ?? schema.items?.properties?.[key]?.default) : null)));
  const byKey = new Map((old as readonly Json[]).map((item) => [keyOf(item), item]));
  return (item) => byKey.get(keyOf(item));
}

function errorFor(rule: Compiled, field: string, value: Json, schema: JsonSchema, detail: string): FieldError {
  const isWhole = schema.type === 'object' || schema.type === 'array';
  const plain: FieldError = isWhole
    ? { type: 'FieldValueInvalid', field, detail: `Invalid value: ${detail}` }
    : invalid(field, value, detail);
  switch (rule.source.reason) {
    case 'FieldValueForbidden':
      return forbidden(field, detail);
    case 'FieldValueRequired':
      return required(field, detail);
    case 'FieldValueDuplicate':
      return isWhole ? { type: 'FieldValueDuplicate', field, detail: 'Duplicate value' } : duplicate(field, value);
    default:
      return plain;
  }
}

class Walk {
  readonly errors: FieldError[] = [];

  constructor(private readonly warn: (text: string) => void) {}

  /** `same` is true within what an update left as it was: there, rules only warn. */
  visit(node: Node, value: Json, old: Old, path: string, same: boolean): void {
    if (value === null) return;
    const unchanged = same || (old !== undefined && (old === value || equalJson(old, value)));
    this.judge(node, value, old, path, unchanged);
    if (Array.isArray(value)) {
      const { items } = node;
      if (items === undefined) return;
      const olds = counterparts(node.schema, old);
      for (const [at, item] of (value as readonly Json[]).entries())
        this.visit(items, item, olds(item), `${path}[${at}]`, unchanged);
    } else if (isMap(value)) {
      for (const name of Object.keys(value)) {
        const named = node.members.get(name);
        const member = named ?? (node.schema.properties === undefined ? node.others : undefined);
        if (member === undefined) continue;
        const before = isMap(old) && Object.hasOwn(old, name) ? old[name] : undefined;
        const below = named === undefined ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
        this.visit(member, value[name] ?? null, before, below, unchanged);
      }
    }
  }

  private judge({ rules, schema, isRoot }: Node, value: Json, old: Old, path: string, unchanged: boolean): void {
    if (rules.length === 0) return;
    const self = ruleValue(value, schema, isRoot);
    const before = old === undefined || old === null ? undefined : ruleValue(old, schema, isRoot);
    const where = path === '' ? '<nil>' : path;
    for (const rule of rules) {
      const { source } = rule;
      const optional = source.optionalOldSelf === true;
      if (rule.usesOldSelf && before === undefined && !optional) continue;
      const bindings = new Map<string, Value>([['self', self]]);
      if (optional) bindings.set('oldSelf', new Optional(before));
      else if (before !== undefined) bindings.set('oldSelf', before);
      const said = (source.message ?? '').trim() || (source.rule ?? '').trim();
      try {
        if (evaluateCel(rule.expression, bindings) === true) continue;
      } catch (error) {
        if (!(error instanceof CelError)) throw error;
        this.errors.push(invalid(where, schema.type ?? '', failureText(error.message, said)));
        continue;
      }
      const detail = messageOf(rule, bindings) ?? (source.message ? said : `failed rule: ${said}`);
      const at = rule.fieldPath === undefined ? where : path === '' ? rule.fieldPath : `${path}.${rule.fieldPath}`;
      const fault = errorFor(rule, at, value, schema, detail);
      if (unchanged && !rule.usesOldSelf) this.warn(`${fault.field}: ${fault.detail}`);
      else this.errors.push(fault);
    }
  }
}

/** What is said of a rule that came to no verdict. */
function failureText(why: string, rule: string): string {
  if (why.startsWith('no such overload'))
    return `'${why}': call arguments did not match a supported operator, function or macro signature for rule: ${rule}`;
  if (why.startsWith('operation cancelled'))
    return `'${why}': no further validation rules will be run due to call cost exceeds limit for rule: ${rule}`;
  return `${why} evaluating rule: ${rule}`;
}

/** What a rule's own expression says; undefined where it says nothing that can be shown. Models: schema/cel.evalMessageExpression */
function messageOf({ message }: Compiled, bindings: ReadonlyMap<string, Value>): string | undefined {
  if (message === undefined) return undefined;
  try {
    const text = evaluateCel(message, bindings);
    const trimmed = typeof text === 'string' ? text.trim() : '';
    return trimmed === '' || trimmed.includes('\n') || trimmed.length > LONGEST_MESSAGE ? undefined : trimmed;
  } catch (error) {
    if (error instanceof CelError) return undefined;
    throw error;
  }
}

/** Checks an object by rules; `old` is what an update changes. */
export type CheckRules = (
  value: JsonObject,
  old: JsonObject | undefined,
  warn: (text: string) => void,
) => readonly FieldError[];

/** The check of a schema's `x-kubernetes-validations`; undefined where it has none. Models: apiextensions/pkg/apiserver/schema/cel.NewValidator */
export function rulesOf(schema: JsonSchema): CheckRules | undefined {
  const root = nodeOf(schema, true);
  if (root === undefined) return undefined;
  return (value, old, warn) => {
    const walk = new Walk(warn);
    walk.visit(root, value, old, '', false);
    return walk.errors;
  };
}

const BLOCKING: ReadonlySet<FieldError['type']> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

/** Errors of the schema, and then of the rules where the object is sound enough to ask them. Models: customresource.hasBlockingErr */
export function withRules(errors: FieldError[], check: () => readonly FieldError[]): FieldError[] {
  if (!errors.some(({ type }) => BLOCKING.has(type))) return [...errors, ...check()];
  const text =
    'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
  return [...errors, invalid('<nil>', null, text)];
}
