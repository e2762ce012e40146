import { civilFromDays, daysFromCivil } from '../../cluster/timestamp.ts';

/** A moment's parts in UTC. `month` is 1–12, `weekday` 0 (Sunday)–6. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly weekday: number;
}

/** The UTC parts of a time in milliseconds since the epoch. */
export function momentOf(ms: number): Moment {
  const days = Math.floor(ms / 86_400_000);
  const inDay = Math.floor(ms - days * 86_400_000);
  return {
    ...civilFromDays(days),
    hour: Math.floor(inDay / 3_600_000),
    minute: Math.floor(inDay / 60_000) % 60,
    second: Math.floor(inDay / 1000) % 60,
    millisecond: inDay % 1000,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

/** Milliseconds since the epoch of an RFC 3339 time; undefined when it is none. */
export function parseRfc3339(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d+)?(?:[Zz]|([-+])(\d{2}):(\d{2}))$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHour, zoneMinute] = match;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const offset = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * (sign === '-' ? -1 : 1);
  const seconds = ((days * 24 + Number(hour)) * 60 + Number(minute) - offset) * 60 + Number(second);
  return seconds * 1000 + Number(fraction ?? 0) * 1000;
}

/** A time in seconds precision as `metav1.Time` is written: `2026-11-22T01:30:14Z`. */
export function formatRfc3339(ms: number): string {
  const { year, month, day, hour, minute, second } = momentOf(ms);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z`;
}

/** A number with at least two digits. */
export function two(value: number): string {
  return String(value).padStart(2, '0');
}
