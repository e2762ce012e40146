import type { Json, JsonObject } from './json.ts';

/** True for a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; empty when it is none. */
export function record(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The value as text; empty when it is none. */
export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The objects of a list; empty when it is none. */
export function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

/** The strings of a list. */
export function strings(value: Json | undefined): readonly string[] {
  return Array.isArray(value)
    ? (value as readonly Json[]).filter((item): item is string => typeof item === 'string')
    : [];
}
