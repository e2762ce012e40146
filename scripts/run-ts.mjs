// Bundles one TypeScript file in memory and runs it under the current Node: `node scripts/run-ts.mjs FILE [arguments]`.
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [entry, ...rest] = process.argv.slice(2);
if (entry === undefined) {
  console.error('usage: node scripts/run-ts.mjs FILE [arguments]');
  process.exit(64);
}
const folder = join(root, 'node_modules/.cache/skiff');
mkdirSync(folder, { recursive: true });
const file = join(folder, `${basename(entry, '.ts')}.${process.pid}.mjs`);
await build({
  entryPoints: [resolve(entry)],
  bundle: true,
  outfile: file,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  // Node reads it only when asked to; otherwise it would be dead weight in what the benchmarks measure.
  sourcemap: process.execArgv.includes('--enable-source-maps') && 'inline',
  logLevel: 'warning',
});
process.on('exit', () => rmSync(file, { force: true }));
process.argv = [process.argv[0], file, ...rest];
await import(pathToFileURL(file).href);
