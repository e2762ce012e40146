import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What waits for real processes for a minute is begun first: begun last, it would run alone. */
const LONG = ['tests/wire/differential.test.ts', 'tests/wire/kubectl.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((path) => moduleId.endsWith(path));
    const long = sorted.filter(isLong).sort((a, b) => rank(a) - rank(b));
    return [...long, ...sorted.filter((file) => !isLong(file))];
  }
}

function rank({ moduleId }: TestSpecification): number {
  return LONG.findIndex((path) => moduleId.endsWith(path));
}

/** What drives jq to its bounds has one of its own; all else shares what a process has loaded, which takes a third of the time. */
const ALONE = ['tests/engine/hosts/jq-fuel.test.ts', 'tests/engine/hosts/fuzz-jq.test.ts'];
/** Watches by the wall's clock what two clusters do: `npm test` runs it when nothing else does. */
const REAL_KUBECTL = ['tests/wire/same-bytes.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    testTimeout: 20_000,
    setupFiles: ['tests/seed.ts'],
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          isolate: false,
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', ...ALONE, ...REAL_KUBECTL],
        },
      },
      { extends: true, test: { name: 'alone', isolate: true, include: ALONE } },
      { extends: true, test: { name: 'real-kubectl', include: REAL_KUBECTL } },
    ],
  },
});
