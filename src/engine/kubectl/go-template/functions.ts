import { decodeBase64 } from '../../cluster/base64.ts';
import type { Json } from '../../cluster/json.ts';
import { formatValue, goType } from '../go/format.ts';
import { sprintf } from '../go/sprintf.ts';

/** A function that refused its arguments; the executor says where. */
export class CallError extends Error {}

type Value = Json | undefined;

/** A value that counts as true: not nil, zero or empty. Models: text/template.IsTrue */
export function isTrue(value: Value): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'object') return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
  return value !== '' && value !== 0 && value !== false;
}

/** The functions of a template besides `and` and `or`, which do not look at all their arguments. */
export const functions: { readonly [name: string]: ((args: readonly Value[]) => Value) | undefined } = {
  not: ([value]) => !isTrue(value),
  len: ([value]) => {
    if (typeof value === 'string') return new TextEncoder().encode(value).length;
    if (Array.isArray(value)) return value.length;
    if (typeof value === 'object' && value !== null) return Object.keys(value).length;
    if (value === undefined || value === null) throw new CallError('len of nil pointer');
    throw new CallError(`len of type ${goType(value)}`);
  },
  index: ([item, ...keys]) => keys.reduce(index, item),
  slice: ([item, from, to]) => {
    if (typeof item !== 'string' && !Array.isArray(item))
      throw new CallError(`can't slice item of type ${goType(item)}`);
    const start = typeof from === 'number' ? from : 0;
    const end = typeof to === 'number' ? to : item.length;
    if (start < 0 || start > item.length) throw new CallError(`index out of range: ${start}`);
    if (end < 0 || end > item.length) throw new CallError(`index out of range: ${end}`);
    if (start > end) throw new CallError(`invalid slice index: ${start} > ${end}`);
    return item.slice(start, end);
  },
  print: (args) => joined(args, false),
  println: (args) => `${joined(args, true)}\n`,
  printf: ([format, ...args]) => {
    if (typeof format !== 'string') throw new CallError('wrong type for value; expected string');
    return sprintf(
      format,
      args.map((value) => value ?? null),
    );
  },
  html: (args) => joined(args, false).replace(/[&<>"']/g, (character) => HTML[character] ?? character),
  js: (args) => joined(args, false).replace(/[\\'"<>&=\n\r\t]/g, (character) => JS[character] ?? character),
  urlquery: (args) =>
    encodeURIComponent(joined(args, false).replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%20', '+'),
  eq: ([first, ...rest]) => {
    if (rest.length === 0) throw new CallError('missing argument for comparison');
    return rest.some((value) => equal(first, value));
  },
  ne: ([a, b]) => !equal(a, b),
  lt: ([a, b]) => less(a, b),
  le: ([a, b]) => less(a, b) || equal(a, b),
  gt: ([a, b]) => !less(a, b) && !equal(a, b),
  ge: ([a, b]) => !less(a, b),
  exists: ([item, ...keys]) => {
    let value: Value = item;
    for (const key of keys) {
      if (Array.isArray(value) && typeof key === 'number') value = value[key];
      else if (typeof value === 'object' && value !== null && typeof key === 'string')
        value = Object.hasOwn(value, key) ? (value as { readonly [key: string]: Value })[key] : undefined;
      else return false;
    }
    return value !== undefined && value !== null;
  },
  base64decode: ([value]) => {
    const decoded = decodeBase64(String(value ?? ''));
    if (decoded === undefined) throw new CallError('base64 decode failed: illegal base64 data at input byte 0');
    return decoded;
  },
};

/** All names that a template may call. */
export const functionNames: ReadonlySet<string> = new Set([...Object.keys(functions), 'and', 'or', 'call']);

function index(item: Value, key: Value): Value {
  if (item === undefined || item === null) throw new CallError('index of untyped nil');
  if (Array.isArray(item)) {
    if (typeof key !== 'number') throw new CallError(`cannot index slice/array with type ${goType(key)}`);
    if (key < 0 || key >= item.length) throw new CallError(`index out of range: ${key}`);
    return item[key];
  }
  if (typeof item === 'object') {
    if (typeof key !== 'string')
      throw new CallError(`value has type ${goType(key).replace('int64', 'int')}; should be string`);
    return Object.hasOwn(item, key) ? (item as { readonly [key: string]: Value })[key] : undefined;
  }
  throw new CallError(`can't index item of type ${goType(item)}`);
}

function equal(a: Value, b: Value): boolean {
  const left = a ?? null;
  const right = b ?? null;
  if (left === null || right === null) return left === right;
  if (typeof left === 'object' || typeof right === 'object') {
    if (typeof left !== typeof right) throw incompatible(left, right);
    throw new CallError(`non-comparable type ${formatValue(left)}: ${goType(left)}`);
  }
  if (goType(left) !== goType(right)) throw incompatible(left, right);
  return left === right;
}

function incompatible(a: Value, b: Value): CallError {
  return new CallError(`incompatible types for comparison: ${goType(a)} and ${goType(b)}`);
}

function less(a: Value, b: Value): boolean {
  const comparable = (value: Value): boolean => typeof value === 'number' || typeof value === 'string';
  if (!comparable(a) || !comparable(b)) throw new CallError('invalid type for comparison');
  if (goType(a) !== goType(b)) throw incompatible(a, b);
  return (a as number | string) < (b as number | string);
}

/** Most that one call prints: a template names one list many times more quickly than anybody reads it. */
const MOST_CHARACTERS = 2_000_000;

/** Models: fmt.Sprint: a space between operands when neither is a string */
function joined(args: readonly Value[], always: boolean): string {
  let text = '';
  for (const [at, value] of args.entries()) {
    const before = args[at - 1];
    const space = at > 0 && (always || (typeof value !== 'string' && typeof before !== 'string'));
    text += (space ? ' ' : '') + formatValue(value ?? null);
    if (text.length > MOST_CHARACTERS) throw new CallError(`stopped after ${MOST_CHARACTERS} characters`);
  }
  return text;
}

const HTML: { readonly [character: string]: string | undefined } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};
const JS: { readonly [character: string]: string | undefined } = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
  '\n': '\\u000A',
  '\r': '\\u000D',
  '\t': '\\u0009',
};
