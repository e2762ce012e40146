// `npm run bench [-- --json] [-- NAME…]`: everything that is measured in Node. With --json one object a line: name, value, unit.
// Each suite runs in processes of its own, so that none warms up or fills the memory of another; a figure is the median of its runs.
import { spawnSync } from 'node:child_process';
import { boot } from './boot.ts';
import { runDeployment } from './deployment.ts';
import type { Measurement } from './measurement.ts';
import { page } from './page.ts';
import { storeWrites } from './store.ts';

function deployment(): readonly Measurement[] {
  const { cpuMs, rssMb } = runDeployment(1000, 20);
  return [
    { name: 'deployment-1000-cpu-ms', value: cpuMs, unit: 'ms' },
    { name: 'deployment-1000-rss-mb', value: rssMb, unit: 'MB' },
  ];
}

/** The cost of one pod, from apply to Ready, in clusters of growing size. */
function perPod(replicas: number, nodes: number): () => readonly Measurement[] {
  return () => [
    { name: `pod-cpu-us-${replicas}`, value: (runDeployment(replicas, nodes).cpuMs * 1000) / replicas, unit: 'µs' },
  ];
}

const SUITES: {
  readonly [name: string]: {
    readonly runs: number;
    readonly measure: () => readonly Measurement[] | Promise<readonly Measurement[]>;
  };
} = {
  'engine-boot': { runs: 5, measure: boot },
  deployment: { runs: 3, measure: deployment },
  'store-write': { runs: 1, measure: storeWrites },
  'pod-cpu-100': { runs: 3, measure: perPod(100, 20) },
  'pod-cpu-1000': { runs: 3, measure: perPod(1000, 20) },
  page: { runs: 3, measure: page },
  'pod-cpu-5000': { runs: 1, measure: perPod(5000, 100) },
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs one suite in fresh processes; the median of each figure. */
function measured(name: string, runs: number): readonly Measurement[] {
  const all = Array.from({ length: runs }, (): readonly Measurement[] => {
    const child = spawnSync(process.execPath, [process.argv[1] ?? '', '--once', name], { encoding: 'utf8' });
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
  for (const [name, { runs }] of Object.entries(SUITES)) {
    if (wanted.length > 0 && !wanted.some((word) => name.startsWith(word))) continue;
    for (const measurement of measured(name, runs)) {
      const value = Math.round(measurement.value * 10) / 10;
      if (words.includes('--json')) console.log(JSON.stringify({ ...measurement, value }));
      else console.log(`${measurement.name.padEnd(28)} ${String(value).padStart(10)} ${measurement.unit}`);
    }
  }
}
