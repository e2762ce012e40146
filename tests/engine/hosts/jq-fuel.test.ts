import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { meterJq } from '../../../src/engine/hosts/jq-fuel.ts';
import { type JqWeb, jqRunner } from '../../../src/engine/hosts/jq-run.ts';
import type { RunJq } from '../../../src/engine/session/instruments.ts';

let jq: RunJq;
beforeAll(async () => {
  const meter = meterJq();
  const loaded: Promise<JqWeb> = createRequire(import.meta.url)('jq-web');
  jq = jqRunner(await loaded, meter.taken());
});

describe('jq that would run for ever', () => {
  test.each(['def f: f; f', '[range(1e12)] | length', 'last(repeat(1))', 'def f: 1 + f; f'])(
    'ends with a plain message: %s',
    (filter) => {
      const result = jq(filter, ['-n'], '');
      expect(result.stdout).toBe('');
      expect(result.stderr).toMatch(/^jq: (stopped|error)/);
      expect(result.code).not.toBe(0);
      // The next one is none the worse for it.
      expect(jq('[.items[] | .a] | add', ['-c'], '{"items":[{"a":1},{"a":41}]}')).toEqual({
        stdout: '42\n',
        stderr: '',
        code: 0,
      });
    },
    120_000,
  );

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
