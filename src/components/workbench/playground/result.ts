import type { Json } from '../../../engine/cluster/json.ts';

const MOST_CHARACTERS = 20_000;

/** A text as it is, unless it is an object or a list: then with a line for each field. */
function pretty(text: string): string {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What a query found, as it is shown. */
export function resultText(value: Json): string {
  const text = Array.isArray(value)
    ? value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each, null, 2))).join('\n')
    : pretty(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n…` : text;
}
