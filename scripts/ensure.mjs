// Runs before `npm start`, `npm run dev` and `npm test`, under whatever Node the user's npm has (>= 18), with no dependency of
// its own: `deps` installs what the lockfile says, `browser` sees to a Chromium for the browser tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const run = (command, args, options = {}) => spawnSync(command, args, { stdio: 'inherit', ...options }).status === 0;

const npm = (...args) =>
  process.env.npm_execpath
    ? run(process.env.npm_node_execpath ?? process.execPath, [process.env.npm_execpath, ...args])
    : run('npm', args, { shell: process.platform === 'win32' });

function deps() {
  const want = readFileSync('package-lock.json', 'utf8');
  const stamp = 'node_modules/.lock-installed';
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  console.log('Installing dependencies (npm ci), about a minute the first time …');
  if (!npm('ci')) process.exit(1);
  mkdirSync('node_modules', { recursive: true });
  writeFileSync(stamp, want);
}

async function browser() {
  const { chromium } = await import('@playwright/test');
  const found = () => findBrowser() ?? [chromium.executablePath()].find((path) => existsSync(path));
  if (found()) return;
  console.log('No Chromium found: installing one for the browser tests …');
  if (process.platform === 'linux' && process.getuid() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = ['-o', 'DPkg::Lock::Timeout=300', '-y', '-qq', '--no-install-recommends'];
    run('apt-get', ['update', '-qq'], { env });
    // The Korean lessons need Korean glyphs in screenshots.
    run('apt-get', ['install', ...options, 'chromium', 'fonts-noto-cjk'], { env });
  }
  if (!found()) run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']);
  if (!found()) {
    console.error('No browser for the browser tests: install Chromium or set CHROMIUM_PATH to one.');
    process.exit(1);
  }
}

if (process.argv.includes('deps')) deps();
if (process.argv.includes('browser')) await browser();
