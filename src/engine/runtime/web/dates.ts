const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function two(value: number): string {
  return String(value).padStart(2, '0');
}

interface Parts {
  readonly day: string;
  readonly date: string;
  readonly month: string;
  readonly monthNumber: string;
  readonly year: number;
  readonly time: string;
}

/** The second that was asked for last: programs write many lines in one. */
let last: { readonly second: number; readonly parts: Parts } | undefined;

function parts(ms: number): Parts {
  const second = Math.floor(ms / 1000);
  if (last?.second !== second) last = { second, parts: partsOf(ms) };
  return last.parts;
}

function partsOf(ms: number): Parts {
  const at = new Date(ms);
  return {
    day: DAYS[at.getUTCDay()] ?? '',
    date: two(at.getUTCDate()),
    month: MONTHS[at.getUTCMonth()] ?? '',
    monthNumber: two(at.getUTCMonth() + 1),
    year: at.getUTCFullYear(),
    time: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`,
  };
}

/** `Sun, 22 Nov 2026 01:32:16 GMT` */
export function httpDate(ms: number): string {
  const { day, date, month, year, time } = parts(ms);
  return `${day}, ${date} ${month} ${year} ${time} GMT`;
}

/** `22/Nov/2026:01:32:16 +0000`, as access logs write it. */
export function accessLogDate(ms: number): string {
  const { date, month, year, time } = parts(ms);
  return `${date}/${month}/${year}:${time} +0000`;
}

/** `2026/11/22 01:32:16`, as nginx's error log writes it. */
export function errorLogDate(ms: number): string {
  const { date, monthNumber, year, time } = parts(ms);
  return `${year}/${monthNumber}/${date} ${time}`;
}

/** `Sun Nov 22 01:32:16.000000 2026`, as httpd's error log writes it. */
export function httpdLogDate(ms: number): string {
  const { day, date, month, year, time } = parts(ms);
  return `${day} ${month} ${date} ${time}.${String(Math.floor(ms % 1000)).padStart(3, '0')}000 ${year}`;
}

/** `22 Nov 2026 01:32:16.123`, as redis logs it. */
export function redisLogDate(ms: number): string {
  const { date, month, year, time } = parts(ms);
  return `${date} ${month} ${year} ${time}.${String(Math.floor(ms % 1000)).padStart(3, '0')}`;
}

/** `2026-11-22 01:32:16`, as many programs log it. */
export function logDate(ms: number): string {
  const { date, monthNumber, year, time } = parts(ms);
  return `${year}-${monthNumber}-${date} ${time}`;
}
