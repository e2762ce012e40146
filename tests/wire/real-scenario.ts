import { spawn } from 'node:child_process';
import { file, nodeAt, putNode } from '../../src/engine/cluster/files.ts';
import type { Scenario, ScenarioStep } from '../../src/engine/session/scenario.ts';
import type { World } from '../../src/engine/session/world.ts';
import { type ServedWorld, serveWorld } from './served-world.ts';

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

interface Ran {
  exit: number | null;
  stdout: string;
  stderr: string;
  stream: { t: number; line: string }[];
}

/** Runs one shell line with the real kubectl in PATH; `boundMs` (wall) ends a stream. */
export function shell({ home, env, world, driver }: ServedWorld, line: string, boundMs?: number): Promise<Ran> {
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

async function runStep(place: ServedWorld, step: ScenarioStep, scenario: Scenario): Promise<RealStep> {
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
  const served = await serveWorld({ ageMs: AGE_MS, files: scenario.files });
  try {
    const steps: RealStep[] = [];
    for (const step of scenario.steps) steps.push(await runStep(served, step, scenario));
    return { name: scenario.name, topic: scenario.topic, steps };
  } finally {
    await served.close();
  }
}
