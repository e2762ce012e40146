import type { Cell, Table } from './tables.ts';

/** Thrown for what is wrong or not known; the message begins with ERROR where it is the server's own. */
export class SqlError extends Error {}

/** A constant as it is written. */
export function literal(text: string): Cell {
  const word = text.trim();
  if (/^null$/i.test(word)) return null;
  if (/^-?\d+(?:\.\d+)?$/.test(word)) return Number(word);
  if (/^'.*'$/s.test(word)) return word.slice(1, -1).replace(/''/g, "'").replace(/\\(.)/g, '$1');
  if (/^"[^"]*"$/.test(word)) return word.slice(1, -1);
  if (/^(?:true|false)$/i.test(word)) return /true/i.test(word) ? 1 : 0;
  throw new SqlError(word);
}

/** Parts between commas outside of quotes and brackets. */
export function parts(text: string): readonly string[] {
  const out: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quote !== '') {
      if (letter === '\\') at += 1;
      else if (letter === quote) quote = '';
    } else if (letter === "'" || letter === '"' || letter === '`') quote = letter;
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    else if (letter === ',' && depth === 0) {
      out.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  out.push(text.slice(from).trim());
  return out;
}

/** A name without its quotes and its qualifier. */
export const unquoted = (name: string): string =>
  name
    .trim()
    .replace(/^[`"]|[`"]$/g, '')
    .replace(/^.*\./, '');

/** Whether a row is meant. */
export type Filter = (row: readonly Cell[]) => boolean;

/** Reads `a = 1 and b like 'x%'`. */
export function where(table: Table, text: string | undefined): Filter {
  if (text === undefined) return () => true;
  const tests = text.split(/\s+and\s+/i).map((test): Filter => {
    const match = /^\(?\s*([`"\w.]+)\s*(=|!=|<>|<=|>=|<|>|\blike\b|\bis\b)\s*([\s\S]+?)\)?$/i.exec(test.trim());
    if (match === null) throw new SqlError(test);
    const at = columnAt(table, match[1] ?? '');
    const operator = (match[2] ?? '').toLowerCase();
    const given = match[3] ?? '';
    if (operator === 'is') return (row) => (row[at] === null) === !/not/i.test(given);
    const value = literal(given);
    if (operator === 'like') {
      const pattern = String(value).toLowerCase().split('%');
      return (row) => matchesLike(String(row[at] ?? '').toLowerCase(), pattern);
    }
    return (row) => compare(row[at] ?? null, value, operator);
  });
  return (row) => tests.every((test) => test(row));
}

function matchesLike(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

function compare(left: Cell, right: Cell, operator: string): boolean {
  if (left === null || right === null) return false;
  const [a, b] = typeof left === 'number' || typeof right === 'number' ? [Number(left), Number(right)] : [left, right];
  if (operator === '=') return a === b;
  if (operator === '!=' || operator === '<>') return a !== b;
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  return operator === '<=' ? a <= b : a >= b;
}

/** A column's place. */
export function columnAt(table: Table, name: string): number {
  const at = table.columns.findIndex((column) => column.name.toLowerCase() === unquoted(name).toLowerCase());
  if (at < 0) throw new SqlError(name);
  return at;
}
