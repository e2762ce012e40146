import type { Json, JsonObject } from '../../json.ts';

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
    const merged = mergePatch(base[key], value);
    if (merged === base[key]) continue;
    out ??= { ...base };
    out[key] = merged;
  }
  return (out as JsonObject | undefined) ?? base;
}
