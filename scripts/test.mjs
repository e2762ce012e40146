// `npm test`: every check, one after the other, each named as it starts. All of them run even when one fails, so that one run
// shows everything; the last line counts. Set-up (dependencies, browser) was done by scripts/ensure.mjs just before.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const results = 'test-results/summary';
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

/** Counts from a reporter's JSON file; undefined when the runner died before writing it. */
function counts(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

const unitFile = `${results}/unit.json`;
const browserFile = `${results}/browser.json`;
const labs = readdirSync('labs', { withFileTypes: true }).filter((entry) => entry.isDirectory());

const steps = [
  { name: 'types', command: ['npm', 'run', '--silent', 'check:types'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'lockfile', command: ['npm', 'run', '--silent', 'lockcheck'] },
  {
    name: 'unit tests and transcripts',
    command: ['npx', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitFile}`],
    count: () => counts(unitFile, (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests })),
  },
  { name: 'lab proofs', command: ['node', 'bin/skiff.mjs', 'lab', 'check', ...labs.map((lab) => `labs/${lab.name}`)] },
  { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
  {
    name: 'browser tests',
    needs: 'build',
    command: ['npx', 'playwright', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: browserFile },
    count: () => counts(browserFile, (r) => ({ passed: r.stats.expected, failed: r.stats.unexpected + r.stats.flaky })),
  },
];

const failedSteps = [];
let passed = 0;
let failed = 0;
for (const [index, step] of steps.entries()) {
  console.log(`\n━━ ${index + 1}/${steps.length} ${step.name}`);
  if (failedSteps.includes(step.needs)) {
    console.log(`not run: ${step.needs} failed`);
    failedSteps.push(step.name);
    failed += 1;
    continue;
  }
  const started = Date.now();
  const { status } = spawnSync(step.command[0], step.command.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, ...step.env },
    shell: process.platform === 'win32',
  });
  const ok = status === 0;
  const counted = step.count?.() ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  passed += counted.passed;
  // A runner may fail without a failed test (an unhandled error, no tests): that counts too.
  failed += ok ? counted.failed : Math.max(1, counted.failed);
  if (!ok) failedSteps.push(step.name);
  console.log(`${ok ? '✔' : '✘'} ${step.name}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

console.log(failedSteps.length > 0 ? `\nFailed: ${failedSteps.join(', ')}` : '\nAll steps passed.');
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
