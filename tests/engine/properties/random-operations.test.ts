import fc from 'fast-check';
import { describe, it } from 'vitest';
import { live } from './live.ts';
import { disruption, operation, rollout } from './operations/operation.ts';
import { LIMIT_MS, RUNS } from './world.ts';

const sequence = fc.array(operation, { minLength: 5, maxLength: 60, size: 'max' });
const draws = fc.array(fc.nat({ max: 5_000 }), { maxLength: 8 });
const seed = fc.nat({ max: 1_000_000 });

describe('whatever a user does, one thing after the other', () => {
  it(
    'breaks no rule on the way, and ends in what was asked for',
    () => {
      fc.assert(
        fc.property(seed, sequence, draws, (of, operations, watches) => void live(of, operations, watches)),
        { numRuns: 15 * RUNS },
      );
    },
    LIMIT_MS,
  );

  it(
    'keeps bounds in every rollout',
    () => {
      fc.assert(
        fc.property(seed, rollout, (of, operations) => void live(of, operations, [])),
        { numRuns: 8 * RUNS },
      );
    },
    LIMIT_MS,
  );

  it(
    'keeps budgets in every eviction',
    () => {
      fc.assert(
        fc.property(seed, disruption, (of, operations) => void live(of, operations, [])),
        { numRuns: 8 * RUNS },
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
        { numRuns: 2 * RUNS },
      );
    },
    LIMIT_MS,
  );
});
