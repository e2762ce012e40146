import { civilTime, daysFromCivil } from '../../timestamp.ts';
import { TIME_ZONE_RULES } from './time-zones.generated.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A day of the year at which the clocks change: the `week`th `weekday` of a month (5 = the last), at a time of that day's old clock. */
interface Change {
  readonly month: number;
  readonly week: number;
  readonly weekday: number;
  readonly secondsOfDay: number;
}

/** How far local clocks are ahead of UTC, and when that changes. */
export interface TimeZone {
  readonly name: string;
  readonly standardMs: number;
  readonly summer?: { readonly offsetMs: number; readonly starts: Change; readonly ends: Change };
}

const NAME = '(?:<[^>]+>|[A-Za-z]+)';
const OFFSET = '([+-]?\\d+(?::\\d+){0,2})';
const RULE = new RegExp(`^${NAME}${OFFSET}(?:${NAME}${OFFSET}?(?:,([^,]+),([^,]+))?)?$`);

/** `5`, `-12:45`, `26`, in seconds. */
function seconds(text: string): number {
  const [hours = 0, minutes = 0, rest = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + rest);
}

function change(text: string): Change {
  const [day = '', time = '2'] = text.split('/');
  const [month = 1, week = 1, weekday = 0] = day.slice(1).split('.').map(Number);
  return { month, week, weekday, secondsOfDay: seconds(time) };
}

/** A rule as POSIX writes it: `EST5EDT,M3.2.0,M11.1.0`. Offsets there count to the west. */
function parseRule(name: string, rule: string): TimeZone {
  const [, standard = '0', summer, starts, ends] = RULE.exec(rule) ?? [];
  const standardMs = 0 - seconds(standard) * 1000;
  if (starts === undefined || ends === undefined) return { name, standardMs };
  const offsetMs = summer === undefined ? standardMs + 3_600_000 : 0 - seconds(summer) * 1000;
  return { name, standardMs, summer: { offsetMs, starts: change(starts), ends: change(ends) } };
}

let rules: Map<string, string> | undefined;
const parsed = new Map<string, TimeZone>();

/** The zone of this name in the tz database; undefined when there is none. */
export function timeZone(name: string): TimeZone | undefined {
  if (rules === undefined) {
    rules = new Map();
    for (const line of TIME_ZONE_RULES.trim().split('\n')) {
      const [rule = '', ...names] = line.split(' ');
      for (const each of names) rules.set(each, rule);
    }
  }
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const rule = rules.get(name);
  if (rule === undefined) return undefined;
  const zone = parseRule(name, rule);
  parsed.set(name, zone);
  return zone;
}

/** The instant of a change in a year, where the clocks before it are `offsetMs` ahead. */
function instant({ month, week, weekday, secondsOfDay }: Change, year: number, offsetMs: number): number {
  const first = daysFromCivil(year, month, 1);
  const toWeekday = (weekday - civilTime(first * DAY_MS).weekday + 7) % 7;
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  let day = first + toWeekday + (week - 1) * 7;
  while (day >= next) day -= 7;
  return day * DAY_MS + secondsOfDay * 1000 - offsetMs;
}

/** The changes around a moment, in order, with the offset that each brings. */
function changesNear(zone: TimeZone, ms: number): readonly (readonly [atMs: number, offsetMs: number])[] {
  const { standardMs, summer } = zone;
  if (summer === undefined) return [];
  const { year } = civilTime(ms);
  const out: (readonly [number, number])[] = [];
  for (const each of [year - 1, year, year + 1])
    out.push(
      [instant(summer.starts, each, standardMs), summer.offsetMs],
      [instant(summer.ends, each, summer.offsetMs), standardMs],
    );
  return out.sort(([a], [b]) => a - b);
}

/** Milliseconds that the zone's clocks are ahead of UTC at this moment. */
export function offsetAt(zone: TimeZone, ms: number): number {
  let offset = zone.standardMs;
  for (const [atMs, offsetMs] of changesNear(zone, ms)) if (atMs <= ms) offset = offsetMs;
  return offset;
}

/** The next moment after `ms` at which the zone's clocks change; undefined where they never do. */
export function nextChange(zone: TimeZone, ms: number): number | undefined {
  return changesNear(zone, ms).find(([atMs]) => atMs > ms)?.[0];
}

/** `+02:00`, as RFC 3339 ends a time; `Z` for UTC. */
export function offsetText(offsetMs: number): string {
  if (offsetMs === 0) return 'Z';
  const minutes = Math.abs(offsetMs) / MINUTE_MS;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
