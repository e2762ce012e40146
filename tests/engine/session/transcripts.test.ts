import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { alreadyLoaded, loadDescriptions } from '../../../src/engine/hosts/descriptions.ts';
import { readScenario } from '../../../src/engine/session/scenario.ts';
import { runScenario } from '../../../src/engine/session/transcript.ts';
import { compareStep } from '../../oracle/compare.mjs';
import { realJq } from '../real-jq.ts';

// What a real Kubernetes 1.36.2 cluster answered (tests/oracle/open) against what this engine answers, step by step, masked as
// compare.mjs says. A floor for each topic: a change that makes Skiff less true fails here.

const FLOORS: { readonly [topic: string]: number } = {
  configmaps: 0.95,
  controllers: 0.97,
  errors: 0.98,
  ingress: 0.97,
  kubectl: 0.96,
  labels: 0.93,
  lifecycle: 0.97,
  namespaces: 0.97,
  pods: 0.95,
  probes: 0.91,
  resources: 0.95,
  scheduling: 0.98,
  services: 0.98,
};
const UNSCORED = /kubectl run .*--rm/;
const START_MS = Date.UTC(2026, 10, 22, 1, 30, 0);

interface Step {
  readonly run: string;
}

const folder = 'tests/oracle/open';
const jq = await realJq();
const descriptions = alreadyLoaded(await loadDescriptions());

/** Shares of equal steps by topic, and the steps that differ. */
function shares(topic: string): { readonly share: number; readonly different: readonly string[] } {
  let same = 0;
  let all = 0;
  const different: string[] = [];
  for (const name of readdirSync(`${folder}/scenarios`).sort()) {
    const recorded: { readonly topic: string; readonly steps: readonly Step[] } = JSON.parse(
      readFileSync(`${folder}/transcripts/${name.replace('.yaml', '.json')}`, 'utf8'),
    );
    if (recorded.topic !== topic) continue;
    const scenario = readScenario(parse(readFileSync(`${folder}/scenarios/${name}`, 'utf8')));
    const ours = runScenario(scenario, { seed: 1, startMs: START_MS, jq, descriptions }).steps.filter(
      (step) => 'run' in step,
    );
    for (const [at, step] of recorded.steps.filter((each) => each.run !== undefined).entries()) {
      if (UNSCORED.test(step.run)) continue;
      all++;
      if (compareStep(step, ours[at]).same) same++;
      else different.push(`${name}: ${step.run}`);
    }
  }
  return { share: same / all, different };
}

describe('what a real cluster answered', () => {
  for (const [topic, floor] of Object.entries(FLOORS)) {
    it(`${topic}: at least ${Math.round(floor * 100)} % of the steps are the same`, { timeout: 120_000 }, () => {
      const { share, different } = shares(topic);
      expect(share, different.join('\n')).toBeGreaterThanOrEqual(floor);
    });
  }
});

describe('the same scenario with the same seed', () => {
  it('gives the same transcript', () => {
    const scenario = readScenario(parse(readFileSync(`${folder}/scenarios/pods-run-basics.yaml`, 'utf8')));
    const once = JSON.stringify(runScenario(scenario, { seed: 7, startMs: START_MS, jq }));
    expect(JSON.stringify(runScenario(scenario, { seed: 7, startMs: START_MS, jq }))).toBe(once);
  });
});
