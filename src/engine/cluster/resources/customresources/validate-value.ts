import type { Json, JsonObject } from '../../json.ts';
import { BoundedRegExp } from '../../regexp/bounded.ts';
import type { FieldError } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { duplicate, invalid, notSupported, required, tooLong, tooMany, valueText } from '../validation/field-error.ts';
import { hasFormat } from './formats.ts';
import { type JsonSchema, propertiesOf } from './json-schema.ts';
import { memberSchema } from './prune.ts';

const isMap = (value: Json): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The name that OpenAPI has for a value's type. */
function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'object' : typeof value;
}

function isOfType(schema: JsonSchema, value: Json): boolean {
  const found = typeOf(value);
  if (value === null && schema.nullable === true) return true;
  if (schema['x-kubernetes-int-or-string'] === true) return found === 'integer' || found === 'string';
  const { type = '' } = schema;
  return type === '' || found === type || (type === 'number' && found === 'integer');
}

/** A text and how often it was matched before: patterns are compiled once. */
const patterns = new Map<string, RegExp | undefined>();

function matches(pattern: string, text: string): boolean {
  if (!patterns.has(pattern)) {
    let compiled: RegExp | undefined;
    try {
      compiled = new BoundedRegExp(pattern, 'u');
    } catch {
      // Go's expressions are nearly those of JavaScript; one that only Go knows is not checked here.
    }
    patterns.set(pattern, compiled);
  }
  return patterns.get(pattern)?.test(text) ?? true;
}

class Validator {
  validate(schema: JsonSchema, value: Json, path: string): FieldError[] {
    const where = path === '' ? '<nil>' : path;
    const body = (rule: string, shown: unknown = value): FieldError => invalid(where, shown, `${path} in body ${rule}`);
    if (!isOfType(schema, value)) {
      const wanted = schema['x-kubernetes-int-or-string'] === true ? 'integer,string' : (schema.type ?? '');
      return [body(`must be of type ${wanted}: ${valueText(typeOf(value))}`, typeOf(value))];
    }
    if (value === null) return [];
    return [
      ...this.combined(schema, value, path),
      ...(typeof value === 'string' ? this.text(schema, value, where, body) : []),
      ...(typeof value === 'number' ? this.number(schema, value, body) : []),
      ...(Array.isArray(value) ? this.list(schema, value as readonly Json[], path, body) : []),
      ...this.choice(schema, value, where),
      ...(isMap(value) ? this.members(schema, value, path, body) : []),
    ];
  }

