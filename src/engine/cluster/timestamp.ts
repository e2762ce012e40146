const DAY_MS = 86_400_000;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Days since 1970-01-01 to a date: month 1–12 (proleptic Gregorian; Hinnant's algorithm). */
export function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Days since 1970-01-01 of a date: month 1–12. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

let lastSecond = Number.NaN;
/** Without its zone, and with it: most of what a cluster writes in one second bears the same time, as one string. */
let lastText = '';
let lastTime = '';

function toSecond(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second === lastSecond) return lastText;
  const days = Math.floor((second * 1000) / DAY_MS);
  const { year, month, day } = civilFromDays(days);
  const rest = second - days * 86_400;
  const time = [pad(Math.floor(rest / 3600), 2), pad(Math.floor(rest / 60) % 60, 2), pad(rest % 60, 2)];
  lastSecond = second;
  // Joined, a text is in one piece; a template keeps the pieces it was made of.
  lastText = [[pad(year, 4), pad(month, 2), pad(day, 2)].join('-'), time.join(':')].join('T');
  lastTime = [lastText, 'Z'].join('');
  return lastText;
}

/** Milliseconds since the epoch as metav1.Time writes them: `2026-11-22T01:24:13Z`, whole seconds, rounded down. */
export function formatTime(ms: number): string {
  toSecond(ms);
  return lastTime;
}

/** Milliseconds since the epoch as metav1.MicroTime writes them: `2026-11-22T01:24:13.076731Z`. */
export function formatMicroTime(ms: number): string {
  const micros = Math.min(999_999, Math.round((ms - Math.floor(ms / 1000) * 1000) * 1000));
  return [toSecond(ms), '.', pad(micros, 6), 'Z'].join('');
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** An RFC 3339 time in milliseconds since the epoch (with a fraction); undefined when it is not one. */
export function parseTime(text: string | null | undefined): number | undefined {
  const match = text ? RFC3339.exec(text) : null;
  if (match === null) return undefined;
  const part = (at: number): number => Number(match[at] ?? '0');
  const offsetMinutes = (match[8] === '-' ? -1 : 1) * (part(9) * 60 + part(10));
  const fraction = match[7] === undefined ? 0 : Number(`0.${match[7]}`) * 1000;
  const seconds = part(4) * 3600 + part(5) * 60 + part(6) - offsetMinutes * 60;
  return daysFromCivil(part(1), part(2), part(3)) * DAY_MS + seconds * 1000 + fraction;
}

/** A moment on the calendar of UTC: month 1–12, weekday 0 = Sunday. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
}

/** The date in UTC of milliseconds since the epoch. */
export function civilTime(ms: number): CivilTime {
  const days = Math.floor(ms / DAY_MS);
  return { ...civilFromDays(days), weekday: (((days + 4) % 7) + 7) % 7 };
}
