import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { alreadyLoaded, loadDescriptions } from '../../src/engine/hosts/descriptions.ts';
import { readScenario, type Scenario } from '../../src/engine/session/scenario.ts';
import { runScenario } from '../../src/engine/session/transcript.ts';
import { realJq } from '../engine/real-jq.ts';
import { compareStep } from '../oracle/compare.mjs';
import { type RealStep, runWithRealKubectl } from './real-scenario.ts';

const FOLDER = 'tests/oracle/open';
const START_MS = Date.UTC(2026, 10, 22, 1, 30, 0);
/** Attaching to a command that ends at once races with its exit, on a real cluster too. */
const UNSCORED = /kubectl run .*--rm/;

const CREATED = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]0000 UTC/g;

/** One step, as the real kubectl against the wire, our kubectl in the process, and the recorded cluster answered it. */
export interface BothWays {
  readonly scenario: string;
  readonly run: string;
  readonly wire: RealStep;
  readonly inProcess: RealStep;
  /** The wire says what the process says. */
  readonly same: boolean;
  /** The wire says what the recording says. */
  readonly asRecorded: boolean;
  /** The process says what the recording says. */
  readonly oursAsRecorded: boolean;
}

/** The names of the recorded scenarios. */
export function scenarioNames(): readonly string[] {
  return readdirSync(`${FOLDER}/scenarios`)
    .map((file) => file.replace('.yaml', ''))
    .sort();
}

async function runBoth(name: string): Promise<readonly BothWays[]> {
  const scenario: Scenario = readScenario(parse(readFileSync(`${FOLDER}/scenarios/${name}.yaml`, 'utf8')));
  const recorded: { readonly steps: readonly RealStep[] } = JSON.parse(
    readFileSync(`${FOLDER}/transcripts/${name}.json`, 'utf8'),
  );
  const jq = await realJq();
  const descriptions = alreadyLoaded(await loadDescriptions());
  const options = { seed: 1, startMs: START_MS, jq, descriptions };
  const commands = (steps: readonly RealStep[]): readonly RealStep[] => steps.filter(({ run }) => run !== undefined);
  const real = commands(recorded.steps);
  const ours = commands(runScenario(scenario, options).steps as readonly RealStep[]);
  const wires = commands((await runWithRealKubectl(scenario)).steps);
  // Both lie in another second, and not even the real cluster's time of creation is masked in every form.
  const masked = (step: RealStep): RealStep => ({ ...step, stdout: (step.stdout ?? '').replace(CREATED, '<created>') });
  return wires.flatMap((wire, at) => {
    const [inProcess, record] = [ours[at], real[at]];
    const run = wire.run ?? '';
    if (inProcess === undefined || record === undefined || UNSCORED.test(run)) return [];
    return [
      {
        scenario: name,
        run,
        wire,
        inProcess,
        same: compareStep(masked(inProcess), masked(wire)).same,
        asRecorded: compareStep(record, wire).same,
        oursAsRecorded: compareStep(record, inProcess).same,
      },
    ];
  });
}

/** Runs scenarios both ways, so many worlds at once. */
export async function bothWays(names: readonly string[], lanes: number): Promise<readonly BothWays[]> {
  const left = [...names];
  const found: BothWays[] = [];
  const lane = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) found.push(...(await runBoth(name)));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return found;
}
