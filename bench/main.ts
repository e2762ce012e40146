// `npm run bench [-- --json] [-- NAME…]`: everything that is measured in Node. With --json one object a line: name, value, unit.
import { boot } from './boot.ts';
import { runDeployment } from './deployment.ts';
import type { Measurement } from './measurement.ts';
import { storeWrites } from './store.ts';

const REPLICAS = 1_000;
const NODES = 20;

function deployment(): readonly Measurement[] {
  const { cpuMs, rssMb } = runDeployment(REPLICAS, NODES);
  return [
    { name: `deployment-${REPLICAS}-cpu-ms`, value: cpuMs, unit: 'ms' },
    { name: `deployment-${REPLICAS}-rss-mb`, value: rssMb, unit: 'MB' },
  ];
}

/** In this order: boot is measured cold, and memory before the store's own measurement fills it. */
const SUITES: { readonly [name: string]: () => readonly Measurement[] } = {
  'engine-boot': boot,
  deployment,
  'store-write': storeWrites,
};

const words = process.argv.slice(2);
const isJson = words.includes('--json');
const wanted = words.filter((word) => !word.startsWith('--'));
for (const [name, measure] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.some((word) => name.startsWith(word))) continue;
  for (const measurement of measure()) {
    const value = Math.round(measurement.value * 10) / 10;
    if (isJson) console.log(JSON.stringify({ ...measurement, value }));
    else console.log(`${measurement.name.padEnd(28)} ${String(value).padStart(10)} ${measurement.unit}`);
  }
}
