import type { Json, JsonObject } from '../json.ts';
import { compareQuantities, formatQuantity, type Quantity } from '../resources/quantity.ts';

/** What went wrong while an expression was evaluated, in cel-go's words. */
export class CelError extends Error {}

/** A span of time, milliseconds. */
export class Duration {
  constructor(readonly ms: number) {}
}

/** A moment, milliseconds since the Unix epoch. */
export class Timestamp {
  constructor(readonly ms: number) {}
}

/** A quantity, as of memory. Models: apiserver/pkg/cel.Quantity */
export class QuantityValue {
  constructor(readonly quantity: Quantity) {}
}

/** Something that may be missing. Models: cel-go/common/types.Optional */
export class Optional {
  constructor(readonly value: Value | undefined) {}
}

/** A map made by an expression, by the keys' text and type. */
export class CelMap {
  readonly entries = new Map<string, readonly [key: Value, value: Value]>();

  set(key: Value, value: Value): void {
    this.entries.set(keyText(key), [key, value]);
  }

  get(key: Value): Value | undefined {
    return this.entries.get(keyText(key))?.[1];
  }
}

const keyText = (key: Value): string => `${typeof key} ${String(key)}`;

/** A value: whole numbers are big integers, others doubles; lists and objects of JSON are read as they are asked for. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Duration
  | Timestamp
  | QuantityValue
  | Optional
  | CelMap
  | readonly Value[]
  | JsonView;

/** An object of JSON, whose members become values when they are read. */
export class JsonView {
  constructor(readonly object: JsonObject) {}

  has(name: string): boolean {
    return Object.hasOwn(this.object, name) && this.object[name] !== undefined;
  }

  get(name: string): Value | undefined {
    return this.has(name) ? celValue(this.object[name] ?? null) : undefined;
  }

  keys(): readonly string[] {
    return Object.keys(this.object).filter((name) => this.has(name));
  }
}

/** JSON as a value. */
export function celValue(json: Json): Value {
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json;
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return (json as readonly Json[]).map(celValue);
  return new JsonView(json as JsonObject);
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** The name of a value's type, as messages have it. */
export function typeOf(value: Value): string {
  if (value === null) return 'null_type';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'string') return 'string';
  if (value instanceof Duration) return 'duration';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof QuantityValue) return 'kubernetes.Quantity';
  if (value instanceof Optional) return 'optional_type';
  return isList(value) ? 'list' : 'map';
}

/** The entries of a map or an object. */
export function entriesOf(value: CelMap | JsonView): readonly (readonly [Value, Value])[] {
  if (value instanceof CelMap) return [...value.entries.values()];
  return value.keys().map((name) => [name, value.get(name) ?? null] as const);
}

const isNumber = (value: Value): value is bigint | number => typeof value === 'bigint' || typeof value === 'number';

/** CEL's equality: numbers by their value, lists and maps by their members. */
export function equal(a: Value, b: Value): boolean {
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b) && (typeof a !== typeof b || a === b);
  if (a instanceof Optional || b instanceof Optional) {
    if (!(a instanceof Optional && b instanceof Optional)) return false;
    return a.value === undefined || b.value === undefined ? a.value === b.value : equal(a.value, b.value);
  }
  if ((a instanceof Duration && b instanceof Duration) || (a instanceof Timestamp && b instanceof Timestamp))
    return a.ms === b.ms;
  if (a instanceof QuantityValue && b instanceof QuantityValue)
    return compareQuantities(formatQuantity(a.quantity), formatQuantity(b.quantity)) === 0;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (isList(a) || isList(b))
    return isList(a) && isList(b) && a.length === b.length && a.every((item, at) => equal(item, b[at] ?? null));
  if (!(a instanceof CelMap || a instanceof JsonView) || !(b instanceof CelMap || b instanceof JsonView)) return false;
  const [mine, theirs] = [entriesOf(a), entriesOf(b)];
  return (
    mine.length === theirs.length &&
    mine.every(([key, value]) => theirs.some(([other, it]) => equal(key, other) && equal(value, it)))
  );
}

/** Below zero, zero or above, for two values that have an order; undefined for others. */
export function compare(a: Value, b: Value): number | undefined {
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if ((a instanceof Duration && b instanceof Duration) || (a instanceof Timestamp && b instanceof Timestamp))
    return a.ms - b.ms;
  return undefined;
}
