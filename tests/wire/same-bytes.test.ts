import { describe, expect, it } from 'vitest';
import { noRealKubectl } from '../../scripts/real-kubectl.mjs';
import { bothWays, scenarioNames } from './both-ways.ts';

// Every recorded scenario, twice: our kubectl in the process, and the real kubectl against the engine behind a port. What differs is timing
// (a real process is not part of virtual time) and the order of Go's maps; more than that is a fault of the wire.
// `npm test` runs every third scenario; SKIFF_SCENARIOS=. runs all, SKIFF_SCENARIOS='^pods-' some. Without a real kubectl (other platforms than linux/amd64) the title says why nothing ran.

const LANES = 4;
const wanted = process.env['SKIFF_SCENARIOS'];
const chosen = scenarioNames().filter((name, at) =>
  wanted === undefined ? at % 3 === 0 : new RegExp(wanted).test(name),
);

describe.skipIf(noRealKubectl !== undefined)(`the same bytes ${noRealKubectl ?? ''}`, () => {
  it('come from the real kubectl over the wire and from ours in the process', { timeout: 900_000 }, async () => {
    const steps = await bothWays(chosen, LANES);
    const share = (holds: (step: (typeof steps)[number]) => boolean): number =>
      steps.filter(holds).length / steps.length;
    const different = steps
      .filter(({ same }) => !same)
      .map(({ scenario, run }) => `${scenario}: ${run}`)
      .join('\n');
    expect(steps.length).toBeGreaterThan(0);
    expect(
      share(({ same }) => same),
      different,
    ).toBeGreaterThanOrEqual(0.97);
    expect(
      share(({ asRecorded }) => asRecorded),
      different,
    ).toBeGreaterThanOrEqual(0.95);
  });
});
