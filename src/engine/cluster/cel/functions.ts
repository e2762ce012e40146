import { BoundedRegExp } from '../regexp/bounded.ts';
import { parseTime } from '../timestamp.ts';
import { LIBRARY } from './library.ts';
import {
  CelError,
  CelMap,
  compare,
  Duration,
  entriesOf,
  equal,
  isList,
  JsonView,
  Optional,
  Timestamp,
  typeOf,
  type Value,
} from './values.ts';

type Call = (args: readonly Value[]) => Value;

const UNITS: { readonly [unit: string]: number } = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  ns: 0.000_001,
};

/** A span of time as Go writes it; undefined for other text. */
export function parseDuration(text: string): Duration | undefined {
  try {
    return duration(text);
  } catch {
    return undefined;
  }
}

function duration(text: string): Duration {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g)];
  const bare = text.replace(/^[-+]/, '');
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== bare)
    throw new CelError(`time: invalid duration ${JSON.stringify(text)}`);
  const ms = parts.reduce((sum, [, count = '0', unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
  return new Duration(text.startsWith('-') ? -ms : ms);
}

/** A value as `string()` writes it; undefined for values that it does not take. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Duration) return `${value.ms / 1000}s`;
  if (value instanceof Timestamp) return new Date(value.ms).toISOString().replace('.000Z', 'Z');
  return undefined;
}

function whole(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value));
  if (typeof value === 'string' && /^[-+]?\d+$/.test(value)) return BigInt(value);
  if (value instanceof Timestamp) return BigInt(Math.floor(value.ms / 1000));
  throw new CelError('type conversion error from string to int');
}

function regExp(pattern: string): RegExp {
  try {
    return new BoundedRegExp(pattern, 'u');
  } catch {
    throw new CelError(`error parsing regexp: ${pattern}`);
  }
}

function size(value: Value): bigint {
  if (typeof value === 'string') return BigInt([...value].length);
  if (isList(value)) return BigInt(value.length);
  if (value instanceof CelMap || value instanceof JsonView) return BigInt(entriesOf(value).length);
  throw new CelError('no such overload');
}

/** Calls `run` where all arguments are texts. */
const texts =
  (run: (...args: readonly string[]) => Value): Call =>
  (args) => {
    if (!args.every((each) => typeof each === 'string')) throw new CelError('no such overload');
    return run(...(args as readonly string[]));
  };

function list(value: Value | undefined): readonly Value[] {
  if (value === undefined || !isList(value)) throw new CelError('no such overload');
  return value;
}

function best(values: readonly Value[], sign: number): Value {
  const [first, ...rest] = values;
  if (first === undefined) throw new CelError('min/max called on empty list');
  return rest.reduce<Value>((found, each) => ((compare(each, found) ?? 0) * sign > 0 ? each : found), first);
}

function sum(values: readonly Value[]): Value {
  if (values.every((each) => typeof each === 'bigint'))
    return (values as readonly bigint[]).reduce((a, b) => a + b, 0n);
  return (values as readonly number[]).reduce((a, b) => a + Number(b), 0);
}

const moment =
  (read: (date: Date) => number): Call =>
  ([of]) => {
    if (!(of instanceof Timestamp)) throw new CelError('no such overload');
    return BigInt(read(new Date(of.ms)));
  };

/** Functions, and methods with the receiver as their first argument. Models: cel-go/common/stdlib, cel-go/ext, apiserver/pkg/cel/library */
export const FUNCTIONS: { readonly [name: string]: Call | undefined } = {
  ...LIBRARY,
  size: ([of]) => size(of ?? null),
  string: ([of]) => {
    const text = textOf(of ?? null);
    if (text === undefined) throw new CelError('no such overload');
    return text;
  },
  int: ([of]) => whole(of ?? null),
  uint: ([of]) => whole(of ?? null),
  double: ([of]) => {
    const number = typeof of === 'string' || typeof of === 'bigint' || typeof of === 'number' ? Number(of) : Number.NaN;
    if (Number.isNaN(number)) throw new CelError('type conversion error from string to double');
    return number;
  },
  bool: ([of]) => {
    if (typeof of === 'boolean') return of;
    if (of === 'true' || of === 'false') return of === 'true';
    throw new CelError('type conversion error from string to bool');
  },
  dyn: ([of]) => of ?? null,
  type: ([of]) => typeOf(of ?? null),
  duration: ([of]) => (of instanceof Duration ? of : duration(String(of))),
  timestamp: ([of]) => {
    if (of instanceof Timestamp) return of;
    const ms = parseTime(String(of));
    if (ms === undefined) throw new CelError(`invalid timestamp ${JSON.stringify(String(of))}`);
    return new Timestamp(ms);
  },
  contains: texts((of = '', part = '') => of.includes(part)),
  startsWith: texts((of = '', part = '') => of.startsWith(part)),
  endsWith: texts((of = '', part = '') => of.endsWith(part)),
  matches: texts((of = '', pattern = '') => regExp(pattern).test(of)),
  find: texts((of = '', pattern = '') => regExp(pattern).exec(of)?.[0] ?? ''),
  lowerAscii: texts((of = '') => of.replace(/[A-Z]/g, (char) => char.toLowerCase())),
  upperAscii: texts((of = '') => of.replace(/[a-z]/g, (char) => char.toUpperCase())),
  trim: texts((of = '') => of.trim()),
  replace: ([of, old, by]) => String(of).replaceAll(String(old), () => String(by)),
  split: ([of, by]) => String(of).split(String(by)),
  join: ([of, by = '']) => list(of).join(String(by)),
  charAt: ([of, at]) => [...String(of)][Number(at)] ?? '',
  substring: ([of, from, to]) =>
    [...String(of)].slice(Number(from), to === undefined ? undefined : Number(to)).join(''),
  indexOf: ([of, what]) =>
    typeof of === 'string'
      ? BigInt(of.indexOf(String(what)))
      : BigInt(list(of).findIndex((each) => equal(each, what ?? null))),
  lastIndexOf: ([of, what]) =>
    typeof of === 'string'
      ? BigInt(of.lastIndexOf(String(what)))
      : BigInt(list(of).findLastIndex((each) => equal(each, what ?? null))),
  isSorted: ([of]) => list(of).every((each, at) => at === 0 || (compare(list(of)[at - 1] ?? null, each) ?? 0) <= 0),
  sum: ([of]) => sum(list(of)),
  min: ([of]) => best(list(of), -1),
  max: ([of]) => best(list(of), 1),
  getFullYear: moment((date) => date.getUTCFullYear()),
  getMonth: moment((date) => date.getUTCMonth()),
  getDate: moment((date) => date.getUTCDate()),
  getDayOfMonth: moment((date) => date.getUTCDate() - 1),
  getDayOfWeek: moment((date) => date.getUTCDay()),
  getHours: ([of]) =>
    of instanceof Duration ? BigInt(Math.trunc(of.ms / 3_600_000)) : moment((date) => date.getUTCHours())([of ?? null]),
  getMinutes: ([of]) =>
    of instanceof Duration ? BigInt(Math.trunc(of.ms / 60_000)) : moment((date) => date.getUTCMinutes())([of ?? null]),
  getSeconds: ([of]) =>
    of instanceof Duration ? BigInt(Math.trunc(of.ms / 1000)) : moment((date) => date.getUTCSeconds())([of ?? null]),
  hasValue: ([of]) => of instanceof Optional && of.value !== undefined,
  orValue: ([of, other]) => (of instanceof Optional ? (of.value ?? other ?? null) : (of ?? null)),
  or: ([of, other]) => (of instanceof Optional && of.value !== undefined ? of : (other ?? null)),
  value: ([of]) => {
    if (!(of instanceof Optional) || of.value === undefined) throw new CelError('optional.none() dereference');
    return of.value;
  },
};
