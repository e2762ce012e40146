import type { Lab, ScriptStep } from '../grader/lab.ts';
import { HOME } from './home.ts';
import { finishLine, type LineResult, startLine } from './run-line.ts';
import type { World } from './world.ts';

const APPLY_LIMIT_MS = 30_000;
const SETTLE_LIMIT_MS = 120_000;

/** Thrown when a lab's own manifests do not apply; the message is for its author. */
export class LabSetupError extends Error {}

/** Runs a line on the learner's machine, unseen by them. */
export function runHidden(world: World, line: string, limitMs: number): LineResult {
  return finishLine(world.clock, startLine(world.machine, line, { cwd: HOME, env: world.env, shell: 'bash' }), limitMs);
}

/** Applies the lab's manifests and lets the cluster settle, before the learner arrives. Throws `LabSetupError`. */
export function prepareLab(world: World, lab: Lab): void {
  for (const file of lab.cluster.apply) {
    const result = runHidden(world, `kubectl apply -f '${file}'`, APPLY_LIMIT_MS);
    if (result.exit !== 0) throw new LabSetupError(`${file} does not apply: ${result.stderr.trim()}`);
  }
  world.clock.runUntilSettled(SETTLE_LIMIT_MS);
}

/** Queues the lab's surprises. */
export function scheduleScript(world: World, lab: Lab): void {
  for (const step of lab.cluster.script) world.clock.after(step.atMs, () => takeStep(world, step), 'background');
}

function takeStep(world: World, step: ScriptStep): void {
  const { faults } = world.cluster;
  if ('run' in step) startLine(world.machine, step.run, { cwd: HOME, env: world.env, shell: 'bash' });
  else if ('fault' in step) faults.make(step.fault);
  else faults.heal(step.heal);
}
