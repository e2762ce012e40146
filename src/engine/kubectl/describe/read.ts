import type { Json, JsonObject } from '../../cluster/json.ts';

/** Steps into an object: field names and list positions. */
export type Path = readonly (string | number)[];

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !isList(value);

/** The value at a path; undefined when a step is missing (null counts as missing). */
export function at(value: Json | undefined, ...path: Path): Json | undefined {
  let here = value;
  for (const step of path) {
    if (typeof step === 'number') here = isList(here) ? here[step] : undefined;
    else here = isObject(here) ? here[step] : undefined;
  }
  return here ?? undefined;
}

/** The text at a path; '' when there is none. Numbers and booleans are written out. */
export function text(value: Json | undefined, ...path: Path): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : found === undefined || typeof found === 'object' ? '' : String(found);
}

/** The number at a path; 0 when there is none, as Go's zero value. */
export function number(value: Json | undefined, ...path: Path): number {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : 0;
}

/** Whether the path holds `true`. */
export function flag(value: Json | undefined, ...path: Path): boolean {
  return at(value, ...path) === true;
}

/** The object at a path, or undefined. */
export function object(value: Json | undefined, ...path: Path): JsonObject | undefined {
  const found = at(value, ...path);
  return isObject(found) ? found : undefined;
}

/** The objects of the list at a path; empty when there is none. */
export function items(value: Json | undefined, ...path: Path): readonly JsonObject[] {
  const found = at(value, ...path);
  return isList(found) ? found.filter(isObject) : [];
}

/** The texts of the list at a path; empty when there is none. */
export function texts(value: Json | undefined, ...path: Path): readonly string[] {
  const found = at(value, ...path);
  return isList(found) ? found.map((each) => text(each)) : [];
}

/** A string map (labels, annotations, data) at a path as sorted pairs. */
export function pairs(value: Json | undefined, ...path: Path): readonly (readonly [string, string])[] {
  const found = object(value, ...path) ?? {};
  return Object.keys(found)
    .sort()
    .map((key) => [key, text(found[key])] as const);
}

/** A Go slice as `%v` prints it: `[a b]`. */
export const goList = (values: readonly string[]): string => `[${values.join(' ')}]`;
