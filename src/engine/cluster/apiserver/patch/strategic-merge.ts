import type { Json, JsonObject } from '../../json.ts';
import { heldType, isTypeSchema, resolveType, schemaOf } from '../../schema/schema.ts';
import type { FieldSchema, TypeSchema } from '../../schema/types.ts';
import { sameJson } from '../write/same.ts';
import { goMap } from './go-map.ts';
import { isObject } from './merge-patch.ts';
import { inServerOrder } from './strategic-order.ts';

/** A strategic merge patch that cannot be merged. */
export class StrategicMergeError extends Error {
  constructor(
    message: string,
    /** True where the server answers 400; otherwise the error reaches the client as it is. */
    readonly isBadRequest: boolean,
  ) {
    super(message);
  }
}

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const ORDER_PREFIX = '$setElementOrder/';
const DELETE_PREFIX = '$deleteFromPrimitiveList/';

interface ListMeta {
  readonly items: TypeSchema | undefined;
  readonly mergeKey: string;
  readonly isMerged: boolean;
}

const NO_META: ListMeta = { items: undefined, mergeKey: '', isMerged: false };

function listMeta(field: FieldSchema | undefined): ListMeta {
  if (field === undefined) return NO_META;
  return {
    items: heldType(field.type),
    mergeKey: field.patchMergeKey ?? '',
    isMerged: field.patchStrategy.includes('merge'),
  };
}

function noMergeKey(item: Json, key: string): StrategicMergeError {
  return new StrategicMergeError(`map: ${goMap(item)} does not contain declared merge key: ${key}`, false);
}

function badDirective(directive: Json | undefined, item: Json): StrategicMergeError {
  return new StrategicMergeError(`unknown patch type: ${String(directive)} in map: ${goMap(item)}`, false);
}

/** A patch's value as it becomes part of the object: without null members and without what only directs. */
function cleaned(value: Json): Json | undefined {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map(cleaned).filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  if (value[DIRECTIVE] !== undefined) return undefined;
  const out: { [key: string]: Json } = {};
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === null || member === undefined) continue;
    if (key.startsWith(ORDER_PREFIX) || key.startsWith(DELETE_PREFIX) || key === RETAIN_KEYS) continue;
    const kept = cleaned(member);
    if (kept !== undefined) out[key] = kept;
  }
  return out;
}

function retainKeys(original: JsonObject, patch: JsonObject): JsonObject {
  const retained = patch[RETAIN_KEYS];
  if (retained === undefined) return original;
  const bad = new StrategicMergeError('invalid patch format of retainKeys', true);
  if (!Array.isArray(retained)) throw bad;
  for (const key of Object.keys(patch)) {
    if (key.startsWith('$') || patch[key] === null) continue;
    if (!retained.includes(key)) throw bad;
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => retained.includes(key)));
}

function mergeKeyed(original: readonly Json[], patch: readonly Json[], meta: ListMeta): readonly Json[] {
  const { mergeKey } = meta;
  let base = original;
  let isReplaced = false;
  const items: JsonObject[] = [];
  for (const item of patch) {
    if (!isObject(item)) throw new StrategicMergeError(`expected a map, but received: ${goMap(item)}`, false);
    const directive = item[DIRECTIVE];
    if (directive === undefined) items.push(item);
    else if (directive === 'replace') isReplaced = true;
    else if (directive === 'delete') {
      const key = item[mergeKey];
      if (key === undefined) throw noMergeKey(item, mergeKey);
      base = base.filter((other) => !isObject(other) || !sameJson(other[mergeKey], key));
    } else if (directive === 'merge') {
      throw new StrategicMergeError('merging lists cannot yet be specified in the patch', false);
    } else throw badDirective(directive, item);
  }
  if (isReplaced) return items.map((item) => cleaned(item) ?? null);
  let merged = base;
  for (const item of items) {
    const key = item[mergeKey];
    if (key === undefined) throw noMergeKey(item, mergeKey);
    const at = merged.findIndex((other) => isObject(other) && sameJson(other[mergeKey], key));
    merged =
      at < 0
        ? [...merged, cleaned(item) ?? {}]
        : merged.with(at, mergeMap((merged[at] ?? {}) as JsonObject, item, meta.items));
  }
  return inServerOrder(merged, items, base, mergeKey);
}

