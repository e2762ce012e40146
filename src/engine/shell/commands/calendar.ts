const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const two = (number: number): string => String(number).padStart(2, '0');
const blankTwo = (number: number): string => String(number).padStart(2, ' ');

/** A time (milliseconds since the Unix epoch, UTC) in a strftime format. */
export function strftime(format: string, ms: number): string {
  const date = new Date(ms);
  return format.replace(/%([-_0^]?)(:?[a-zA-Z%])/g, (whole, flag: string, letter: string) => {
    const text = field(letter, date, ms);
    if (text === undefined) return whole;
    if (flag === '-') return text.replace(/^[0 ]+(?=.)/, '');
    if (flag === '_') return text.replace(/^0+(?=.)/, (zeroes) => ' '.repeat(zeroes.length));
    return flag === '^' ? text.toUpperCase() : text;
  });
}

function field(letter: string, date: Date, ms: number): string | undefined {
  const day = DAYS[date.getUTCDay()] ?? '';
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const hour = date.getUTCHours();
  const year = date.getUTCFullYear();
  switch (letter) {
    case 'Y':
      return String(year);
    case 'C':
      return two(Math.floor(year / 100));
    case 'y':
      return two(year % 100);
    case 'm':
      return two(date.getUTCMonth() + 1);
    case 'd':
      return two(date.getUTCDate());
    case 'e':
      return blankTwo(date.getUTCDate());
    case 'H':
      return two(hour);
    case 'k':
      return blankTwo(hour);
    case 'I':
      return two(hour % 12 === 0 ? 12 : hour % 12);
    case 'l':
      return blankTwo(hour % 12 === 0 ? 12 : hour % 12);
    case 'M':
      return two(date.getUTCMinutes());
    case 'S':
      return two(date.getUTCSeconds());
    case 'N':
      return String(Math.round((ms % 1000) * 1e6)).padStart(9, '0');
    case 's':
      return String(Math.floor(ms / 1000));
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'P':
      return hour < 12 ? 'am' : 'pm';
    case 'a':
      return day.slice(0, 3);
    case 'A':
      return day;
    case 'b':
    case 'h':
      return month.slice(0, 3);
    case 'B':
      return month;
    case 'j':
      return String(Math.floor((ms - Date.UTC(year, 0, 1)) / 86_400_000) + 1).padStart(3, '0');
    case 'u':
      return String(date.getUTCDay() === 0 ? 7 : date.getUTCDay());
    case 'w':
      return String(date.getUTCDay());
    case 'F':
      return strftime('%Y-%m-%d', ms);
    case 'T':
    case 'X':
      return strftime('%H:%M:%S', ms);
    case 'R':
      return strftime('%H:%M', ms);
    case 'D':
    case 'x':
      return strftime('%m/%d/%y', ms);
    case 'r':
      return strftime('%I:%M:%S %p', ms);
    case 'c':
      return strftime('%a %b %e %H:%M:%S %Y', ms);
    case 'z':
      return '+0000';
    case ':z':
      return '+00:00';
    case 'Z':
      return 'UTC';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '%':
      return '%';
    default:
      return undefined;
  }
}

/** Reads what `date -d` takes: `@seconds`, ISO dates, `now`, `yesterday`, `2 hours ago`, `+1 day`. Milliseconds; undefined for what is none. */
export function parseDate(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'now' || trimmed === 'today') return nowMs;
  if (trimmed === 'yesterday') return nowMs - 86_400_000;
  if (trimmed === 'tomorrow') return nowMs + 86_400_000;
  const epoch = /^@(-?\d+(?:\.\d+)?)$/.exec(trimmed);
  if (epoch !== null) return Number(epoch[1]) * 1000;
  const relative = /^(?:(.*\S)\s+)?([-+]?\d+)\s*(sec|second|min|minute|hour|day|week)s?(\s+ago)?$/.exec(trimmed);
  if (relative !== null) {
    const base = relative[1] === undefined ? nowMs : parseDate(relative[1], nowMs);
    if (base === undefined) return undefined;
    const unit = UNIT_MS[relative[3] ?? ''] ?? 0;
    return base + Number(relative[2]) * unit * (relative[4] === undefined ? 1 : -1);
  }
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?\s*(Z|UTC|[-+]\d{2}:?\d{2})?$/.exec(
      trimmed,
    );
  if (iso === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = iso;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = /^([-+])(\d{2}):?(\d{2})$/.exec(zone);
  const shift =
    offset === null ? 0 : (Number(offset[2]) * 60 + Number(offset[3])) * 60_000 * (offset[1] === '-' ? -1 : 1);
  return at + Number(`0.${fraction || '0'}`) * 1000 - shift;
}

const UNIT_MS: { readonly [unit: string]: number } = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
