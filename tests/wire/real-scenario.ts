import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { realTools } from '../../scripts/real-kubectl.mjs';
import { file, nodeAt, putNode } from '../../src/engine/cluster/files.ts';
import { Driver } from '../../src/engine/hosts/driver.ts';
import { nodeTimers } from '../../src/engine/hosts/node/timers.ts';
import { makeCertificates } from '../../src/engine/hosts/node/wire/certificates.ts';
import { kubeconfig } from '../../src/engine/hosts/node/wire/kubeconfig.ts';
import { identifier, listen } from '../../src/engine/hosts/node/wire/listen.ts';
import type { Scenario, ScenarioStep } from '../../src/engine/session/scenario.ts';
import { createWorld, type World } from '../../src/engine/session/world.ts';

const AGE_MS = 15 * 60_000;
const MANIFESTS = '/etc/kubernetes/manifests';
/** A command that is still there after so much wall time waits for the cluster: from then on time runs. */
const PATIENCE_MS = 400;
const FAST = 40;
/** A step that takes longer than this is ended, wall milliseconds. */
const LONGEST_MS = 60_000;

/** A step as compare.mjs takes it. */
export interface RealStep {
  readonly run?: string;
  readonly exit?: number | null;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly stream?: readonly { readonly t: number; readonly line: string }[];
}

interface Place {
  readonly world: World;
  readonly driver: Driver;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

interface Ran {
  exit: number | null;
  stdout: string;
  stderr: string;
  stream: { t: number; line: string }[];
}

/** Runs one shell line with the real kubectl; `boundMs` (wall) ends a stream. */
function shell({ home, env, world, driver }: Place, line: string, boundMs?: number): Promise<Ran> {
  const startedMs = world.clock.nowMs();
  const ran: Ran = { exit: null, stdout: '', stderr: '', stream: [] };
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', line], { cwd: home, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = (): void => {
      if (child.pid !== undefined) {
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // It ended between the two lines.
        }
      }
    };
    const hurry = boundMs === undefined ? setTimeout(() => driver.setSpeed(FAST), PATIENCE_MS) : undefined;
    const limit = setTimeout(end, boundMs ?? LONGEST_MS);
    let partial = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      ran.stdout += text;
      partial += text;
      const lines = partial.split('\n');
      partial = lines.pop() ?? '';
      for (const each of lines) ran.stream.push({ t: (world.clock.nowMs() - startedMs) / 1000, line: each });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      ran.stderr += text;
    });
    child.on('close', (code) => {
      clearTimeout(hurry);
      clearTimeout(limit);
      driver.setSpeed(1);
      if (partial !== '') ran.stream.push({ t: (world.clock.nowMs() - startedMs) / 1000, line: partial });
      ran.exit = code;
      resolve(ran);
    });
  });
}

function staticPod(world: World, step: Extract<ScenarioStep, { kind: 'static-pod' }>, scenario: Scenario): void {
  const kubelet = world.cluster.kubelets.get(step.node);
  if (kubelet === undefined) return;
  const nowMs = world.clock.nowMs();
  if (step.action === 'put')
    putNode(kubelet.nodeFiles, `${MANIFESTS}/${step.file}`, file(scenario.files[step.file] ?? '', nowMs), nowMs);
  else {
    const folder = nodeAt(kubelet.nodeFiles, MANIFESTS);
    if (folder?.type === 'directory') folder.entries.delete(step.file);
  }
  kubelet.manifestsChanged();
}

async function runStep(place: Place, step: ScenarioStep, scenario: Scenario): Promise<RealStep> {
  const { world, driver } = place;
  switch (step.kind) {
    case 'settle':
      driver.between(() => world.clock.runUntil(world.clock.nowMs() + step.seconds * 1000));
      driver.setSpeed(1);
      return {};
    case 'kubelet': {
      const kubelet = world.cluster.kubelets.get(step.node);
      driver.between(() => (step.action === 'stop' ? kubelet?.stopKubelet() : kubelet?.startKubelet()));
      return {};
    }
    case 'static-pod':
      driver.between(() => staticPod(world, step, scenario));
      return {};
    case 'run': {
      if (step.forSeconds === undefined) {
        const { stream: _, ...ran } = await shell(place, step.line);
        return { run: step.line, ...ran };
      }
      // A stream runs at a speed at which its clients keep up: what is coalesced would be lost to the comparison.
      const speed = 4;
      driver.setSpeed(speed);
      const streaming = shell(place, step.line, (step.forSeconds * 1000) / speed);
      if (step.meanwhile !== undefined) {
        await new Promise((resolve) => setTimeout(resolve, 1000 / speed));
        await shell(place, step.meanwhile);
        driver.setSpeed(speed);
      }
      return { run: step.line, ...(await streaming) };
    }
  }
}

/** Runs a scenario with the real kubectl against the engine behind a port, and gives what compare.mjs compares. */
export async function runWithRealKubectl(
  scenario: Scenario,
): Promise<{ readonly name: string; readonly topic: string; readonly steps: readonly RealStep[] }> {
  const world = createWorld({
    seed: 1,
    startMs: Math.floor(Date.now() / 1000) * 1000 - AGE_MS,
    workers: 2,
    systemPods: false,
    files: {},
    jq: () => undefined,
    ageMs: AGE_MS,
  });
  const driver = new Driver(world.clock, nodeTimers, {
    sliced() {},
    broke(error) {
      throw error;
    },
  });
  const home = mkdtempSync(join(tmpdir(), 'real-kubectl-'));
  const certificates = await makeCertificates(Date.now());
  const handleInMoment: typeof world.cluster.handle = (request) => {
    let got: ReturnType<typeof world.cluster.handle> | undefined;
    driver.between(() => {
      got = world.cluster.handle(request);
    });
    if (got === undefined) throw new Error('the cluster stands still');
    return got;
  };
  const listening = await listen(
    { handleInMoment, identify: identifier('AlwaysAllow'), between: (run) => driver.between(run) },
    certificates,
    { address: '127.0.0.1', port: 0 },
  );
  try {
    for (const [path, text] of Object.entries({
      ...scenario.files,
      '.kube/config': kubeconfig(`https://127.0.0.1:${listening.port}`, certificates),
    })) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
      chmodSync(join(home, path), path.endsWith('.sh') ? 0o755 : 0o600);
    }
    driver.start();
    const env = {
      PATH: `${realTools()}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      LANG: 'C.UTF-8',
      USER: 'learner',
      TERM: 'dumb',
    };
    const steps: RealStep[] = [];
    for (const step of scenario.steps) steps.push(await runStep({ world, driver, home, env }, step, scenario));
    return { name: scenario.name, topic: scenario.topic, steps };
  } finally {
    driver.stop();
    await listening.close();
    rmSync(home, { recursive: true, force: true });
  }
}
