import { expect, it } from 'vitest';
import { refusingRunner } from '../../../src/engine/hosts/no-runner.ts';
import type { Input } from '../../../src/engine/session/input.ts';

it('node is refused, as inputs, where there is none', () => {
  const later: (() => void)[] = [];
  const inputs: Input[] = [];
  const runner = refusingRunner(
    (run) => later.push(run),
    (input) => inputs.push(input),
  );
  runner.start({ process: 3, argv: ['npm', 'test'], cwd: '', env: {}, stdin: '', files: {} });
  expect(inputs).toEqual([]);
  for (const run of later) run();
  expect(inputs).toEqual([
    {
      do: 'host-output',
      process: 3,
      text: "npm: there is no Node.js here; it comes with the WebContainer host (see the page's settings)\n",
      isError: true,
    },
    { do: 'host-exit', process: 3, status: 127, files: {} },
  ]);
  runner.kill(3);
});
