import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { BoundedRegExp } from '../../../../src/engine/cluster/regexp/bounded.ts';
import { RegExpSearch, RegExpTooHard } from '../../../../src/engine/cluster/regexp/matcher.ts';
import { compileProgram } from '../../../../src/engine/cluster/regexp/program.ts';
import { parseRegExp } from '../../../../src/engine/cluster/regexp/syntax.ts';

/** What our own engine finds, without leaving short work to the host's. */
function ours(source: string, text: string, flags = ''): readonly (string | undefined)[] | null {
  const parsed = parseRegExp(source);
  if (parsed === undefined) throw new Error(`not read: ${source}`);
  const program = compileProgram(parsed, flags);
  if (program === undefined) throw new Error(`not compiled: ${source}`);
  const slots = new RegExpSearch(text, flags.includes('u')).find(program, 0, false);
  if (slots === undefined) return null;
  return Array.from({ length: parsed.groups + 1 }, (_, at) =>
    (slots[at * 2 + 1] ?? -1) < 0 ? undefined : text.slice(slots[at * 2], slots[at * 2 + 1]),
  );
}

function theirs(source: string, text: string, flags = ''): readonly (string | undefined)[] | null {
  const found = new RegExp(source, flags).exec(text);
  return found === null ? null : [...found];
}

describe('our regular expressions', () => {
  it.each([
    ['(a+)+b', 'xaaab'],
    ['^(\\w+)\\s(\\d{2,3})$', 'pods 123'],
    ['a|ab|abc', 'zabc'],
    ['(?:a|ab)(c|bcd)(d*)', 'abcd'],
    ['(a*)*', 'baa'],
    ['(a*)+?b', 'aab'],
    ['x{0}y{2}', 'yyy'],
    ['(?!foo)[a-z]{3}', 'foobar'],
    ['(?<![a-z])b(?=c)', 'abc bc'],
    ['(.)\\1', 'abccd'],
    ['[^\\]]+', ']]a]'],
    ['\\bnode\\b', 'a node b'],
    ['a.c', 'a\nc abc'],
    ['', 'abc'],
    ['(|a)+', 'aaa'],
    ['()*', 'a'],
    ['(?:(?!(?:b*)$).*)', 'abb'],
  ])('find what the host finds: %s in %j', (source, text) => {
    for (const flags of ['', 'u', 's', 'i', 'm'])
      expect(ours(source, text, flags)).toEqual(theirs(source, text, flags));
  });

  it('find what the host finds, whatever is put together', () => {
    const random = new Random(3);
    const pick = (from: readonly string[]): string => from[Math.floor(random.next() * from.length)] ?? '';
    const expression = (depth: number): string => {
      const parts = Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => {
        const atom =
          depth > 0 && random.next() < 0.4
            ? `(?:${pick(['a', 'b', '.'])}${expression(depth - 1)})`
            : pick(['a', 'b', '.', '[ab]', '[^a]', '(?:a|ab)']);
        return atom + pick(['', '', '', '*', '+', '?', '{1,2}']);
      });
      return random.next() < 0.2 ? `${parts.join('')}|${pick(['a', 'b'])}` : parts.join('');
    };
    for (let count = 0; count < 1500; count++) {
      const source = pick(['', '', '^', '\\b']) + expression(3) + pick(['', '', '$']);
      const text = Array.from({ length: Math.floor(random.next() * 7) }, () => pick(['a', 'b', ' '])).join('');
      expect([source, text, ours(source, text)]).toEqual([source, text, theirs(source, text)]);
    }
  });

  it.each([
    '^(a+)+$',
    '(a|aa)*$b',
    '(a*)*b',
    '.*a.*a.*a.*a.*a.*b$',
    'a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaab',
    '(.*)(.*)(.*)(.*)(.*)(.*)(.*)x',
  ])('answer where the host would think for ever: %s', (source) => {
    expect(new BoundedRegExp(source, 'u').test(`${'a'.repeat(5000)}!`)).toBe(false);
  });

  it('replace, split and go on from match to match like the host', () => {
    const text = 'aa-b-aaa '.repeat(500);
    for (const source of ['(?:a|aa)+', '(a+)(-)?', '-'])
      for (const flags of ['g', 'gu']) {
        const own = new BoundedRegExp(source, flags);
        const host = new RegExp(source, flags);
        expect(text.replace(own, '<$&>')).toBe(text.replace(host, '<$&>'));
        expect([...text.matchAll(own)].map((found) => found.index)).toEqual(
          [...text.matchAll(host)].map((found) => found.index),
        );
        expect(text.split(own)).toEqual(text.split(host));
      }
  });

  it('say so when back references would take for ever', () => {
    expect(() => new BoundedRegExp('^(a*)*\\1(a*)*b', 'u').test('a'.repeat(5000))).toThrow(RegExpTooHard);
  });

  it('take time as the text grows, not its square, when one text is searched again and again', () => {
    expect(() => 'a'.repeat(20_000).replace(new BoundedRegExp('a(?:.*b)?', 'g'), 'x')).toThrow(RegExpTooHard);
  });
});
