/** A JSON value as Go's `%+v` prints it: `map[spec:map[replicas:two]]`, keys sorted. */
export function goMap(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goMap).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const object = value as { readonly [key: string]: unknown };
  return `map[${Object.keys(object)
    .sort()
    .map((key) => `${key}:${goMap(object[key])}`)
    .join(' ')}]`;
}
