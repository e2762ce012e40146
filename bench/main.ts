// `npm run bench [-- --json] [-- NAME…]`: everything that is measured in Node. With --json one object a line: name, value, unit.
// Each suite runs in processes of its own, so that none warms up or fills the memory of another; a figure is the median of its runs.
import { spawnSync } from 'node:child_process';
import { boot } from './boot.ts';
import { cronJobs, daily, hourly } from './cronjobs.ts';
import { deployment, perPod, replicaSet, rollout } from './deployment.ts';
import type { Measurement } from './measurement.ts';
import { page } from './page.ts';
import { idle, listing, watchers } from './pods.ts';
import { sessionMemory } from './session-memory.ts';
import { storeWrites } from './store.ts';
import { tabMemory } from './tab-memory.ts';

const SUITES: {
  readonly [name: string]: {
    readonly runs: number;
    /** Takes minutes: measured only when its name is given. */
    readonly onRequest?: boolean;
    readonly measure: () => readonly Measurement[] | Promise<readonly Measurement[]>;
  };
} = {
  'engine-boot': { runs: 5, measure: boot },
  deployment: { runs: 3, measure: deployment },
  replicaset: { runs: 3, measure: replicaSet },
  rollout: { runs: 3, measure: rollout },
  list: { runs: 3, measure: listing },
  'cronjobs-1000-day': { runs: 1, measure: cronJobs('cronjobs-1000-day-ms', daily) },
  'cronjobs-1000-hourly': { runs: 1, onRequest: true, measure: cronJobs('cronjobs-1000-hourly-ms', hourly) },
  watchers: { runs: 3, measure: watchers },
  idle: { runs: 1, measure: idle },
  'store-write': { runs: 1, measure: storeWrites },
  'pod-cpu-us-100': { runs: 5, measure: perPod(100, 2) },
  'pod-cpu-us-1000': { runs: 3, measure: perPod(1000, 20) },
  'pod-cpu-us-5000': { runs: 1, measure: perPod(5000, 100) },
  'pod-cpu-us-10000': { runs: 1, measure: perPod(10000, 200) },
  page: { runs: 3, measure: page },
  'session-memory': { runs: 1, measure: sessionMemory },
  'tab-memory': { runs: 1, measure: tabMemory },
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs one suite in fresh processes; the median of each figure. */
function measured(name: string, runs: number): readonly Measurement[] {
  const all = Array.from({ length: runs }, (): readonly Measurement[] => {
    const args = [...process.execArgv, process.argv[1] ?? '', '--once', name];
    const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`bench ${name}: ${child.stderr}`);
    return JSON.parse(child.stdout);
  });
  const figureOf = (run: readonly Measurement[], figure: string): number =>
    run.find((each) => each.name === figure)?.value ?? Number.NaN;
  return (all[0] ?? []).map((first) => ({ ...first, value: median(all.map((run) => figureOf(run, first.name))) }));
}

const words = process.argv.slice(2);
const once = words.indexOf('--once');
if (once >= 0) {
  process.stdout.write(JSON.stringify((await SUITES[words[once + 1] ?? '']?.measure()) ?? []), () => process.exit(0));
} else {
  const wanted = words.filter((word) => !word.startsWith('--'));
  for (const [name, { runs, onRequest = false }] of Object.entries(SUITES)) {
    if (wanted.length > 0 ? !wanted.some((word) => name.startsWith(word)) : onRequest) continue;
    for (const measurement of measured(name, runs)) {
      const value = Math.round(measurement.value * 10) / 10;
      if (words.includes('--json')) console.log(JSON.stringify({ ...measurement, value }));
      else console.log(`${measurement.name.padEnd(28)} ${String(value).padStart(10)} ${measurement.unit}`);
    }
  }
}
