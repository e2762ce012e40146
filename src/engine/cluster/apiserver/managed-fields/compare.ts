import type { Json, JsonObject } from '../../json.ts';
import type { TypeSchema } from '../../schema/types.ts';
import { sameJson } from '../write/same.ts';
import { type FieldSet, FieldSetBuilder } from './field-set.ts';
import { keyElement, memberShape, type Shape, shapeOf, valueElement } from './shape.ts';

/** How two states of an object differ. Models: structured-merge-diff/typed.Comparison */
export interface Comparison {
  /** Added and modified fields. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

type Value = Json | undefined;

const EMPTY: JsonObject = {};

/**
 * A member as a Go struct has it: a plain struct is there even when nothing is in it, and so is a required list or map (as null). This decides
 * whether the owner of a new member owns the member itself (`"."`) or only what is in it.
 */
function member(schema: TypeSchema, owner: Value, name: string): Value {
  if (owner === undefined) return undefined;
  const value = owner === null ? undefined : (owner as JsonObject)[name];
  if (value !== undefined && value !== null) return value;
  const field = schema.fields.get(name);
  if (field === undefined) return undefined;
  const shape = shapeOf(field);
  if (shape.kind === 'struct' && field.default !== undefined) return EMPTY;
  if (field.required && (shape.kind === 'keyed' || shape.kind === 'set' || shape.kind === 'map')) return null;
  return undefined;
}

class Comparer {
  compare(shape: Shape, left: Value, right: Value, changed: FieldSetBuilder, removed: FieldSetBuilder): void {
    if (left === right || (left === undefined && right === undefined)) return;
    switch (shape.kind) {
      case 'leaf':
        if (sameLeaf(left, right)) return;
        if (right === undefined) removed.insert();
        else changed.insert();
        return;
      case 'struct':
        this.struct(shape.schema, left, right, changed, removed);
        break;
      case 'map':
        this.members(entriesOf(left), entriesOf(right), () => shape.values, changed, removed);
        break;
      case 'keyed':
        this.members(
          itemsBy(left, (item) => keyElement(shape, item)),
          itemsBy(right, (item) => keyElement(shape, item)),
          () => shape.items,
          changed,
          removed,
        );
        break;
      case 'set': {
        const leaf: Shape = { kind: 'leaf', type: { kind: 'any' } };
        this.members(itemsBy(left, valueElement), itemsBy(right, valueElement), () => leaf, changed, removed);
        break;
      }
    }
    if (left === undefined) changed.insert();
    else if (right === undefined) removed.insert();
  }

  private struct(
    schema: TypeSchema,
    left: Value,
    right: Value,
    changed: FieldSetBuilder,
    removed: FieldSetBuilder,
  ): void {
    const names = new Set([...Object.keys(left ?? EMPTY), ...Object.keys(right ?? EMPTY)]);
    for (const name of names) {
      const before = member(schema, left, name);
      const after = member(schema, right, name);
      if (before === after) continue;
      const element = `f:${name}`;
      this.compare(memberShape(schema, name), before, after, changed.child(element), removed.child(element));
    }
  }

  private members(
    left: ReadonlyMap<string, Json>,
    right: ReadonlyMap<string, Json>,
    shape: () => Shape,
    changed: FieldSetBuilder,
    removed: FieldSetBuilder,
  ): void {
    for (const [element, value] of left)
      this.compare(shape(), value, right.get(element), changed.child(element), removed.child(element));
    for (const [element, value] of right)
      if (!left.has(element)) this.compare(shape(), undefined, value, changed.child(element), removed.child(element));
  }
}

/** A leaf that is missing and one that is null are the same. */
function sameLeaf(left: Value, right: Value): boolean {
  return sameJson(left ?? null, right ?? null);
}

function entriesOf(value: Value): ReadonlyMap<string, Json> {
  const out = new Map<string, Json>();
  if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)) return out;
  for (const [name, member] of Object.entries(value as JsonObject))
    if (member !== undefined) out.set(`f:${name}`, member);
  return out;
}

function itemsBy(value: Value, element: (item: Json) => string | undefined): ReadonlyMap<string, Json> {
  const out = new Map<string, Json>();
  if (!Array.isArray(value)) return out;
  for (const item of value as readonly Json[]) {
    const key = element(item);
    if (key !== undefined) out.set(key, item);
  }
  return out;
}

/** Compares two states of an object of a type. Untouched branches that are the same value cost nothing. */
export function compareObjects(schema: TypeSchema, before: JsonObject, after: JsonObject): Comparison {
  const changed = new FieldSetBuilder();
  const removed = new FieldSetBuilder();
  new Comparer().compare({ kind: 'struct', schema }, before, after, changed, removed);
  return { changed: changed.build(), removed: removed.build() };
}
