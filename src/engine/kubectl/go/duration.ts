import { quote } from './quote.ts';

const UNIT_MS: { readonly [unit: string]: number | undefined } = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a Go duration (`1m30s`), or the error text that Go gives. Models: time.ParseDuration */
export function parseDuration(text: string): { readonly ms: number } | { readonly error: string } {
  const invalid = { error: `time: invalid duration ${quote(text)}` };
  let rest = text;
  let sign = 1;
  if (rest.startsWith('-') || rest.startsWith('+')) {
    if (rest.startsWith('-')) sign = -1;
    rest = rest.slice(1);
  }
  if (rest === '0') return { ms: 0 };
  if (rest === '') return invalid;
  let ms = 0;
  while (rest !== '') {
    const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
    if (number === undefined) return invalid;
    rest = rest.slice(number.length);
    const unit = /^[^\d.]+/.exec(rest)?.[0];
    if (unit === undefined) return { error: `time: missing unit in duration ${quote(text)}` };
    const scale = UNIT_MS[unit];
    if (scale === undefined) return { error: `time: unknown unit ${quote(unit)} in duration ${quote(text)}` };
    ms += Number(number) * scale;
    rest = rest.slice(unit.length);
  }
  return { ms: sign * ms };
}

/** A duration as Go prints it: `1m0s`, `500ms`, `0s`. Models: time.Duration.String */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  const absolute = Math.abs(ms);
  if (absolute < 1e-3) return `${sign}${Math.round(absolute * 1e6)}ns`;
  if (absolute < 1) return `${sign}${trimmed(absolute * 1e3)}µs`;
  if (absolute < 1000) return `${sign}${trimmed(absolute)}ms`;
  const hours = Math.floor(absolute / 3_600_000);
  const minutes = Math.floor((absolute % 3_600_000) / 60_000);
  const seconds = trimmed((absolute % 60_000) / 1000);
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`;
  if (minutes > 0) return `${sign}${minutes}m${seconds}s`;
  return `${sign}${seconds}s`;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(9)));
}
