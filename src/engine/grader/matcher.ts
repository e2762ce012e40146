import type { Json } from '../cluster/json.ts';
import { BoundedRegExp } from '../cluster/regexp/bounded.ts';
import type { Matcher } from './lab.ts';

/** Equal as JSON: key order does not matter. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index]))
    );
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    left.size === right.size && [...left].every(([key, value]) => right.has(key) && sameJson(value, right.get(key)))
  );
}

/** A value as a learner would read it. */
export function asText(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function same(value: Json | undefined, wanted: Json): boolean {
  if (sameJson(value, wanted)) return true;
  const loose = (item: Json | undefined): boolean =>
    typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean';
  return loose(value) && loose(wanted) && typeof value !== typeof wanted && String(value) === String(wanted);
}

function contains(value: Json | undefined, part: Json): boolean {
  if (typeof value === 'string') return value.includes(String(part));
  if (Array.isArray(value)) return value.some((item) => same(item, part));
  return typeof value === 'object' && value !== null && typeof part === 'string' && Object.hasOwn(value, part);
}

function number(value: Json | undefined): number {
  return typeof value === 'number'
    ? value
    : typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : Number.NaN;
}

/** The rules a matcher can hold, each with what it asks of a value. */
const RULES: {
  readonly [rule in keyof Matcher]-?: (value: Json | undefined, wanted: Json, all: readonly Json[]) => boolean;
} = {
  equals: (value, wanted) => value !== undefined && same(value, wanted),
  not: (value, wanted) => value !== undefined && !same(value, wanted),
  matches: (value, wanted) => value !== undefined && new BoundedRegExp(String(wanted)).test(asText(value)),
  contains,
  in: (value, wanted) => value !== undefined && Array.isArray(wanted) && wanted.some((item) => same(value, item)),
  less: (value, wanted) => number(value) < Number(wanted),
  lessOrEqual: (value, wanted) => number(value) <= Number(wanted),
  greater: (value, wanted) => number(value) > Number(wanted),
  greaterOrEqual: (value, wanted) => number(value) >= Number(wanted),
  exists: (value) => value !== undefined,
  absent: (value) => value === undefined,
  count: (_value, wanted, all) => all.length === wanted,
};

const WORDS: { readonly [rule in keyof Matcher]-?: string } = {
  equals: '=',
  not: '≠',
  matches: '~',
  contains: '∋',
  in: '∈',
  less: '<',
  lessOrEqual: '≤',
  greater: '>',
  greaterOrEqual: '≥',
  exists: 'exists',
  absent: 'absent',
  count: 'count',
};

/** The first rule that does not hold, in signs any language reads (`≤ 1`), or undefined when all hold. No rule: the value must be truthy. */
export function unmet(matcher: Matcher, values: readonly Json[]): string | undefined {
  const rules = Object.entries(matcher) as [keyof Matcher, Json][];
  const value = values.length > 1 ? values : values[0];
  if (rules.length === 0)
    return value === undefined || value === null || value === false || value === '' ? 'true' : undefined;
  for (const [rule, wanted] of rules) {
    if (!RULES[rule](value, wanted, values))
      return rule === 'exists' || rule === 'absent' ? WORDS[rule] : `${WORDS[rule]} ${asText(wanted)}`;
  }
  return undefined;
}
