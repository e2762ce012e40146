import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json-readers.ts';

/**
 * What makes one JSON value of another, as JSON. `[value]`: that value instead. `[removed, members]`: an object without the members named in
 * `removed` and with each of `members` (a name, its delta, a name, …) changed or added. `[length, items, 0]`: an array of that length with
 * each of `items` (a place, its delta, a place, …) changed or added.
 */
export type Delta =
  | readonly [Json]
  | readonly [readonly string[], readonly Json[]]
  | readonly [number, readonly Json[], 0];

const membersOf = (object: JsonObject): string[] => Object.keys(object).filter((name) => object[name] !== undefined);

/** Undefined when both are equal. */
function objectDelta(before: JsonObject, after: JsonObject): Delta | undefined {
  const [old, now] = [membersOf(before), membersOf(after)];
  const removed = old.filter((name) => after[name] === undefined);
  // The order of members is part of what is kept: those that stay, then those that came.
  let place = 0;
  for (const name of old) if (after[name] !== undefined && now[place++] !== name) return [after];
  const members: Json[] = [];
  for (const name of now) {
    // Setting it would change the prototype.
    if (name === '__proto__') return [after];
    const value = after[name] ?? null;
    const delta = before[name] === undefined ? ([value] as const) : deltaOf(before[name], value);
    if (delta !== undefined) members.push(name, delta as Json);
  }
  return removed.length === 0 && members.length === 0 ? undefined : [removed, members];
}

function arrayDelta(before: readonly Json[], after: readonly Json[]): Delta | undefined {
  const items: Json[] = [];
  for (const [at, item] of after.entries()) {
    const old = before[at];
    const delta = old === undefined ? ([item] as const) : deltaOf(old, item);
    if (delta !== undefined) items.push(at, delta as Json);
  }
  return items.length === 0 && before.length === after.length ? undefined : [after.length, items, 0];
}

/** What makes `after` of `before`; undefined when they are equal, the order of members included. Costs what the two do not share. */
export function deltaOf(before: Json, after: Json): Delta | undefined {
  if (before === after) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) return arrayDelta(before, after);
  if (isObject(before) && isObject(after)) return objectDelta(before, after);
  return [after];
}

/** What a delta makes of a value; what it does not change is shared with it. */
export function withDelta(before: Json, delta: Delta): Json {
  if (delta.length === 1) return delta[0];
  if (delta.length === 3) {
    const items = Array.isArray(before) ? before.slice(0, delta[0]) : [];
    for (let at = 0; at < delta[1].length; at += 2) {
      const place = Number(delta[1][at]);
      items[place] = withDelta(items[place] ?? null, delta[1][at + 1] as unknown as Delta);
    }
    return items;
  }
  const [removed, members] = delta;
  const object: { [name: string]: Json | undefined } = isObject(before) ? { ...before } : {};
  for (const name of removed) delete object[name];
  for (let at = 0; at < members.length; at += 2) {
    const name = String(members[at]);
    object[name] = withDelta(object[name] ?? null, members[at + 1] as unknown as Delta);
  }
  return object;
}
