import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunJq } from '../../../src/engine/session/instruments.ts';
import { instruments } from '../../../src/engine/session/instruments.ts';
import { cpuMs } from '../cpu-time.ts';
import { realJq } from '../real-jq.ts';

// Whatever stands in a filter: jq ends within its steps, in output or in a message, and works the next time.

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);
const SECOND = 1000;

let jq: RunJq;
beforeAll(async () => {
  jq = await realJq();
});

const POD = { metadata: { name: 'x', labels: { app: 'web' } }, spec: { containers: [{ name: 'a' }, { name: 'b' }] } };
const LIST = { items: Array.from({ length: 100 }, () => POD) };

const CORPUS: readonly string[] = [
  '',
  ' ',
  '# c',
  '%',
  '"',
  `"${'('.repeat(3000)}`,
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
  `${'.a'.repeat(5000)}`,
  `${'.. | '.repeat(8)}1`,
  `${'.[] | '.repeat(500)}.`,
  'reduce range(1e9) as $i (0; . + $i)',
  'foreach range(1e9) as $i (0; . + $i)',
  '[.items[] as $a | .items[] as $b | .items[] as $c | 1] | length',
  '[limit(1e7; repeat(1))] | sort | unique | length',
  'until(false; .)',
  'while(true; .)',
  '[paths(..)] | length',
  '[splits("")] | length',
  '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" | test("^(a+)+$")',
  '"aaaa" | gsub(""; "x")',
  '[range(1e6)] | implode',
  '[1114112] | implode',
  '[55296] | implode',
  'input',
  'inputs',
  'halt',
  'halt_error',
  'error(null)',
  'error({a: 1})',
  'env',
  '$ENV.PATH',
  'import "a" as a; .',
  'include "/etc/passwd"; .',
  'modulemeta',
  '.["__proto__"], .constructor, (.__proto__ |= {polluted: 1})',
  'setpath(["__proto__", "polluted"]; 1)',
  'getpath([range(1e5) | "a"])',
  'tojson | fromjson | tojson',
  '. as [$a, {b: $c}] ?// $a | $a',
  'label $f | break $f',
  '@base64d',
  '"\\(1; 2)"',
  '1 / 0, (1 % 0), infinite, nan, -0',
  '.[1e300], .[-1e300], .[nan]',
  'ltrimstr(1), ascii_downcase, @sh, @csv',
  'strptime("%Y"), mktime, strftime("%")',
  '\u0000',
  '\ud800',
];

const atom = fc.constantFrom(
  '.',
  '..',
  '.a',
  '.items',
  '.items[]',
  '.[0]',
  '.[-1:]',
  '.[]?',
  '1',
  '"s"',
  'null',
  'true',
  '[]',
  '{}',
  '{a: 1}',
  '$x',
  '$__loc__',
  'empty',
  'error',
  'keys',
  'length',
  'add',
  'tojson',
  'fromjson',
  'paths',
  'recurse',
  'range(5)',
  'range(1e12)',
  'not',
  'input',
  'env',
  'type',
  'sort',
  'unique',
  'to_entries',
  'from_entries',
  'splits("a")',
  'test("(")',
  '@base64',
  '@base64d',
  'now',
  'halt',
  'repeat(.)',
  '"\\(.)"',
  '.__proto__',
  '.["constructor"]',
  'first',
  'last',
  'flatten',
  'transpose',
  'combinations',
  'implode',
  'explode',
  'ltrimstr("a")',
);
const { filter } = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    atom,
    fc
      .tuple(
        tie('filter'),
        fc.constantFrom(' | ', ', ', ' + ', ' - ', ' * ', ' / ', ' % ', ' // ', ' and ', ' == ', ' < ', ' |= ', ' = '),
        tie('filter'),
      )
      .map((parts) => parts.join('')),
    tie('filter').map((inner) => `(${inner})`),
    tie('filter').map((inner) => `[${inner}]`),
    tie('filter').map((inner) => `try (${inner}) catch .`),
    tie('filter').map((inner) => `(${inner}) as $x | $x`),
    fc
      .tuple(
        fc.constantFrom(
          'map',
          'select',
          'path',
          'del',
          'limit',
          'until',
          'while',
          'recurse',
          'with_entries',
          'any',
          'walk',
        ),
        tie('filter'),
      )
      .map(
        ([name, inner]) =>
          `${name}(${inner}${name === 'limit' || name === 'until' || name === 'while' ? `; ${inner}` : ''})`,
      ),
    tie('filter').map((inner) => `reduce .[]? as $x (null; ${inner})`),
    tie('filter').map((inner) => `def f: ${inner}; f`),
    tie('filter').map((inner) => `if ${inner} then ${inner} else . end`),
  ),
}));
const filters = fc.oneof({ arbitrary: filter, weight: 5 }, { arbitrary: fc.string({ maxLength: 20 }), weight: 1 });

function ends(text: string): void {
  let result = jq('.', [], '1');
  expect(
    cpuMs(() => (result = jq(text, ['-c'], JSON.stringify(LIST))), 2 * SECOND),
    text.slice(0, 100),
  ).toBeLessThan(2 * SECOND);
  expect(result.stderr, text).not.toMatch(/TypeError|Maximum call stack|out of bounds/);
  if (result.code !== 0 && result.stderr === '') expect(text).toMatch(/halt|error/);
  expect(jq('.a', ['-c'], '{"a":42}'), text.slice(0, 100)).toEqual({ stdout: '42\n', stderr: '', code: 0 });
}

describe('a jq filter that nobody should write', () => {
  it.each(CORPUS)('%#', (text) => ends(text), 20_000);

  it('ends', () => {
    fc.assert(
      fc.property(filters, (text) => {
        ends(text);
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: 60_000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 120_000);

  it('gives the grader and the playground values or a message', () => {
    const { jq: ask } = instruments(jq, 0);
    for (const text of CORPUS.filter((each) => !each.includes('1e'))) {
      const found = ask(text, LIST);
      if (found.kind === 'error') expect(found.message).not.toBe('');
    }
  }, 60_000);
});
