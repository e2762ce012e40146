import { expect, test } from 'vitest';
import { compileRegExp } from '../../../src/engine/shell/language/regexp.ts';
import { world } from './world.ts';

const extended = (source: string) => compileRegExp(source, { extended: true, ignoreCase: false });
const basic = (source: string) => compileRegExp(source, { extended: false, ignoreCase: false });

test.each(['(a+)+$', '(a*)*b', '([a-z]+)*x', '(a|aa)+$', '(x?y*)+z', '((ab)+)*', '(.*)*'])(
  '%s could take for ever and is refused',
  (source) => {
    expect(extended(source)).toBe('Regular expression too big');
  },
);

test.each([
  '([a-z]+,)*',
  '(ab)+',
  '(foo|bar)+',
  '^([0-9]+\\.)+[0-9]+$',
  '(a|b)*c',
  'a+b*',
  '([^ ]+ )+',
  '(foo|foobar)+',
  '(\\w+=\\w+;)*',
])('%s is fine', (source) => {
  expect(extended(source)).toBeInstanceOf(RegExp);
});

test('basic and extended expressions differ in what is special', () => {
  expect(basic('a+b')).toEqual(/a\+b/u);
  expect(basic('a\\+b')).toEqual(/a+b/u);
  expect(extended('a\\+b')).toEqual(/a\+b/u);
  expect(basic('\\(a\\)\\1')).toEqual(/(a)\1/u);
  expect(basic('*a')).toEqual(/\*a/u);
  expect(extended('[[:digit:]]{2,}')).toEqual(/[0-9]{2,}/u);
  expect(basic('a\\{2\\}')).toEqual(/a{2}/u);
});

test.each([
  ['[a', 'Unmatched [, [^, [:, [., or [='],
  ['(a', 'Unmatched ( or \\('],
  ['a\\', 'Trailing backslash'],
])('%s is wrong: %s', (source, problem) => {
  expect(extended(source)).toBe(problem);
});

test('grep says so and gives 2', () => {
  expect(world().run(['grep', '-E', '(a+)+$'], { stdin: `${'a'.repeat(50)}!\n` })).toMatchObject({
    status: 2,
    stderr: 'grep: Regular expression too big\n',
  });
});
