import type { Json, JsonObject } from '../../json.ts';
import { isTypeSchema, resolveType } from '../../schema/schema.ts';
import type { FieldSchema, TypeSchema, ValueType } from '../../schema/types.ts';

/** How server-side apply looks at a value: as a whole, or part by part. */
export type Shape =
  | { readonly kind: 'leaf'; readonly type: ValueType }
  | { readonly kind: 'struct'; readonly schema: TypeSchema }
  | { readonly kind: 'map'; readonly values: Shape }
  | {
      readonly kind: 'keyed';
      readonly items: Shape;
      readonly keys: readonly { readonly name: string; readonly preset: Json | undefined }[];
    }
  | { readonly kind: 'set' };

const shapes = new WeakMap<FieldSchema, Shape>();

function valueShape(type: ValueType): Shape {
  const resolved = resolveType(type);
  if (isTypeSchema(resolved))
    return resolved.mapType === 'atomic' ? { kind: 'leaf', type } : { kind: 'struct', schema: resolved };
  if (resolved.kind === 'map') return { kind: 'map', values: valueShape(resolved.values) };
  return { kind: 'leaf', type };
}

function computeShape(field: FieldSchema): Shape {
  const { type } = field;
  const resolved = resolveType(type);
  if (isTypeSchema(resolved)) {
    const isAtomic = (field.mapType ?? resolved.mapType) === 'atomic';
    return isAtomic ? { kind: 'leaf', type } : { kind: 'struct', schema: resolved };
  }
  if (resolved.kind === 'map')
    return field.mapType === 'atomic' ? { kind: 'leaf', type } : { kind: 'map', values: valueShape(resolved.values) };
  if (resolved.kind !== 'array' || field.listType === undefined || field.listType === 'atomic')
    return { kind: 'leaf', type };
  if (field.listType === 'set') return { kind: 'set' };
  const items = resolveType(resolved.items);
  const keys = field.listMapKeys.map((name) => ({
    name,
    preset: isTypeSchema(items) ? items.fields.get(name)?.default : undefined,
  }));
  // An item is always taken part by part, also where its type is atomic elsewhere.
  return {
    kind: 'keyed',
    items: isTypeSchema(items) ? { kind: 'struct', schema: items } : valueShape(resolved.items),
    keys,
  };
}

/** The shape of a field's value. */
export function shapeOf(field: FieldSchema): Shape {
  let shape = shapes.get(field);
  if (shape === undefined) {
    shape = computeShape(field);
    shapes.set(field, shape);
  }
  return shape;
}

/** The shape of a struct's member; members without a schema are taken as a whole. */
export function memberShape(schema: TypeSchema, name: string): Shape {
  const field = schema.fields.get(name);
  return field === undefined ? { kind: 'leaf', type: { kind: 'any' } } : shapeOf(field);
}

/** The path element of an item of a keyed list; undefined where a key is missing. */
export function keyElement(shape: Extract<Shape, { kind: 'keyed' }>, item: Json): string | undefined {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return undefined;
  const key: { [name: string]: Json } = {};
  for (const { name, preset } of shape.keys.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const value = (item as JsonObject)[name] ?? preset;
    if (value === undefined || value === null) return undefined;
    key[name] = value;
  }
  return `k:${JSON.stringify(key)}`;
}

/** The path element of an item of a set. */
export function valueElement(item: Json): string {
  return `v:${JSON.stringify(item)}`;
}