function mergeList(original: readonly Json[], patch: readonly Json[], meta: ListMeta): readonly Json[] {
  if (!meta.isMerged) return cleaned(patch) as readonly Json[];
  const sample = original[0] ?? patch[0];
  if (!isObject(sample)) {
    const merged = [...original, ...patch].filter(
      (value, at, all) => all.findIndex((other) => sameJson(other, value)) === at,
    );
    return inServerOrder(merged, patch, original, '');
  }
  if (meta.mergeKey === '') throw new StrategicMergeError('cannot merge lists without merge key', false);
  return mergeKeyed(original, patch, meta);
}

/** A list whose order the patch gives by `$setElementOrder/<field>`. */
function mergeOrdered(
  original: JsonObject,
  patch: JsonObject,
  field: string,
  order: Json,
  meta: ListMeta,
): readonly Json[] | undefined {
  if (!Array.isArray(order)) throw new StrategicMergeError(`invalid patch format of $setElementOrder list`, true);
  const before = original[field];
  const change = patch[field];
  if (before === undefined && change === undefined) return undefined;
  const old = Array.isArray(before) ? (before as readonly Json[]) : [];
  const merged = !Array.isArray(change)
    ? old
    : before === undefined
      ? (cleaned(change) as readonly Json[])
      : mergeList(old, change, meta);
  return inServerOrder(merged, order as readonly Json[], old, meta.mergeKey);
}

function mergeMap(start: JsonObject, patch: JsonObject, schema: TypeSchema | undefined): JsonObject {
  const directive = patch[DIRECTIVE];
  if (directive !== undefined) {
    if (directive === 'delete') return {};
    if (directive !== 'replace') throw badDirective(directive, patch);
    const { [DIRECTIVE]: _, ...rest } = patch;
    return (cleaned(rest) ?? {}) as JsonObject;
  }
  const original = retainKeys(start, patch);
  const out: { [key: string]: Json | undefined } = { ...original };
  const done = new Set<string>();
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(ORDER_PREFIX)) continue;
    const field = key.slice(ORDER_PREFIX.length);
    if (patch[field] === null) continue;
    const list = mergeOrdered(original, patch, field, patch[key] ?? null, listMeta(schema?.fields.get(field)));
    if (list !== undefined) out[field] = list;
    done.add(field);
  }
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === undefined || done.has(key) || key.startsWith(ORDER_PREFIX) || key === RETAIN_KEYS) continue;
    if (key.startsWith(DELETE_PREFIX)) {
      const field = key.slice(DELETE_PREFIX.length);
      const list = out[field];
      if (Array.isArray(list) && Array.isArray(value))
        out[field] = (list as readonly Json[]).filter((item) => !value.some((gone) => sameJson(gone, item)));
      continue;
    }
    if (value === null) {
      delete out[key];
      continue;
    }
    const before = out[key];
    const field = schema?.fields.get(key);
    if (isObject(before) && isObject(value)) {
      const isReplaced = field?.patchStrategy.includes('replace') ?? false;
      out[key] = isReplaced ? cleaned(value) : mergeMap(before, value, valueSchema(field, schema));
    } else if (Array.isArray(before) && Array.isArray(value)) {
      out[key] = mergeList(before as readonly Json[], value as readonly Json[], listMeta(field));
    } else {
      const kept = cleaned(value);
      if (kept === undefined) delete out[key];
      else out[key] = kept;
    }
  }
  return out as JsonObject;
}

/** The schema of an object-valued field; undefined inside maps and free objects. */
function valueSchema(field: FieldSchema | undefined, owner: TypeSchema | undefined): TypeSchema | undefined {
  if (field === undefined || owner === undefined) return undefined;
  const resolved = resolveType(field.type);
  return isTypeSchema(resolved) ? resolved : undefined;
}

/** Applies a strategic merge patch to an object of a kind. Throws `StrategicMergeError`. Models: apimachinery/pkg/util/strategicpatch */
export function strategicMergePatch(schemaName: string, object: JsonObject, patch: JsonObject): JsonObject {
  return mergeMap(object, patch, schemaOf(schemaName));
}
