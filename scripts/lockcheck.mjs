// Every dependency that the lockfile names must have an entry in it. npm leaves optional platform packages out silently when
// the registry lacks them, and the lockfile it writes then fails in every later `npm ci`.
import { readFileSync } from 'node:fs';

/** The places where npm would look for a dependency of the package at `at`, innermost first. */
function* parents(at) {
  for (let dir = at; ; dir = dir.includes('/node_modules/') ? dir.slice(0, dir.lastIndexOf('/node_modules/')) : '') {
    yield dir;
    if (dir === '') return;
  }
}

/** Lines such as `node_modules/astro -> optionalDependencies.sharp missing`; empty when the lock is complete. */
export function missingFromLock(packages) {
  const missing = [];
  for (const [at, entry] of Object.entries(packages)) {
    for (const kind of ['dependencies', 'optionalDependencies', 'devDependencies']) {
      for (const name of Object.keys(entry[kind] ?? {})) {
        const found = [...parents(at)].some((dir) => packages[`${dir === '' ? '' : `${dir}/`}node_modules/${name}`]);
        if (!found) missing.push(`${at || '(root)'} -> ${kind}.${name} missing`);
      }
    }
  }
  return missing;
}

if (import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  const missing = missingFromLock(JSON.parse(readFileSync(process.argv[2] ?? 'package-lock.json', 'utf8')).packages);
  for (const line of missing) console.log(line);
  console.log(missing.length > 0 ? `${missing.length} missing` : 'lock complete');
  process.exitCode = missing.length > 0 ? 1 : 0;
}
