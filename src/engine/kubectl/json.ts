import type { Json, JsonObject } from '../cluster/json.ts';
import { isObject, record, text } from '../cluster/json-readers.ts';

/** What `metadata` holds. */
export function metadataOf(object: JsonObject): JsonObject {
  return record(object['metadata']);
}

/** The object's name. */
export function nameOf(object: JsonObject): string {
  return text(metadataOf(object)['name']);
}

/** The object's namespace; empty when it has none. */
export function namespaceOf(object: JsonObject): string {
  return text(metadataOf(object)['namespace']);
}

/** The object with some of its metadata replaced; undefined removes a field. */
export function withMetadata(object: JsonObject, changes: JsonObject): JsonObject {
  return { ...object, metadata: withoutUndefined({ ...metadataOf(object), ...changes }) };
}

/** The object without its undefined fields. */
export function withoutUndefined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** The group of an apiVersion. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** True when both hold the same JSON; keys in any order. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, at) => sameJson(item, b[at] as Json));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a).filter((key) => a[key] !== undefined);
  const others = Object.keys(b).filter((key) => b[key] !== undefined);
  return keys.length === others.length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}
