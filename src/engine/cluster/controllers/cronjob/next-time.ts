import type { CronSchedule } from '../../resources/batch/cron-schedule.ts';
import { nextChange, offsetAt, type TimeZone } from '../../resources/batch/time-zone.ts';
import { civilTime } from '../../timestamp.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A schedule that matches no day in this time never does. */
const MAX_DAYS = 366 * 5;
/** Clock changes that are gone through in that time. */
const MAX_CHANGES = 12;

/** Day of month and day of week: either is enough when both are given. Models: robfig/cron SpecSchedule.dayMatches */
function matchesDay(schedule: CronSchedule, dayMs: number): boolean {
  const { month, day, weekday } = civilTime(dayMs);
  if (!schedule.month.has(month)) return false;
  const byMonth = schedule.dayOfMonth.has(day);
  const byWeek = schedule.dayOfWeek.has(weekday);
  return schedule.anyDayOfMonth || schedule.anyDayOfWeek ? byMonth && byWeek : byMonth || byWeek;
}

/** The first time after `afterMs` at which clocks of UTC show what the schedule asks for; undefined when they never do. */
function nextInUtc(schedule: CronSchedule, afterMs: number): number | undefined {
  const firstMs = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
  const firstDayMs = Math.floor(firstMs / DAY_MS) * DAY_MS;
  for (let day = 0; day < MAX_DAYS; day++) {
    const dayMs = firstDayMs + day * DAY_MS;
    if (!matchesDay(schedule, dayMs)) continue;
    for (let hour = 0; hour < 24; hour++) {
      if (!schedule.hour.has(hour)) continue;
      for (let minute = 0; minute < 60; minute++) {
        const ms = dayMs + hour * HOUR_MS + minute * MINUTE_MS;
        if (ms >= firstMs && schedule.minute.has(minute)) return ms;
      }
    }
  }
  return undefined;
}

/**
 * The first time after `afterMs` at which the schedule fires by the zone's clocks; undefined when it never does. What falls into an hour
 * that the clocks leave out is not run; what falls into one that they show twice is run twice. Models: robfig/cron SpecSchedule.Next
 */
export function nextTime(schedule: CronSchedule, afterMs: number, zone?: TimeZone): number | undefined {
  if (zone === undefined) return nextInUtc(schedule, afterMs);
  let fromMs = afterMs;
  for (let changes = 0; changes < MAX_CHANGES; changes++) {
    const offsetMs = offsetAt(zone, fromMs + 1);
    const changeMs = nextChange(zone, fromMs + 1);
    const local = nextInUtc(schedule, fromMs + offsetMs);
    const found = local === undefined ? undefined : local - offsetMs;
    if (changeMs === undefined || (found !== undefined && found < changeMs)) return found;
    fromMs = changeMs - 1;
  }
  return undefined;
}

/** The last time after `earliestMs` and not after `nowMs` at which the schedule fired. Models: cronjob.mostRecentScheduleTime */
export function latestTime(
  schedule: CronSchedule,
  earliestMs: number,
  nowMs: number,
  zone?: TimeZone,
): { readonly ms: number; readonly missed: number } | undefined {
  const first = nextTime(schedule, earliestMs, zone);
  if (first === undefined || first > nowMs) return undefined;
  // After a long pause most of the missed times are jumped over.
  const second = nextTime(schedule, first, zone);
  if (second === undefined) return { ms: first, missed: 1 };
  const period = second - first;
  let latest = first;
  const jumped = first + Math.floor((nowMs - first) / period) * period - period * 2;
  for (
    let ms = nextTime(schedule, Math.max(first, jumped) - 1, zone);
    ms !== undefined && ms <= nowMs;
    ms = nextTime(schedule, ms, zone)
  )
    latest = ms;
  return { ms: latest, missed: Math.floor((nowMs - first) / period) + 1 };
}
