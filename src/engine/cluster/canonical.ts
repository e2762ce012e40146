/** Keys as JSON writes them: few occur, and very often. */
const quotedKeys = new Map<string, string>();
const QUOTED_LIMIT = 4096;

function quotedKey(key: string): string {
  let quoted = quotedKeys.get(key);
  if (quoted === undefined) {
    quoted = `${JSON.stringify(key)}:`;
    if (quotedKeys.size >= QUOTED_LIMIT) quotedKeys.clear();
    quotedKeys.set(key, quoted);
  }
  return quoted;
}

/** JSON with keys in code-unit order and no blanks: the same text for equal values, whatever order they were built in. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++)
      text += at === 0 ? canonicalJson(value[at]) : `,${canonicalJson(value[at])}`;
    return `[${text}]`;
  }
  const object = value as { readonly [key: string]: unknown };
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    if (text !== '') text += ',';
    text += quotedKey(key);
    text += canonicalJson(member);
  }
  return `{${text}}`;
}
