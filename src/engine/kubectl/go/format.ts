import type { Json } from '../../cluster/json.ts';
import { numberText } from '../yaml/encode.ts';
import { entriesOf } from './json.ts';
import { quote } from './quote.ts';

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`, `<nil>`. */
export function formatValue(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => formatValue(item)).join(' ')}]`;
  return `map[${entriesOf(value)
    .map(([key, item]) => `${key}:${formatValue(item)}`)
    .join(' ')}]`;
}

/** A value as Go's `%#v` prints what comes from JSON: `map[string]interface {}{"a":1}`. */
export function formatSyntax(value: Json | undefined): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map((item) => formatSyntax(item)).join(', ')}}`;
  return `map[string]interface {}{${entriesOf(value)
    .map(([key, item]) => `${quote(key)}:${formatSyntax(item)}`)
    .join(', ')}}`;
}

/** The Go type that a value from JSON has. */
export function goType(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}
