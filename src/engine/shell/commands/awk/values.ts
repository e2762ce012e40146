import { floatText } from '../printf-core.ts';

/** Input that looks like a number compares as one and prints as it was. */
export interface NumericString {
  readonly text: string;
  readonly number: number;
}

/** A value; undefined is that of a variable never set. */
export type Value = number | string | NumericString | undefined;

const NUMERIC = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/;

/** A field or other input. */
export function inputValue(text: string): Value {
  return NUMERIC.test(text) ? { text, number: Number(text) } : text;
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value === 'object') return value.number;
  const match = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/.exec(value);
  return match === null ? 0 : Number(match[0]);
}

/** A number as CONVFMT or OFMT (`%.6g`) says; whole numbers without a point. */
export function toText(value: Value, format = '%.6g'): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'object') return value.text;
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value);
  const match = /^%\.?(\d*)([efgEFG])$/.exec(format);
  if (Number.isNaN(value)) return '-nan';
  const text = floatText(match?.[2] ?? 'g', Math.abs(value), Number(match?.[1] ?? 6));
  return value < 0 ? `-${text}` : text;
}

export function toBoolean(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return toNumber(value) !== 0;
}

/** Below, above or 0: by number when both are numbers or look like them, else by text. */
export function compareValues(left: Value, right: Value): number {
  if (typeof left !== 'string' && typeof right !== 'string') {
    const a = toNumber(left);
    const b = toNumber(right);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const a = toText(left);
  const b = toText(right);
  return a < b ? -1 : a > b ? 1 : 0;
}
