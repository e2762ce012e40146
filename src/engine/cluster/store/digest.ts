/** The second half of the digest that `digest` returned last. */
let second = 0;

const OBJECT = 0x2545f491;
const ARRAY = 0x1b873593;
const TEXT = 0x3c6ef372;
const NUMBER = 0x165667b1;

/** Mixes a digest's halves well, so that sums of digests do not cancel out. Returns the first, sets `second`. */
function mixed(a: number, b: number): number {
  let x = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  let y = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 15), 0x9e3779b1) + y;
  y = Math.imul(y ^ (y >>> 15), 0x85ebca77) + x;
  second = y | 0;
  return x | 0;
}

function ofText(text: string, tag: number): number {
  let a = tag ^ text.length;
  let b = ~tag;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  return mixed(a, b);
}

function ofMembers(object: { readonly [key: string]: unknown }): number {
  let a = OBJECT;
  let b = ~OBJECT;
  for (const key in object) {
    const member = object[key];
    if (member === undefined) continue;
    const valueA = digest(member);
    const valueB = second;
    const keyA = ofText(key, OBJECT);
    const keyB = second;
    // Added up: the order in which keys were set does not count.
    a = (a + mixed(keyA ^ Math.imul(valueA, 0x27d4eb2f), keyB ^ Math.imul(valueB, 0x2c1b3c6d))) | 0;
    b = (b + second) | 0;
  }
  return mixed(a, b);
}

function ofItems(items: readonly unknown[]): number {
  let a = ARRAY ^ items.length;
  let b = ~ARRAY;
  for (let at = 0; at < items.length; at++) {
    const item = digest(items[at]);
    b = Math.imul(b ^ second, 0x5f356495);
    a = Math.imul(a ^ item, 0x9e3779b1);
  }
  return mixed(a, b);
}

/** What is under these objects is worked out once: a pod's versions share its spec. */
const shared = new WeakMap<object, readonly [number, number]>();

/** As `digest`, remembered for as long as the object lives. */
function remembered(object: object): number {
  const known = shared.get(object);
  if (known !== undefined) {
    second = known[1];
    return known[0];
  }
  const first = digest(object);
  shared.set(object, [first, second]);
  return first;
}

/** 64 bits of what a JSON value says: equal for equal values, whatever order their keys were set in. The other half is in `second`. */
function digest(value: unknown): number {
  if (typeof value === 'string') return ofText(value, TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? ofText(String(value + 0), NUMBER) : mixed(0, 0);
  if (typeof value === 'boolean') return value ? mixed(1, 1) : mixed(2, 2);
  if (value === null || typeof value !== 'object') return mixed(0, 0);
  return Array.isArray(value) ? ofItems(value) : ofMembers(value as { readonly [key: string]: unknown });
}

const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0');

/**
 * 128 bits of an API object as 32 hexadecimal digits (64 of its spec, 64 of the rest), equal for equal objects. It tells histories apart that came out differently; it does
 * not resist somebody who looks for two alike. Costs what the object does not share with one that was asked for before.
 */
export function objectDigest(object: { readonly [field: string]: unknown }): string {
  const { spec, ...rest } = object;
  const a = digest(rest);
  const b = second;
  const specA = typeof spec === 'object' && spec !== null ? remembered(spec) : digest(spec);
  return `${hex(a)}${hex(b)}${hex(specA)}${hex(second)}`;
}
