import type { Json, JsonObject } from '../../json.ts';
import { own, put } from './put.ts';

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Applies a JSON merge patch; parts that it does not touch stay the same objects. Models: RFC 7396 */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const base = isObject(target) ? target : {};
  let out: { [key: string]: Json | undefined } | undefined;
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === undefined) continue;
    if (value === null) {
      if (!Object.hasOwn(base, key)) continue;
      out ??= { ...base };
      delete out[key];
      continue;
    }
    const before = own(base, key);
    const merged = mergePatch(before, value);
    if (merged === before) continue;
    out ??= { ...base };
    put(out, key, merged);
  }
  return (out as JsonObject | undefined) ?? base;
}
