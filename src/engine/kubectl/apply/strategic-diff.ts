import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject } from '../../cluster/json-readers.ts';
import { heldType, isTypeSchema, resolveType } from '../../cluster/schema/schema.ts';
import type { FieldSchema, TypeSchema } from '../../cluster/schema/types.ts';
import { sameJson } from '../json.ts';

/** Which differences a patch carries. */
export interface DiffOptions {
  /** What the target lacks is removed. */
  readonly deletions: boolean;
  /** What the target has differently or in addition is set. */
  readonly changes: boolean;
}

type Fields = { [key: string]: Json };

/**
 * The strategic merge patch that makes `target` of `source`: lists with a merge key element by element, other lists and values as a whole.
 * Models: apimachinery/pkg/util/strategicpatch.diffMaps
 */
export function strategicDiff(
  source: JsonObject,
  target: JsonObject,
  schema: TypeSchema | undefined,
  options: DiffOptions,
): JsonObject {
  const patch: Fields = {};
  for (const key of Object.keys(target)) {
    const wanted = target[key];
    if (wanted === undefined) continue;
    const have = source[key];
    const field = schema?.fields.get(key);
    if (have === undefined) {
      if (options.changes && wanted !== null) patch[key] = wanted;
    } else if (isObject(have) && isObject(wanted)) diffObject(patch, key, have, wanted, field, options);
    else if (Array.isArray(have) && Array.isArray(wanted)) diffList(patch, key, have, wanted, field, options);
    else if (options.changes && !sameJson(have, wanted)) patch[key] = wanted;
  }
  if (options.deletions) {
    for (const key of Object.keys(source))
      if (source[key] !== undefined && target[key] === undefined) patch[key] = null;
  }
  return patch;
}

function diffObject(
  patch: Fields,
  key: string,
  have: JsonObject,
  wanted: JsonObject,
  field: FieldSchema | undefined,
  options: DiffOptions,
): void {
  if (field?.patchStrategy.includes('replace')) {
    if (options.changes && !sameJson(have, wanted)) patch[key] = wanted;
    return;
  }
  const inner = strategicDiff(have, wanted, objectSchema(field), options);
  if (Object.keys(inner).length > 0) {
    patch[key] = field?.patchStrategy.includes('retainKeys')
      ? { ...inner, $retainKeys: Object.keys(wanted).sort() }
      : inner;
  }
}

function diffList(
  patch: Fields,
  key: string,
  have: readonly Json[],
  wanted: readonly Json[],
  field: FieldSchema | undefined,
  options: DiffOptions,
): void {
  if (!field?.patchStrategy.includes('merge')) {
    if (options.changes && !sameJson(have, wanted)) patch[key] = wanted;
    return;
  }
  const mergeKey = field.patchMergeKey ?? '';
  if (mergeKey === '') diffPrimitives(patch, key, have, wanted, options);
  else diffKeyed(patch, key, have.filter(isObject), wanted.filter(isObject), mergeKey, field, options);
}

/** Lists of plain values that are sets, such as finalizers. */
function diffPrimitives(
  patch: Fields,
  key: string,
  have: readonly Json[],
  wanted: readonly Json[],
  options: DiffOptions,
): void {
  const added = wanted.filter((value) => !have.includes(value));
  const removed = have.filter((value) => !wanted.includes(value));
  if (options.changes && added.length > 0) patch[key] = added;
  if (options.deletions && removed.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = removed;
  if (patch[key] !== undefined || patch[`$deleteFromPrimitiveList/${key}`] !== undefined) {
    patch[`$setElementOrder/${key}`] = [...wanted];
  }
}

function diffKeyed(
  patch: Fields,
  key: string,
  have: readonly JsonObject[],
  wanted: readonly JsonObject[],
  mergeKey: string,
  field: FieldSchema,
  options: DiffOptions,
): void {
  const schema = heldType(field.type);
  const elements: JsonObject[] = [];
  const places = placesOf(have, wanted, mergeKey);
  for (const [at, item] of wanted.entries()) {
    const same = have[places[at] ?? -1];
    if (same === undefined) {
      if (options.changes) elements.push(item);
      continue;
    }
    const inner = strategicDiff(same, item, schema, options);
    if (Object.keys(inner).length === 0) continue;
    const retain = field.patchStrategy.includes('retainKeys') ? { $retainKeys: Object.keys(item).sort() } : {};
    elements.push({ ...inner, ...retain, [mergeKey]: item[mergeKey] });
  }
  if (options.deletions) {
    const kept = new Set(places);
    for (const [at, item] of have.entries()) {
      if (!kept.has(at)) elements.push({ $patch: 'delete', [mergeKey]: item[mergeKey] });
    }
  }
  if (elements.length > 0) patch[key] = elements;
  if (elements.length > 0 || (options.changes && !isRising(places.filter((place) => place >= 0)))) {
    patch[`$setElementOrder/${key}`] = wanted.map((item) => ({ [mergeKey]: item[mergeKey] ?? null }));
  }
}

/**
 * Where each of the target's elements stands in the source; -1 where it does not. Elements that share a merge key (a port for TCP and one for
 * UDP) are paired in their order, the first with the first. Models: strategicpatch.diffListsOfMaps
 */
function placesOf(have: readonly JsonObject[], wanted: readonly JsonObject[], mergeKey: string): readonly number[] {
  const free = new Map<Json | undefined, number[]>();
  for (const [at, item] of have.entries()) {
    const places = free.get(item[mergeKey]);
    if (places === undefined) free.set(item[mergeKey], [at]);
    else places.push(at);
  }
  return wanted.map((item) => free.get(item[mergeKey])?.shift() ?? -1);
}

const isRising = (places: readonly number[]): boolean =>
  places.every((place, at) => at === 0 || place > (places[at - 1] ?? -1));

function objectSchema(field: FieldSchema | undefined): TypeSchema | undefined {
  if (field === undefined) return undefined;
  const resolved = resolveType(field.type);
  return isTypeSchema(resolved) ? resolved : undefined;
}
