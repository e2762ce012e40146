#!/usr/bin/env node
// Starts the command line. In an installed package only dist-cli/ is there; in a checkout the bundle is rebuilt when a source is newer.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'dist-cli/skiff.mjs');

function isStale() {
  if (!existsSync(join(root, 'src/engine'))) return false;
  if (!existsSync(bundle)) return true;
  const builtAt = statSync(bundle).mtimeMs;
  const newer = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs > builtAt;
  if (newer(join(root, 'scripts/build-cli.mjs')) || newer(join(root, 'package-lock.json'))) return true;
  const sources = readdirSync(join(root, 'src/engine'), { recursive: true, withFileTypes: true });
  return sources.some((entry) => entry.isFile() && newer(join(entry.parentPath ?? entry.path, entry.name)));
}

if (isStale()) {
  const { buildCli } = await import(pathToFileURL(join(root, 'scripts/build-cli.mjs')).href);
  try {
    await buildCli();
  } catch (failure) {
    // esbuild has printed what is wrong, with file and line
    if (!failure?.errors) console.error(failure);
    process.exit(70);
  }
}
await import(pathToFileURL(bundle).href);
