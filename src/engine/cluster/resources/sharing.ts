/** `object` with the keys that it lacks taken from `defaults`; the same object when it lacks none. `null` counts as lacking. */
export function setMissing<T extends object>(object: T, defaults: Partial<T>): T {
  let out: T | undefined;
  for (const key in defaults) {
    const value = object[key];
    if (value !== undefined && value !== null) continue;
    out ??= { ...object };
    out[key] = defaults[key] as T[typeof key];
  }
  return out ?? object;
}

/** `object` with one key replaced; the same object when the value is the same. */
export function withKey<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): T {
  return object[key] === value ? object : { ...object, [key]: value };
}

/** `object` without a key; the same object when it has none. */
export function withoutKey<T extends object>(object: T, key: keyof T): T {
  if (!(key in object)) return object;
  const { [key]: _, ...rest } = object;
  return rest as T;
}

/** Like `map`, but hands back the same list when no element changed. */
export function mapSame<T>(list: readonly T[], change: (each: T, at: number) => T): readonly T[] {
  let out: T[] | undefined;
  for (let at = 0; at < list.length; at++) {
    const each = list[at] as T;
    const next = change(each, at);
    if (next === each) continue;
    out ??= list.slice();
    out[at] = next;
  }
  return out ?? list;
}

/** The list in `object[key]` with every element changed; the same object when none changed or there is no list. */
export function mapList<T extends object, K extends keyof T>(
  object: T,
  key: K,
  change: (
    each: NonNullable<T[K]> extends readonly (infer E)[] ? E : never,
  ) => NonNullable<T[K]> extends readonly (infer E)[] ? E : never,
): T {
  const list = object[key] as readonly unknown[] | undefined | null;
  if (!list) return object;
  const next = mapSame(list, change as (each: unknown) => unknown);
  return next === list ? object : { ...object, [key]: next };
}

function isGoEmpty(value: unknown): boolean {
  if (value === '' || value === 0 || value === false) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}

/**
 * `object` without those of the keys that hold what Go calls empty ('', 0, false, an empty list or map): fields marked `omitempty`
 * are not stored then, so that nobody sees them again. The same object when none is.
 */
export function omitEmpty<T extends object>(object: T, keys: readonly (keyof T)[]): T {
  let out: T | undefined;
  for (const key of keys) {
    if (!isGoEmpty(object[key])) continue;
    out ??= { ...object };
    delete out[key];
  }
  return out ?? object;
}
