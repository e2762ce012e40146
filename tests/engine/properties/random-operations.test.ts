import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type Operation, operation } from './operations/operation.ts';
import { healAll, perform } from './operations/perform.ts';
import { notAtRest } from './rules/at-rest.ts';
import { Audit } from './rules/audit.ts';
import { Watching } from './watching.ts';
import { LIMIT_MS, PropertyWorld, RUNS } from './world.ts';

/** Longer than the longest crash back-off, than a silent node's pods are tolerated, and than a rollout may stand still. */
const REST_MS = 16 * 60_000;

/** Does the operations one by one and looks at every version; then lets the cluster come to rest. */
function live(seed: number, operations: readonly Operation[], draws: readonly number[]): PropertyWorld {
  const world = new PropertyWorld(seed);
  const audit = new Audit(world);
  const watching = new Watching(world);
  for (const [at, each] of operations.entries()) {
    perform(world, each);
    audit.check();
    const draw = draws[at];
    if (draw !== undefined) watching.begin(draw);
  }
  watching.check();
  watching.checkPast();
  healAll(world);
  world.wait(REST_MS);
  audit.check();
  watching.check();
  watching.checkPast();
  const wrong = notAtRest(audit.living, world);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return world;
}

const sequence = fc.array(operation, { minLength: 5, maxLength: 60, size: 'max' });
const draws = fc.array(fc.nat({ max: 5_000 }), { maxLength: 8 });
const seed = fc.nat({ max: 1_000_000 });

describe('whatever a user does, one thing after the other', () => {
  it(
    'breaks no rule on the way, and ends in what was asked for',
    () => {
      fc.assert(
        fc.property(seed, sequence, draws, (of, operations, watches) => void live(of, operations, watches)),
        { numRuns: 40 * RUNS },
      );
    },
    LIMIT_MS,
  );

  it(
    'has the same history when it is done again',
    () => {
      fc.assert(
        fc.property(seed, sequence, draws, (of, operations, watches) => {
          const hashes = [watches, []].map((each) => live(of, operations, each).cluster.history.hash());
          if (hashes[0] !== hashes[1]) throw new Error(`histories differ: ${hashes.join(' and ')}`);
        }),
        { numRuns: 5 * RUNS },
      );
    },
    LIMIT_MS,
  );
});
