// `npm test`: every check, each named, and what it said. The browser tests wait much of their time, so the others go beside them, and
// what must be alone comes last. All of them run even when one fails, so that one run shows everything; the last line counts.
// `npm test -- --one-lane` runs one after the other. Set-up (dependencies, browser) was done by scripts/ensure.mjs just before.
import { spawn } from 'node:child_process';
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

const browserFile = `${results}/browser.json`;
const labs = readdirSync('labs', { withFileTypes: true }).filter((entry) => entry.isDirectory());

const npmRun = (name) => ['npm', 'run', '--silent', name];

/** Some projects of vitest.config.ts. */
function vitest(name, projects) {
  const path = `${results}/${projects.join('-')}.json`;
  const which = projects.map((project) => `--project=${project}`);
  return {
    name,
    command: ['npx', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${path}`, ...which],
    count: () => counts(path, (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests })),
  };
}

const lanes = [
  [
    { name: 'build', command: npmRun('build') },
    {
      name: 'browser tests',
      needs: 'build',
      command: ['npx', 'playwright', 'test', '--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: browserFile },
      count: () =>
        counts(browserFile, (r) => ({ passed: r.stats.expected, failed: r.stats.unexpected + r.stats.flaky })),
    },
  ],
  [
    { name: 'lint', command: npmRun('lint') },
    { name: 'lockfile', command: npmRun('lockcheck') },
    {
      name: 'lab proofs',
      command: ['node', 'bin/skiff.mjs', 'lab', 'check', ...labs.map((lab) => `labs/${lab.name}`)],
    },
    // Both the build and the check of the types write .astro.
    { name: 'types', after: 'build', needs: 'build', command: npmRun('types') },
    vitest('unit tests and transcripts', ['shared', 'alone']),
  ],
];
const last = [vitest('the real kubectl', ['real-kubectl'])];
const total = [...lanes.flat(), ...last].length;
const isOneLane = process.argv.includes('--one-lane');

const failedSteps = [];
let passed = 0;
let failed = 0;
let done = 0;

/** Steps that have ended, by name, and who waits for them. */
const ended = new Set();
let waiting = [];

function hasEnded(name) {
  if (name === undefined || ended.has(name)) return Promise.resolve();
  return new Promise((resolve) => waiting.push({ name, resolve }));
}

function end(name) {
  ended.add(name);
  for (const each of waiting) if (each.name === name) each.resolve();
  waiting = waiting.filter((each) => each.name !== name);
}

/** Runs a command to its end. Beside another lane what it says is kept until then, so that the two are not mixed. */
function run(step, isAlone) {
  return new Promise((resolve) => {
    const child = spawn(step.command[0], step.command.slice(1), {
      stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...step.env },
      shell: process.platform === 'win32',
    });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => said.push(bytes));
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (status) => resolve({ ok: status === 0, said: Buffer.concat(said).toString() }));
  });
}

async function take(step, isAlone) {
  const title = () => `\n━━ ${++done}/${total} ${step.name}`;
  if (failedSteps.includes(step.needs)) {
    console.log(`${title()}\nnot run: ${step.needs} failed`);
    failedSteps.push(step.name);
    failed += 1;
    return;
  }
  if (isAlone) console.log(title());
  else console.log(`… ${step.name}`);
  const started = Date.now();
  const { ok, said } = await run(step, isAlone);
  const counted = step.count?.() ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  passed += counted.passed;
  // A runner may fail without a failed test (an unhandled error, no tests): that counts too.
  failed += ok ? counted.failed : Math.max(1, counted.failed);
  if (!ok) failedSteps.push(step.name);
  if (!isAlone) console.log(`${title()}\n${said.trimEnd()}`);
  console.log(`${ok ? '✔' : '✘'} ${step.name}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function takeAll(steps, isAlone) {
  for (const step of steps) {
    await hasEnded(step.after);
    await take(step, isAlone);
    end(step.name);
  }
}

if (isOneLane) await takeAll(lanes.flat(), true);
else await Promise.all(lanes.map((steps) => takeAll(steps, false)));
await takeAll(last, true);

console.log(failedSteps.length > 0 ? `\nFailed: ${failedSteps.join(', ')}` : '\nAll steps passed.');
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
