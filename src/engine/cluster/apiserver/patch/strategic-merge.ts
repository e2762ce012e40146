import type { Json, JsonObject } from '../../json.ts';
import { heldType, isTypeSchema, resolveType, schemaOf } from '../../schema/schema.ts';
import type { FieldSchema, TypeSchema } from '../../schema/types.ts';
import { goMap } from './go-map.ts';
import { identityKey } from './identity.ts';
import { isObject } from './merge-patch.ts';
import { own, put } from './put.ts';
import { inServerOrder } from './strategic-order.ts';

/** A strategic merge patch that cannot be merged. */
export class StrategicMergeError extends Error {
  constructor(
    message: string,
    /** False where the server has a sentence but no Status. Models: handlers.interpretStrategicMergePatchError */
    readonly isBadRequest = false,
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
  return new StrategicMergeError(`map: ${goMap(item)} does not contain declared merge key: ${key}`);
}

function badDirective(directive: Json | undefined, item: Json): StrategicMergeError {
  return new StrategicMergeError(`unknown patch type: ${String(directive)} in map: ${goMap(item)}`);
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
    if (kept !== undefined) put(out, key, kept);
  }
  return out;
}

function retainKeys(original: JsonObject, patch: JsonObject): JsonObject {
  const retained = patch[RETAIN_KEYS];
  if (retained === undefined) return original;
  const bad = new StrategicMergeError('invalid patch format of retainKeys', true);
  if (!Array.isArray(retained)) throw bad;
  const kept = new Set<Json>(retained);
  for (const key of Object.keys(patch)) {
    if (key.startsWith('$') || patch[key] === null) continue;
    if (!kept.has(key)) throw bad;
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => kept.has(key)));
}

function mergeKeyed(original: readonly Json[], patch: readonly Json[], meta: ListMeta): readonly Json[] {
  const { mergeKey } = meta;
  const gone = new Set<ReturnType<typeof identityKey>>();
  let isReplaced = false;
  const items: JsonObject[] = [];
  for (const item of patch) {
    if (!isObject(item)) throw new StrategicMergeError(`expected a map, but received: ${goMap(item)}`);
    const directive = item[DIRECTIVE];
    if (directive === undefined) items.push(item);
    else if (directive === 'replace') isReplaced = true;
    else if (directive === 'delete') {
      const key = item[mergeKey];
      if (key === undefined) throw noMergeKey(item, mergeKey);
      gone.add(identityKey(key));
    } else if (directive === 'merge') {
      throw new StrategicMergeError('merging lists cannot yet be specified in the patch');
    } else throw badDirective(directive, item);
  }
  if (isReplaced) return items.map((item) => cleaned(item) ?? null);
  const base =
    gone.size === 0 ? original : original.filter((item) => !isObject(item) || !gone.has(identityKey(item[mergeKey])));
  const merged = [...base];
  const places = new Map<ReturnType<typeof identityKey>, number>();
  const place = (item: Json, at: number): void => {
    const key = isObject(item) ? identityKey(item[mergeKey]) : undefined;
    if (key !== undefined && !places.has(key)) places.set(key, at);
  };
  merged.forEach(place);
  for (const item of items) {
    const key = item[mergeKey];
    if (key === undefined) throw noMergeKey(item, mergeKey);
    const at = places.get(identityKey(key));
    if (at === undefined) {
      const added = cleaned(item) ?? {};
      place(added, merged.push(added) - 1);
    } else merged[at] = mergeMap((merged[at] ?? {}) as JsonObject, item, meta.items);
  }
  return inServerOrder(merged, items, base, mergeKey);
}

function mergeList(original: readonly Json[], patch: readonly Json[], meta: ListMeta): readonly Json[] {
  if (!meta.isMerged) return cleaned(patch) as readonly Json[];
  const sample = original[0] ?? patch[0];
  if (!isObject(sample)) {
    const seen = new Set<ReturnType<typeof identityKey>>();
    const merged = [...original, ...patch].filter((value) => {
      const before = seen.size;
      return seen.add(identityKey(value)).size > before;
    });
    return inServerOrder(merged, patch, original, '');
  }
  if (meta.mergeKey === '') throw new StrategicMergeError('cannot merge lists without merge key');
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
  if (!Array.isArray(order)) throw new StrategicMergeError('invalid patch format of $setElementOrder list', true);
  const before = own(original, field);
  const change = own(patch, field);
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
    if (list !== undefined) put(out, field, list);
    done.add(field);
  }
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === undefined || done.has(key) || key.startsWith(ORDER_PREFIX) || key === RETAIN_KEYS) continue;
    if (key.startsWith(DELETE_PREFIX)) {
      const field = key.slice(DELETE_PREFIX.length);
      const list = own(out, field);
      if (Array.isArray(list) && Array.isArray(value)) {
        const gone = new Set((value as readonly Json[]).map(identityKey));
        put(
          out,
          field,
          (list as readonly Json[]).filter((item) => !gone.has(identityKey(item))),
        );
      }
      continue;
    }
    if (value === null) {
      delete out[key];
      continue;
    }
    const before = own(out, key);
    const field = schema?.fields.get(key);
    if (isObject(before) && isObject(value)) {
      const isReplaced = field?.patchStrategy.includes('replace') ?? false;
      put(out, key, isReplaced ? cleaned(value) : mergeMap(before, value, valueSchema(field, schema)));
    } else if (Array.isArray(before) && Array.isArray(value)) {
      put(out, key, mergeList(before as readonly Json[], value as readonly Json[], listMeta(field)));
    } else {
      const kept = cleaned(value);
      if (kept === undefined) delete out[key];
      else put(out, key, kept);
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
