import type { Json, JsonObject } from '../../json.ts';
import type { TypeSchema } from '../../schema/types.ts';
import type { FieldSet } from './field-set.ts';
import { keyElement, memberShape, type Shape, valueElement } from './shape.ts';

const isMap = (value: Json | undefined): value is JsonObject =>
  value !== null && value !== undefined && typeof value === 'object' && !Array.isArray(value);

function shapeOfMember(shape: Shape, name: string): Shape {
  if (shape.kind === 'struct') return memberShape(shape.schema, name);
  return shape.kind === 'map' ? shape.values : { kind: 'leaf', type: { kind: 'any' } };
}

function elementOf(shape: Extract<Shape, { kind: 'keyed' | 'set' }>, item: Json): string | undefined {
  return shape.kind === 'set' ? valueElement(item) : keyElement(shape, item);
}

/** An item of the merged list, with the new ones that follow it. `at`: its place, or that of what it follows, in the live list. */
interface Slot {
  item: Json;
  readonly at: number;
  readonly after: Slot[];
}

/** Items of both lists: the live order kept, new items after the one they follow in the configuration. */
function mergeList(
  shape: Extract<Shape, { kind: 'keyed' | 'set' }>,
  live: readonly Json[],
  config: readonly Json[],
): readonly Json[] {
  const slots: Slot[] = live.map((item, at) => ({ item, at, after: [] }));
  const end: Slot = { item: null, at: live.length, after: [] };
  const byElement = new Map<string | undefined, Slot>();
  for (const slot of slots) {
    const element = elementOf(shape, slot.item);
    if (!byElement.has(element)) byElement.set(element, slot);
  }
  let follows: Slot | undefined;
  for (const item of config) {
    const element = elementOf(shape, item);
    const slot = byElement.get(element);
    if (slot === undefined) {
      follows ??= end;
      const added: Slot = { item, at: follows.at, after: [] };
      follows.after.push(added);
      byElement.set(element, added);
      continue;
    }
    if (shape.kind === 'keyed') slot.item = mergeValue(shape.items, slot.item, item);
    const found = slots[slot.at] ?? end;
    if (follows === undefined || found.at > follows.at) follows = found;
  }
  return [
    ...slots.flatMap(({ item, after }) => [item, ...after.map((added) => added.item)]),
    ...end.after.map((added) => added.item),
  ];
}

function mergeValue(shape: Shape, live: Json | undefined, config: Json): Json {
  if (config === null) return null;
  if (shape.kind === 'keyed' || shape.kind === 'set') {
    if (!Array.isArray(config)) return config;
    return Array.isArray(live) ? mergeList(shape, live as readonly Json[], config as readonly Json[]) : config;
  }
  if (shape.kind === 'leaf' || !isMap(config) || !isMap(live)) return config;
  let out: { [name: string]: Json | undefined } | undefined;
  for (const name of Object.keys(config)) {
    const merged = mergeValue(shapeOfMember(shape, name), live[name], config[name] ?? null);
    if (merged === live[name]) continue;
    out ??= { ...live };
    out[name] = merged;
  }
  return (out as JsonObject | undefined) ?? live;
}

/** Lays a configuration over the live object. Models: structured-merge-diff/typed.TypedValue.Merge */
export function mergeConfig(schema: TypeSchema, live: JsonObject, config: JsonObject): JsonObject {
  return mergeValue({ kind: 'struct', schema }, live, config) as JsonObject;
}

function without(shape: Shape, value: Json, gone: FieldSet): Json {
  if (gone.children.size === 0) return value;
  if ((shape.kind === 'keyed' || shape.kind === 'set') && Array.isArray(value)) {
    const out: Json[] = [];
    for (const item of value as readonly Json[]) {
      const element = elementOf(shape, item);
      const child = element === undefined ? undefined : gone.children.get(element);
      if (child?.isMember === true) continue;
      out.push(child === undefined || shape.kind === 'set' ? item : without(shape.items, item, child));
    }
    return out;
  }
  if (!isMap(value)) return value;
  const out: { [name: string]: Json | undefined } = { ...value };
  for (const [element, child] of gone.children) {
    const name = element.slice(2);
    const member = out[name];
    if (member === undefined) continue;
    if (child.isMember) {
      delete out[name];
      continue;
    }
    const rest = without(shapeOfMember(shape, name), member, child);
    // What became empty goes too: it was there for its content only.
    if (isMap(rest) && Object.keys(rest).length === 0 && isMap(member) && Object.keys(member).length > 0)
      delete out[name];
    else out[name] = rest;
  }
  return out as JsonObject;
}

/** The object without the fields of the set; a field in the set goes with all that is in it. Models: typed.TypedValue.RemoveItems */
export function removeFields(schema: TypeSchema, object: JsonObject, gone: FieldSet): JsonObject {
  return without({ kind: 'struct', schema }, object, gone) as JsonObject;
}
