import { formatTime, parseTime } from '../../cluster/timestamp.ts';

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;
const ZERO = 'Mon, 01 Jan 0001 00:00:00 +0000';

/** An RFC 3339 time as Go's RFC1123Z in UTC: `Sun, 22 Nov 2026 01:33:35 +0000`; the zero time when there is none. */
export function rfc1123(timestamp: string): string {
  const ms = parseTime(timestamp);
  if (ms === undefined) return ZERO;
  const utc = formatTime(ms);
  const weekday = DAYS[((Math.floor(ms / DAY_MS) % 7) + 7) % 7];
  return `${weekday}, ${utc.slice(8, 10)} ${MONTHS[Number(utc.slice(5, 7)) - 1]} ${utc.slice(0, 4)} ${utc.slice(11, 19)} +0000`;
}

/** A duration the way ages are shown: `24s`, `2m5s`, `3h`, `5d4h`. Models: apimachinery/pkg/util/duration.HumanDuration */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 192) return withRest(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  if (hours < 24 * 365 * 8) return withRest(years, 'y', days % 365, 'd');
  return `${years}y`;
}

const withRest = (whole: number, unit: string, rest: number, restUnit: string): string =>
  rest === 0 ? `${whole}${unit}` : `${whole}${unit}${rest}${restUnit}`;

/** How long ago a timestamp was: `24s`; `<unknown>` when there is none. Models: kubectl/pkg/describe.translateTimestampSince */
export function since(timestamp: string, nowMs: number): string {
  const ms = parseTime(timestamp);
  return ms === undefined ? '<unknown>' : humanDuration(nowMs - ms);
}
