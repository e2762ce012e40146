/**
 * True when two JSON values are equal, by reference first. An absent key and `null` are the same; an empty object or list and
 * nothing are not (`emptyDir: {}` means something).
 */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || a === null) return b === undefined || b === null;
  if (typeof a !== 'object' || typeof b !== 'object' || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let at = 0; at < a.length; at++) if (!sameJson(a[at], b[at])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const left = a as { readonly [key: string]: unknown };
  const right = b as { readonly [key: string]: unknown };
  for (const key in left) if (!sameJson(left[key], right[key])) return false;
  for (const key in right)
    if (right[key] !== undefined && right[key] !== null && !Object.hasOwn(left, key)) return false;
  return true;
}

/** True when two objects say the same but for `metadata.resourceVersion` and `metadata.managedFields`. */
export function sameObject(a: object, b: object): boolean {
  if (a === b) return true;
  const left = a as { readonly [key: string]: unknown };
  const right = b as { readonly [key: string]: unknown };
  for (const key in left) if (key !== 'metadata' && !sameJson(left[key], right[key])) return false;
  for (const key in right) if (!Object.hasOwn(left, key) && right[key] !== undefined) return false;
  return sameMetadata(left['metadata'], right['metadata']);
}

function sameMetadata(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const left = (a ?? {}) as { readonly [key: string]: unknown };
  const right = (b ?? {}) as { readonly [key: string]: unknown };
  const isOurs = (key: string): boolean => key === 'resourceVersion' || key === 'managedFields';
  for (const key in left) if (!isOurs(key) && !sameJson(left[key], right[key])) return false;
  for (const key in right)
    if (!isOurs(key) && !Object.hasOwn(left, key) && right[key] !== undefined && right[key] !== null) return false;
  return true;
}
