import type { Json, JsonObject } from '../../../cluster/json.ts';
import { record } from '../../../cluster/json-readers.ts';

/** Paths told of one change. */
const MOST_PATHS = 6;
const NOT_TOLD = new Set(['metadata.resourceVersion', 'metadata.generation', 'metadata.managedFields', 'metadata.uid']);

export function number(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function walk(before: Json | undefined, after: Json | undefined, path: string, found: string[]): void {
  if (before === after || found.length >= MOST_PATHS || NOT_TOLD.has(path)) return;
  const [a, b] = [record(before), record(after)];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  if (names.size === 0 || before === undefined || after === undefined) {
    if (JSON.stringify(before) !== JSON.stringify(after)) found.push(path);
    return;
  }
  for (const name of names) walk(a[name], b[name], path === '' ? name : `${path}.${name}`, found);
}

/** Paths of the fields in which two states differ, lists as a whole; the first few of them. */
export function changedPaths(before: JsonObject, after: JsonObject): readonly string[] {
  const found: string[] = [];
  walk(before, after, '', found);
  return found;
}
