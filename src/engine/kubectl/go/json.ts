import type { Json } from '../../cluster/json.ts';
import { numberText } from '../yaml/encode.ts';

/** JSON as Go's `json.Marshal` writes it: keys sorted, no spaces, `<`, `>` and `&` escaped. */
export function goJson(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return jsonString(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => goJson(item)).join(',')}]`;
  return `{${entriesOf(value)
    .map(([key, item]) => `${jsonString(key)}:${goJson(item)}`)
    .join(',')}}`;
}

/** How indented JSON is written. */
export interface IndentOptions {
  /** One level's spaces; four by default. */
  readonly unit?: string;
  /** `<`, `>` and `&` are escaped, as the default encoder does (the default). */
  readonly escapeHtml?: boolean;
  /** Keys stay in the object's own order, as the fields of a Go struct do. */
  readonly keepOrder?: boolean;
}

/** JSON as Go's `json.MarshalIndent` writes it. No newline at the end. */
export function goJsonIndent(value: Json, options: IndentOptions = {}, indent = ''): string {
  const { unit = '    ', escapeHtml = true } = options;
  const deeper = indent + unit;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => deeper + goJsonIndent(item, options, deeper)).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = options.keepOrder ? inOrder(value) : entriesOf(value);
    if (entries.length === 0) return '{}';
    const lines = entries.map(
      ([key, item]) => `${deeper}${jsonString(key, escapeHtml)}: ${goJsonIndent(item, options, deeper)}`,
    );
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return typeof value === 'string' ? jsonString(value, escapeHtml) : goJson(value);
}

/** A string as Go's encoder writes it. */
export function jsonString(text: string, escapeHtml = true): string {
  const plain = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  if (!escapeHtml) return plain;
  return plain.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
}

/** An object's set entries, sorted by key. */
export function entriesOf(object: object): readonly (readonly [string, Json])[] {
  return Object.entries(object as { readonly [key: string]: Json | undefined })
    .flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function inOrder(object: object): readonly (readonly [string, Json])[] {
  return Object.entries(object as { readonly [key: string]: Json | undefined }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
}
