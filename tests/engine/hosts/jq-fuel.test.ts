import { beforeAll, describe, expect, test } from 'vitest';
import type { RunJq } from '../../../src/engine/session/instruments.ts';
import { cpuMs } from '../cpu-time.ts';
import { realJq } from '../real-jq.ts';

const SECOND = 1000;
let jq: RunJq;
beforeAll(async () => {
  jq = await realJq();
});

const well = (): void =>
  expect(jq('[.items[] | .a] | add', ['-c'], '{"items":[{"a":1},{"a":41}]}')).toEqual({
    stdout: '42\n',
    stderr: '',
    code: 0,
  });

describe('jq that would run for ever', () => {
  test.each([
    'def f: f; f',
    '[range(1e12)] | length',
    'last(repeat(1))',
    'def f: 1 + f; f',
    '"x" * 1e9 | length',
    'reduce range(40) as $i ("x"; . + .) | length',
    '[limit(1e9; repeat("x"))] | add',
    '[[range(9)] | [., ., ., ., ., ., ., .] | combinations] | length',
    '("a" * 30 + "b") | test("(a+)+$")',
    `${'('.repeat(20_000)}.${')'.repeat(20_000)}`,
    '[][1e9] = 1',
  ])('ends with a plain message: %s', (filter) => {
    let result = jq('.', [], '1');
    expect(cpuMs(() => (result = jq(filter, ['-n'], '')), SECOND)).toBeLessThan(SECOND);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(/^jq: (stopped|error)/);
    expect(result.code).not.toBe(0);
    well();
  });

  test('leaves nothing behind, however often', () => {
    for (let run = 0; run < 12; run++) {
      jq(run % 2 === 0 ? 'def f: 1 + f; f' : '[recurse(. + 1)]', ['-n'], '');
      well();
    }
  }, 60_000);

  test('a large list is no reason to stop', () => {
    const items = Array.from({ length: 5000 }, (_, at) => ({
      metadata: { name: `web-${at}`, labels: { app: 'web' } },
    }));
    const result = jq(
      '[.items[] | select(.metadata.labels.app == "web") | .metadata.name] | sort | length',
      [],
      JSON.stringify({ items }),
    );
    expect(result).toEqual({ stdout: '5000\n', stderr: '', code: 0 });
  });

  test('WebAssembly is given back as it was', () => {
    expect(String(WebAssembly.instantiate)).toContain('native code');
  });
});
