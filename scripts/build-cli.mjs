// Bundles the command line into dist-cli/: one file that plain Node 20 runs, and jq (which is CommonJS and needs its .wasm beside
// it). Everything is written under a temporary name and renamed, so any number of builds may run at once.
import { copyFileSync, mkdirSync, renameSync, utimesSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const entry = join(root, 'src/engine/hosts/node/main.ts');
const out = join(root, 'dist-cli');

/** `import('jq-web')` becomes the copy beside the bundle. It must be a dynamic import: loading it compiles 3 MB of wasm. */
const jqBesideTheBundle = {
  name: 'jq-beside-the-bundle',
  setup: (bundler) => bundler.onResolve({ filter: /^jq-web$/ }, () => ({ path: './jq/jq.cjs', external: true })),
};

function place(target, startedAt, write) {
  const temporary = `${target}.${process.pid}.${startedAt}.tmp`;
  mkdirSync(dirname(target), { recursive: true });
  write(temporary);
  // The start of the build, not its end: a source saved while it ran is newer than the bundle.
  utimesSync(temporary, startedAt / 1000, startedAt / 1000);
  renameSync(temporary, target);
}

/** Builds dist-cli/; rejects with esbuild's BuildFailure (already printed) when a source has an error. */
export async function buildCli() {
  const startedAt = Date.now();
  const jq = dirname(createRequire(import.meta.url).resolve('jq-web'));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // CommonJS dependencies that call require() for Node's own modules need one in an ES module.
    banner: {
      js: "import{createRequire as skiffRequire}from'node:module';const require=skiffRequire(import.meta.url);",
    },
    plugins: [jqBesideTheBundle],
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
  });
  const { writeFileSync } = await import('node:fs');
  place(join(out, 'jq/jq.cjs'), startedAt, (to) => copyFileSync(join(jq, 'jq.js'), to));
  place(join(out, 'jq/jq.wasm'), startedAt, (to) => copyFileSync(join(jq, 'jq.wasm'), to));
  place(join(out, 'skiff.mjs'), startedAt, (to) => writeFileSync(to, outputFiles[0].contents));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCli();
