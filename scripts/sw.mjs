// After `astro build`: writes dist/sw.js, the service worker, from scripts/sw/worker.js and a list of every built file with its
// content hash. It makes the site work offline, and adds COOP/COEP on static hosts that cannot send them.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = process.env.SKIFF_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const base = `/${(process.env.SKIFF_BASE ?? '').replace(/^\/|\/$/g, '')}/`.replace('//', '/');

const digest = (content) => createHash('sha256').update(content).digest('hex').slice(0, 12);
const left = (path) => path === 'sw.js' || path.startsWith('.') || path.endsWith('.map');
const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .filter((path) => !left(path))
  .sort();
const list = files.map((path) => [
  base + path.replace(/(^|\/)index\.html$/, '$1'),
  digest(readFileSync(join(dist, path))),
]);
const revision = digest(JSON.stringify(list));

const worker = readFileSync(new URL('./sw/worker.js', import.meta.url), 'utf8')
  .replace("'__LIST__'", () => JSON.stringify(list))
  .replace('__BASE__', () => base)
  .replace('__REVISION__', revision);
writeFileSync(join(dist, 'sw.js'), worker);
console.log(`sw.js: ${list.length} files, revision ${revision}`);
