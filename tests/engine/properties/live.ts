import type { Operation } from './operations/operation.ts';
import { healAll, perform } from './operations/perform.ts';
import { notAtRest } from './rules/at-rest.ts';
import { Audit } from './rules/audit.ts';
import { Watching } from './watching.ts';
import { PropertyWorld } from './world.ts';

/** Longer than the longest back-off of a controller (1,000 s) and of a crash, than a silent node's pods are tolerated, and than a rollout may stand still. */
const REST_MS = 18 * 60_000;

/** Does the operations one by one and looks at every version; then lets the cluster come to rest. */
export function live(seed: number, operations: readonly Operation[], draws: readonly number[]): PropertyWorld {
  const world = new PropertyWorld(seed);
  const audit = new Audit(world.cluster.history);
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
