import type { Json } from '../../json.ts';

/**
 * What a value is found by in a Map: two values have the same key when `sameJson` calls them equal. Lists of a patch may be as long as a body
 * allows, so nothing may look through one list for each item of another.
 */
export function identityKey(value: Json | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'object') return `{${canonical(value)}`;
  return typeof value === 'string' ? `"${value}` : value;
}

function canonical(value: Json | undefined): string {
  if (value === undefined || value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join()}]`;
  const members = Object.entries(value as { readonly [key: string]: Json | undefined })
    .filter(([, member]) => member !== undefined && member !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}
