// Bundles the session program that runs under Node inside a WebContainer: one file, jq beside it (the host mounts both).
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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
mkdirSync(dirname(out), { recursive: true });
writeFileSync(`${out}.${process.pid}.tmp`, outputFiles[0].contents);
renameSync(`${out}.${process.pid}.tmp`, out);
console.log(`session program: ${Math.round(outputFiles[0].contents.length / 1024)} KiB`);
