import type { Json, JsonObject } from '../../json.ts';
import { isTypeSchema, resolveType } from '../../schema/schema.ts';
import type { TypeSchema, ValueType } from '../../schema/types.ts';
import { type FieldSet, FieldSetBuilder } from './field-set.ts';
import { keyElement, memberShape, type Shape, valueElement } from './shape.ts';

/** The fields that an applied configuration names, and what is wrong with it. */
export interface AppliedFields {
  readonly fields: FieldSet;
  /** `.spec.foo: field not declared in schema` */
  readonly problems: readonly string[];
}

/** `%T` of Go. */
function goTypeName(value: Json): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function goValueText(value: Json): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** Models: structured-merge-diff/typed.validateScalar */
function scalarProblem(type: ValueType, value: Json): string | undefined {
  const resolved = resolveType(type);
  if (isTypeSchema(resolved))
    return typeof value === 'object' && !Array.isArray(value)
      ? undefined
      : `expected map, got &{${goValueText(value)}}`;
  switch (resolved.kind) {
    case 'string':
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goValueText(value)}}`;
    case 'integer':
    case 'number':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goTypeName(value)}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${goTypeName(value)}`;
    case 'array':
      return Array.isArray(value) ? undefined : `expected list, got &{${goValueText(value)}}`;
    case 'map':
      return typeof value === 'object' && !Array.isArray(value)
        ? undefined
        : `expected map, got &{${goValueText(value)}}`;
    default:
      return undefined;
  }
}

const isMap = (value: Json): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

class Walker {
  readonly problems: string[] = [];

  walk(shape: Shape, value: Json, path: string, at: FieldSetBuilder): void {
    if (value === null) {
      at.insert();
      return;
    }
    switch (shape.kind) {
      case 'leaf': {
        const problem = scalarProblem(shape.type, value);
        if (problem !== undefined) this.problems.push(`${path}: ${problem}`);
        at.insert();
        return;
      }
      case 'struct':
        if (!isMap(value)) this.problems.push(`${path}: expected map, got &{${goValueText(value)}}`);
        else this.struct(shape.schema, value, path, at);
        return;
      case 'map':
        if (!isMap(value)) this.problems.push(`${path}: expected map, got &{${goValueText(value)}}`);
        else this.map(shape.values, value, path, at);
        return;
      default:
        if (!Array.isArray(value)) this.problems.push(`${path}: expected list, got &{${goValueText(value)}}`);
        else this.list(shape, value as readonly Json[], path, at);
    }
  }

  private struct(schema: TypeSchema, value: JsonObject, path: string, at: FieldSetBuilder): void {
    const names = Object.keys(value);
    if (names.length === 0) at.insert();
    for (const name of names) {
      if (!schema.fields.has(name) && schema.isOpen !== true) {
        this.problems.push(`${path}.${name}: field not declared in schema`);
        continue;
      }
      const member = value[name];
      if (member !== undefined) this.walk(memberShape(schema, name), member, `${path}.${name}`, at.child(`f:${name}`));
    }
  }

  private map(values: Shape, value: JsonObject, path: string, at: FieldSetBuilder): void {
    const names = Object.keys(value);
    if (names.length === 0) at.insert();
    for (const name of names) {
      const child = at.child(`f:${name}`);
      child.insert();
      this.walk(values, value[name] ?? null, `${path}.${name}`, child);
    }
  }

  private list(
    shape: Extract<Shape, { kind: 'keyed' | 'set' }>,
    list: readonly Json[],
    path: string,
    at: FieldSetBuilder,
  ): void {
    const seen = new Set<string>();
    list.forEach((item, index) => {
      const element = shape.kind === 'set' ? valueElement(item) : keyElement(shape, item);
      if (element === undefined) {
        const missing =
          shape.kind === 'keyed'
            ? shape.keys.find(({ name, preset }) => preset === undefined && (!isMap(item) || item[name] === undefined))
            : undefined;
        this.problems.push(
          `${path}: element ${index}: associative list with keys has an element that omits key field ${JSON.stringify(missing?.name ?? '')} (and doesn't have default value)`,
        );
        return;
      }
      if (seen.has(element)) {
        this.problems.push(`${path}: duplicate entries for key ${keyText(element)}`);
        return;
      }
      seen.add(element);
      const child = at.child(element);
      child.insert();
      if (shape.kind === 'keyed') this.walk(shape.items, item, `${path}${keyText(element)}`, child);
    });
  }
}

function keyText(element: string): string {
  if (element.startsWith('v:')) return `[=${element.slice(2)}]`;
  const key = JSON.parse(element.slice(2)) as JsonObject;
  return `[${Object.entries(key)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}]`;
}

/** The set of fields of a configuration. Models: structured-merge-diff/typed.TypedValue.ToFieldSet with its validation */
export function fieldSetOf(schema: TypeSchema, config: JsonObject): AppliedFields {
  const walker = new Walker();
  const builder = new FieldSetBuilder();
  walker.walk({ kind: 'struct', schema }, config, '', builder);
  return { fields: builder.build(), problems: walker.problems };
}
