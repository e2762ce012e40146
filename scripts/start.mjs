// `npm start`: builds the site when a source is newer than what was built, serves it, and says where. Set-up was done by
// scripts/ensure.mjs just before.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './serve.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const inputs = ['src', 'labs', 'docs', 'public', 'scripts', 'astro.config.ts', 'package-lock.json', 'tsconfig.json'];
const stamp = 'dist/.built-from';

/** One line that changes when any input of the build does: sizes and times, not contents, so that it costs milliseconds. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.env.SKIFF_HOST ?? ''} ${process.env.SKIFF_BASE ?? ''}`);
  for (const input of inputs.filter((path) => existsSync(path))) {
    const files = statSync(input).isFile()
      ? [input]
      : readdirSync(input, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort();
    for (const file of files) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

const wanted = fingerprint();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Building the site, about a minute the first time …');
  const started = Date.now();
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('The site did not build; the reason is above.');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
  console.log(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
}

try {
  const address = await serve(Number(process.env.SKIFF_PORT ?? 4320));
  console.log(`\nSkiff is at ${address}  (Ctrl+C stops it)`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
