import type { HostRunner } from '../session/host-processes.ts';
import type { Input } from '../session/input.ts';

const NOT_FOUND = 127;

/** Where there are no real programs: says so, as inputs, so that the journal holds what the learner saw. */
export function refusingRunner(later: (run: () => void) => void, apply: (input: Input) => void): HostRunner {
  return {
    start({ process, argv }) {
      later(() => {
        const text = `${argv[0] ?? 'node'}: there is no Node.js here; it comes with the WebContainer host (see the page's settings)\n`;
        apply({ do: 'host-output', process, text, isError: true });
        apply({ do: 'host-exit', process, status: NOT_FOUND, files: {} });
      });
    },
    kill() {},
  };
}
