import type { Json } from '../../cluster/json.ts';

const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const SPECIAL_FLOATS = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[-+]\d{2}:\d{2})|\s\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?)?$/;

/** What a plain YAML scalar means; a string means that it is one. Models: go.yaml.in/yaml/v2 resolve (YAML 1.1 words, 1.2 octals) */
export function resolvePlain(text: string): Json {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text[0] ?? '';
  if (!/[-+.0-9]/.test(first)) return text;
  if (TIMESTAMP.test(text)) return text;
  const plain = text.replaceAll('_', '');
  if (first !== '.' && INTEGER.test(plain)) return integer(plain);
  if (FLOAT.test(first === '.' ? text : plain)) return Number(first === '.' ? text : plain);
  return text;
}

/** True when a string, written plainly, would be read back as something else, so that it needs quotes. */
export function needsQuotes(text: string): boolean {
  if (typeof resolvePlain(text) !== 'string') return true;
  if (SPECIAL_FLOATS.test(text) || TIMESTAMP.test(text)) return true;
  return /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
}

/** True for `.inf` and `.nan`, which JSON cannot hold. */
export function isSpecialFloat(text: string): boolean {
  return SPECIAL_FLOATS.test(text);
}

function integer(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]/, '').toLowerCase();
  if (/^0[xb]/.test(digits)) return sign * Number(digits);
  if (/^0o?[0-7]+$/.test(digits)) return sign * Number.parseInt(digits.replace(/^0o?/, ''), 8);
  return sign * Number(digits);
}
