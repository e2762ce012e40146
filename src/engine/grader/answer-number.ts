import type { Json } from '../cluster/json.ts';
import type { Localized, Matcher } from './lab.ts';

/** What Korean counts with, whatever is counted. */
const COUNTERS: readonly string[] = ['개', '번', '대', '명', '회', '곳', '가지'];
/** A number, and a word after it without the end of a Korean sentence. */
const SAID = /^([-+]?\d+(?:\.\d+)?)\s*(?:(\p{L}+?)(?:이?에요|예요|이?요|[가-힣]니다)?)?\.?$/u;

const isNumber = (value: Json | undefined): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^[-+]?\d+(?:\.\d+)?$/.test(value));

/** Whether every rule of a matcher wants a number. */
function wantsNumber(matcher: Matcher): boolean {
  const { less, lessOrEqual, greater, greaterOrEqual, equals, in: among, ...others } = matcher;
  if (Object.keys(others).length > 0) return false;
  const wanted: readonly (Json | undefined)[] = [less, lessOrEqual, greater, greaterOrEqual, equals].concat(
    among ?? [],
  );
  const given = wanted.filter((value) => value !== undefined);
  return given.length > 0 && given.every(isNumber);
}

/** Whether a question asks for this unit: `몇 초`, `how many seconds`. A second is no minute. */
function asksFor(ask: Localized, unit: string): boolean {
  const korean = [...ask.ko.matchAll(/몇\s*([가-힣]+)/g)].some(([, word = '']) => word.startsWith(unit));
  const english = [...ask.en.toLowerCase().matchAll(/how many ([a-z]+)/g)].map(([, word]) => word);
  return korean || english.includes(unit.toLowerCase()) || english.includes(`${unit.toLowerCase()}s`);
}

/**
 * An answer as it is judged. Where a number is wanted, what is counted may stand behind it: `3개`, `57번`, and the unit that the question asks
 * for, `2초` or `2 seconds`. Any other answer stays as it is.
 */
export function judgedAnswer(answer: string, ask: Localized, matcher: Matcher): string {
  const [, number, unit] = SAID.exec(answer) ?? [];
  if (number === undefined || !wantsNumber(matcher)) return answer;
  return unit === undefined || COUNTERS.includes(unit) || asksFor(ask, unit) ? number : answer;
}
