// `npm run build && npm run lighthouse [-- PATH…|--lessons]`: Lighthouse's mobile audits of the built site, over the loopback interface, the best
// performance of three runs (the machine may be busy). `--lessons`: of every lesson in both languages, some ten minutes. Lighthouse with all it brings is 176 MB: it is no dependency of the project but put
// into node_modules/.cache the first time, its exact version, without install scripts. Reports: test-results/lighthouse/.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findBrowser } from './browser.mjs';
import { serve } from './serve.mjs';

const VERSION = '13.5.0';
const PORT = 4396;
const RUNS = 3;
/** The least that each category must reach, percent. */
const AIMS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };

const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, `node_modules/.cache/skiff/lighthouse-${VERSION}`);
if (!existsSync(join(home, 'node_modules/lighthouse/package.json'))) {
  console.log(`Lighthouse ${VERSION} is put into ${home}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}\n');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `lighthouse@${VERSION}`], {
    cwd: home,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
const load = (path) => import(pathToFileURL(join(home, 'node_modules', path)).href);
const { default: lighthouse } = await load('lighthouse/core/index.js');
const { launch } = await load('chrome-launcher/dist/index.js');

const out = join(root, 'test-results/lighthouse');
mkdirSync(out, { recursive: true });
const address = await serve(PORT);
const asked = process.argv.slice(2);
const lessons = () =>
  ['lessons', 'ko/lessons'].flatMap((folder) =>
    readdirSync(join(root, 'dist', folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `/${folder}/${name}/`),
  );
const some = ['/', '/lessons/pods/', '/ko/lessons/pods/'];
const paths = asked.includes('--lessons') ? lessons() : asked.length > 0 ? asked : some;
let failed = 0;
for (const path of paths) {
  let best;
  for (let run = 0; run < RUNS && (best?.categories.performance.score ?? 0) * 100 < AIMS.performance; run++) {
    const chrome = await launch({
      chromePath: findBrowser(),
      chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      const url = new URL(path, address).href;
      const { lhr } = await lighthouse(url, {
        port: chrome.port,
        logLevel: 'error',
        onlyCategories: Object.keys(AIMS),
      });
      if ((lhr.categories.performance.score ?? 0) >= (best?.categories.performance.score ?? 0)) best = lhr;
    } finally {
      chrome.kill();
    }
  }
  writeFileSync(join(out, `${path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'}.json`), JSON.stringify(best));
  const scores = Object.entries(AIMS).map(([name, aim]) => {
    const score = Math.round((best.categories[name].score ?? 0) * 100);
    if (score < aim) failed += 1;
    return `${name} ${score}${score < aim ? ` (aim ${aim})` : ''}`;
  });
  console.log(`${path}: ${scores.join(', ')}`);
  for (const name of Object.keys(AIMS)) {
    for (const { id, weight } of best.categories[name].auditRefs) {
      const audit = best.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 1)
        console.log(`  ${name}: ${id} ${Math.round(audit.score * 100)} ${audit.displayValue ?? audit.title}`);
    }
  }
}
process.exit(failed > 0 ? 1 : 0);
