import { expect, test } from 'vitest';
import { compileRegExp } from '../../../src/engine/shell/language/regexp.ts';
import { cpuMs } from '../cpu-time.ts';

const extended = (source: string) => compileRegExp(source, { extended: true, ignoreCase: false });
const basic = (source: string) => compileRegExp(source, { extended: false, ignoreCase: false });

test.each(['(a+)+$', '(a*)*b', '([a-z]+)*x', '(a|aa)+$', '(.*)*$'])('%s answers in bounded time', (source) => {
  const compiled = extended(source);
  if (typeof compiled === 'string') throw new Error(compiled);
  expect(cpuMs(() => compiled.test(`${'a'.repeat(40)}!`), 1000)).toBeLessThan(1000);
});

test.each([
  ['a+b', 'a+b', false],
  ['a\\+b', 'aab', false],
  ['a\\+b', 'a+b', true],
  ['a+b', 'aab', true],
  ['\\(a\\)\\1', 'aa', false],
  ['*a', '*a', false],
  ['^[[:digit:]]{2,}$', '2026', true],
  ['^a\\{2\\}$', 'aa', false],
])('%s matches %s (extended: %s)', (source, text, isExtended) => {
  const compiled = (isExtended ? extended : basic)(source);
  if (typeof compiled === 'string') throw new Error(compiled);
  expect(compiled.test(text)).toBe(true);
});

test.each([
  ['[a', 'Unmatched [, [^, [:, [., or [='],
  ['(a', 'Unmatched ( or \\('],
  ['a\\', 'Trailing backslash'],
])('%s is wrong: %s', (source, problem) => {
  expect(extended(source)).toBe(problem);
});
