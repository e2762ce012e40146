import { timeZone } from './time-zone.ts';

/** When a CronJob runs: the minutes, hours … at which a tick matches. Sets of allowed values; day of month and of week match either when both are given. */
export interface CronSchedule {
  readonly minute: ReadonlySet<number>;
  readonly hour: ReadonlySet<number>;
  readonly dayOfMonth: ReadonlySet<number>;
  readonly month: ReadonlySet<number>;
  readonly dayOfWeek: ReadonlySet<number>;
  readonly anyDayOfMonth: boolean;
  readonly anyDayOfWeek: boolean;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly names: { readonly [name: string]: number };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const names = (list: readonly string[], first: number): Bounds['names'] =>
  Object.fromEntries(list.map((name, at) => [name, at + first]));

const FIELDS: readonly Bounds[] = [
  { low: 0, high: 59, names: {} },
  { low: 0, high: 23, names: {} },
  { low: 1, high: 31, names: {} },
  { low: 1, high: 12, names: names(MONTHS, 1) },
  { low: 0, high: 6, names: names(DAYS, 0) },
];

const DESCRIPTORS: { readonly [name: string]: string } = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

class CronError extends Error {}

function numberOf(text: string, bounds: Bounds): number {
  const named = bounds.names[text.toLowerCase()];
  if (named !== undefined) return named;
  if (!/^[+-]?\d+$/.test(text))
    throw new CronError(
      `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  const value = Number(text);
  if (value < 0) throw new CronError(`negative number (${value}) not allowed: ${text}`);
  return value;
}

/** One element of a field's list: a star, number, range, or a step through one of these. Models: robfig/cron.getRange */
function addRange(expression: string, bounds: Bounds, into: Set<number>): boolean {
  const [range = '', stepText, ...moreSteps] = expression.split('/');
  const [lowText = '', highText, ...moreRanges] = range.split('-');
  const isStar = lowText === '*' || lowText === '?';
  let low = bounds.low;
  let high = bounds.high;
  if (!isStar) {
    low = numberOf(lowText, bounds);
    if (moreRanges.length > 0) throw new CronError(`too many hyphens: ${expression}`);
    high = highText === undefined ? low : numberOf(highText, bounds);
  }
  if (moreSteps.length > 0) throw new CronError(`too many slashes: ${expression}`);
  let step = 1;
  if (stepText !== undefined) {
    step = numberOf(stepText, { ...bounds, names: {} });
    if (!isStar && highText === undefined) high = bounds.high;
  }
  if (low < bounds.low) throw new CronError(`beginning of range (${low}) below minimum (${bounds.low}): ${expression}`);
  if (high > bounds.high) throw new CronError(`end of range (${high}) above maximum (${bounds.high}): ${expression}`);
  if (low > high) throw new CronError(`beginning of range (${low}) beyond end of range (${high}): ${expression}`);
  if (step === 0) throw new CronError(`step of range should be a positive number: ${expression}`);
  for (let value = low; value <= high; value += step) into.add(value);
  return isStar && step === 1;
}

function parseField(text: string, bounds: Bounds): { readonly values: ReadonlySet<number>; readonly isAny: boolean } {
  const values = new Set<number>();
  let isAny = false;
  for (const expression of text.split(',').filter((each) => each !== ''))
    isAny = addRange(expression, bounds, values) || isAny;
  return { values, isAny };
}

/** A zone before the schedule: read and passed over, for CronJobs refuse it by a rule of their own. */
const ZONE = /^(?:CRON_)?TZ=([^ ]*) +/;

/** Reads a schedule of five fields or a descriptor such as `@hourly`. Models: robfig/cron.ParseStandard */
export function parseCronSchedule(written: string): { readonly schedule: CronSchedule } | { readonly error: string } {
  if (written === '') return { error: 'empty spec string' };
  const zone = ZONE.exec(written)?.[1];
  if (zone !== undefined && timeZone(zone) === undefined)
    return { error: `provided bad location ${zone}: unknown time zone ${zone}` };
  const text = written.replace(ZONE, '');
  if (text.startsWith('@') && DESCRIPTORS[text] === undefined) return { error: `unrecognized descriptor: ${text}` };
  const fields = (DESCRIPTORS[text] ?? text).split(/\s+/).filter((each) => each !== '');
  if (fields.length !== 5) return { error: `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]` };
  try {
    const [minute, hour, dayOfMonth, month, dayOfWeek] = FIELDS.map((bounds, at) =>
      parseField(fields[at] ?? '', bounds),
    );
    const none = { values: new Set<number>(), isAny: false };
    return {
      schedule: {
        minute: (minute ?? none).values,
        hour: (hour ?? none).values,
        dayOfMonth: (dayOfMonth ?? none).values,
        month: (month ?? none).values,
        dayOfWeek: (dayOfWeek ?? none).values,
        anyDayOfMonth: (dayOfMonth ?? none).isAny,
        anyDayOfWeek: (dayOfWeek ?? none).isAny,
      },
    };
  } catch (error) {
    if (error instanceof CronError) return { error: error.message };
    throw error;
  }
}
