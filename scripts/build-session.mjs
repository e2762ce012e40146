// Bundles the session program twice. For Node inside a WebContainer: one file, jq beside it (the host mounts both). For the Web Worker:
// one file for the way to the first prompt, and the rest in parts (scripts/worker).
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { buildWorker } from './worker/build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'dist-session/program.mjs');

const { outputFiles } = await build({
  entryPoints: [join(root, 'src/engine/hosts/webcontainer/program.ts')],
  bundle: true,
  minify: true,
  write: false,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: { js: "import{createRequire as skiffRequire}from'node:module';const require=skiffRequire(import.meta.url);" },
  plugins: [
    {
      name: 'jq-beside',
      setup: (bundler) => bundler.onResolve({ filter: /^jq-web$/ }, () => ({ path: './jq/jq.cjs', external: true })),
    },
  ],
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
});

/** Under a temporary name first, so that whoever builds at the same time never reads half a file. */
function place(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}.tmp`, contents);
  renameSync(`${path}.${process.pid}.tmp`, path);
}

place(out, outputFiles[0].contents);
console.log(`session program: ${Math.round(outputFiles[0].contents.length / 1024)} KiB`);

const folder = join(root, 'dist-session/worker');
const files = await buildWorker(root);
for (const [name, text] of files) place(join(folder, name), text);
for (const name of readdirSync(folder)) if (name.endsWith('.js') && !files.has(name)) rmSync(join(folder, name));
const sizes = [...files].map(([name, text]) => `${name} ${Math.round(gzipSync(text).length / 1000)} KB`);
console.log(`worker (gzip): ${sizes.join(', ')}`);
