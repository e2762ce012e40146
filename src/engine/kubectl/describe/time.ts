import { humanDuration } from '../../cluster/resources/printing/duration.ts';
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

/** How long ago a timestamp was: `24s`; `<unknown>` when there is none. Models: kubectl/pkg/describe.translateTimestampSince */
export function since(timestamp: string, nowMs: number): string {
  const ms = parseTime(timestamp);
  return ms === undefined ? '<unknown>' : humanDuration(nowMs - ms);
}
