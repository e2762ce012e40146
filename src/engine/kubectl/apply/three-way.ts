import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject } from '../../cluster/json-readers.ts';
import { heldType, isTypeSchema, resolveType } from '../../cluster/schema/schema.ts';
import type { FieldSchema, TypeSchema } from '../../cluster/schema/types.ts';
import { sameJson } from '../json.ts';
import { strategicDiff } from './strategic-diff.ts';

/**
 * The strategic merge patch of `kubectl apply`: what was applied before and is no longer wanted goes, what is wanted and differs is set,
 * and what others have set stays. Models: strategicpatch.CreateThreeWayMergePatch
 */
export function threeWayPatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  schema: TypeSchema,
): JsonObject {
  const delta = strategicDiff(current, modified, schema, { deletions: false, changes: true });
  const deletions = strategicDiff(original, modified, schema, { deletions: true, changes: false });
  return joinPatches(withoutAbsent(deletions, current), delta, schema);
}

/** A removal of what is not there any more asks for nothing. Keeps `{}` the sign of "unchanged". */
function withoutAbsent(deletions: JsonObject, current: JsonObject): JsonObject {
  const out: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(deletions)) {
    if (value === undefined) continue;
    const have = current[key];
    if (key.startsWith('$')) out[key] = value;
    else if (value === null) {
      if (have !== undefined) out[key] = null;
    } else if (isObject(value) && isObject(have)) {
      const inner = withoutAbsent(value, have);
      if (Object.keys(inner).some((name) => !name.startsWith('$'))) out[key] = inner;
    } else if (Array.isArray(value)) out[key] = value;
  }
  return out;
}

/** Two patches as one; lists of elements are joined by their merge key. Models: strategicpatch.mergePatchIntoOriginal */
function joinPatches(first: JsonObject, second: JsonObject, schema: TypeSchema | undefined): JsonObject {
  const out: { [key: string]: Json | undefined } = { ...first };
  for (const [key, value] of Object.entries(second)) {
    if (value === undefined) continue;
    const have = out[key];
    const field = schema?.fields.get(key);
    if (isObject(have) && isObject(value)) out[key] = joinPatches(have, value, objectSchema(field));
    else if (Array.isArray(have) && Array.isArray(value) && field?.patchMergeKey !== undefined) {
      out[key] = joinElements(have.filter(isObject), value.filter(isObject), field, field.patchMergeKey);
    } else out[key] = value;
  }
  return out;
}

function joinElements(
  first: readonly JsonObject[],
  second: readonly JsonObject[],
  field: FieldSchema,
  mergeKey: string,
): readonly Json[] {
  const schema = heldType(field.type);
  const joined = first.map((item) => {
    const other = second.find((each) => each[mergeKey] === item[mergeKey]);
    return other === undefined ? item : joinPatches(item, other, schema);
  });
  return [...joined, ...second.filter((item) => !first.some((each) => each[mergeKey] === item[mergeKey]))];
}

function objectSchema(field: FieldSchema | undefined): TypeSchema | undefined {
  if (field === undefined) return undefined;
  const resolved = resolveType(field.type);
  return isTypeSchema(resolved) ? resolved : undefined;
}

/** The JSON merge patch of `kubectl apply` for kinds without field facts. Models: jsonmergepatch.CreateThreeWayJSONMergePatch */
export function threeWayMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const out: { [key: string]: Json } = {};
  for (const key of Object.keys(original)) {
    if (modified[key] === undefined && current[key] !== undefined) out[key] = null;
  }
  for (const [key, wanted] of Object.entries(modified)) {
    if (wanted === undefined) continue;
    const have = current[key];
    const before = original[key];
    if (isObject(wanted) && isObject(have)) {
      const inner = threeWayMergePatch(isObject(before) ? before : {}, wanted, have);
      if (Object.keys(inner).length > 0) out[key] = inner;
    } else if (!sameJson(wanted, have)) out[key] = wanted;
  }
  return out;
}