  private choice(schema: JsonSchema, value: Json, where: string): FieldError[] {
    if (schema.enum === undefined || schema.enum.some((each) => equalJson(each, value))) return [];
    return [
      notSupported(
        where,
        value,
        schema.enum.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))),
      ),
    ];
  }

  private text(schema: JsonSchema, value: string, where: string, body: (rule: string) => FieldError): FieldError[] {
    const errors: FieldError[] = [];
    const length = [...value].length;
    if (schema.maxLength !== undefined && length > schema.maxLength) errors.push(tooLong(where, schema.maxLength));
    if (schema.minLength !== undefined && length < schema.minLength)
      errors.push(body(`should be at least ${schema.minLength} chars long`));
    if (schema.pattern !== undefined && !matches(schema.pattern, value))
      errors.push(body(`should match '${schema.pattern}'`));
    if (schema.format !== undefined && !hasFormat(value, schema.format))
      errors.push(body(`must be of type ${schema.format}: ${JSON.stringify(value)}`));
    return errors;
  }

  private number(schema: JsonSchema, value: number, body: (rule: string) => FieldError): FieldError[] {
    const { minimum, maximum, multipleOf, exclusiveMinimum, exclusiveMaximum } = schema;
    const errors: FieldError[] = [];
    if (multipleOf !== undefined && multipleOf > 0 && !Number.isInteger(value / multipleOf))
      errors.push(body(`should be a multiple of ${multipleOf}`));
    if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum))
      errors.push(body(`should be less than ${exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`));
    if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum))
      errors.push(body(`should be greater than ${exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`));
    return errors;
  }

  private list(
    schema: JsonSchema,
    value: readonly Json[],
    path: string,
    body: (rule: string, shown?: unknown) => FieldError,
  ): FieldError[] {
    const errors: FieldError[] = [];
    const { items, minItems, maxItems } = schema;
    if (items !== undefined)
      for (const [at, item] of value.entries()) errors.push(...this.validate(items, item, `${path}[${at}]`));
    if (minItems !== undefined && value.length < minItems)
      errors.push(body(`should have at least ${minItems} items`, value.length));
    if (maxItems !== undefined && value.length > maxItems) errors.push(tooMany(path, value.length, maxItems));
    return errors.concat(this.unique(schema, value, path));
  }

  /** Sets and maps have each item once. Models: apiextensions/pkg/apiserver/schema/listtype.ValidateListSetsAndMaps */
  private unique(schema: JsonSchema, value: readonly Json[], path: string): FieldError[] {
    const listType = schema['x-kubernetes-list-type'];
    if (listType !== 'set' && listType !== 'map') return [];
    const keys = schema['x-kubernetes-list-map-keys'] ?? [];
    const seen = new Set<string>();
    return value.flatMap((item, at) => {
      const key: Json =
        listType === 'set' || !isMap(item)
          ? item
          : Object.fromEntries(
              keys.flatMap((name) => {
                const part = item[name] ?? schema.items?.properties?.[name]?.default;
                return part === undefined ? [] : [[name, part]];
              }),
            );
      const text = JSON.stringify(key);
      if (!seen.has(text)) {
        seen.add(text);
        return [];
      }
      return [duplicate(`${path}[${at}]`, key)];
    });
  }

  private members(
    schema: JsonSchema,
    value: JsonObject,
    path: string,
    body: (rule: string, shown?: unknown) => FieldError,
  ): FieldError[] {
    const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
    const names = Object.keys(value);
    const errors: FieldError[] = [];
    const { minProperties, maxProperties } = schema;
    if (minProperties !== undefined && names.length < minProperties)
      errors.push(body(`should have at least ${minProperties} properties`, names.length));
    if (maxProperties !== undefined && names.length > maxProperties)
      errors.push(tooMany(path, names.length, maxProperties));
    const known = new Set(propertiesOf(schema).map(([name]) => name));
    for (const name of [
      ...[...known].filter((each) => value[each] !== undefined),
      ...names.filter((each) => !known.has(each)),
    ]) {
      const member = memberSchema(schema, name);
      if (member !== undefined) errors.push(...this.validate(member, value[name] ?? null, at(name)));
    }
    for (const name of schema.required ?? []) if (value[name] === undefined) errors.push(required(at(name)));
    return errors;
  }

  /** Models: kube-openapi/pkg/validation/validate.schemaPropsValidator */
  private combined(schema: JsonSchema, value: Json, path: string): FieldError[] {
    const errors: FieldError[] = [];
    const fault = (rule: string): FieldError => ({
      type: 'FieldValueInvalid',
      field: '<nil>',
      detail: `Invalid value: "": ${JSON.stringify(path)} ${rule}`,
    });
    const attempts = (list: readonly JsonSchema[] | undefined): readonly FieldError[][] =>
      (list ?? []).map((each) => this.validate(each, value, path));
    const best = (all: readonly FieldError[][]): FieldError[] =>
      all.reduce<FieldError[] | undefined>(
        (least, each) => (least === undefined || each.length < least.length ? each : least),
        undefined,
      ) ?? [];
    const any = attempts(schema.anyOf);
    if (any.length > 0 && any.every((each) => each.length > 0))
      errors.push(fault('must validate at least one schema (anyOf)'), ...best(any));
    const one = attempts(schema.oneOf);
    const valid = one.filter((each) => each.length === 0).length;
    if (one.length > 0 && valid === 0)
      errors.push(fault('must validate one and only one schema (oneOf). Found none valid'), ...best(one));
    else if (valid > 1)
      errors.push(fault(`must validate one and only one schema (oneOf). Found ${valid} valid alternatives`));
    const all = attempts(schema.allOf);
    if (all.some((each) => each.length > 0)) errors.push(fault('must validate all the schemas (allOf)'), ...all.flat());
    if (schema.not !== undefined && this.validate(schema.not, value, path).length === 0)
      errors.push(fault('must not validate the schema (not)'));
    return errors;
  }
}

/** Checks a custom resource (or a value in it) against its schema. Models: apiextensions/pkg/apiserver/validation.ValidateCustomResource */
export function validateValue(schema: JsonSchema, value: Json, path = ''): FieldError[] {
  return new Validator().validate(schema, value, path);
}
