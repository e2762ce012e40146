import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { file, nodeAt, putNode } from '../../src/engine/cluster/files.ts';
import type { Scenario, ScenarioStep } from '../../src/engine/session/scenario.ts';
import type { World } from '../../src/engine/session/world.ts';
import { type ServedWorld, serveWorld } from './served-world.ts';

const AGE_MS = 15 * 60_000;
/** The cluster's time stays behind the wall's however fast it runs: kubectl works out ages by the wall. */
const BEHIND_MS = 3_600_000;
const MANIFESTS = '/etc/kubernetes/manifests';
/** How often a command is looked at, wall milliseconds; one that does nothing for so many looks waits for the cluster. */
const LOOK_MS = 15;
const IDLE_LOOKS = 3;
/** The speeds of time while a command works, while it waits for the cluster, and while it streams. */
const SPEED = { working: 0.4, waiting: 40, streaming: 4 };
/** A stream that has said nothing for so long has begun all the same, wall milliseconds. */
const STREAM_START_MS = 1200;
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

/** What a command and its children have done so far: who is there, and how often each thread gave up the processor. */
function activity(pid: number): string {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .map((thread) => {
        const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean);
        const isRunning = /^State:\s+[RD]/m.test(status) ? Math.random() : '';
        return [
          thread,
          isRunning,
          ...(status.match(/ctxt_switches:\s+\d+/g) ?? []),
          ...children.map((child) => activity(Number(child))),
        ].join(' ');
      })
      .join('\n');
  } catch {
    // A thread or a child that ended meanwhile.
    return String(Math.random());
  }
}

/** Lets time run while a command waits for the cluster, and go slowly while it works: a slow machine is no slow cluster. */
function paceBy(pid: number, driver: ServedWorld['driver']): () => void {
  let [last, idle] = ['', 0];
  driver.setSpeed(SPEED.working);
  const timer = setInterval(() => {
    const now = activity(pid);
    idle = now === last ? idle + 1 : 0;
    last = now;
    const wanted = idle >= IDLE_LOOKS ? SPEED.waiting : SPEED.working;
    if (driver.speed !== wanted) driver.setSpeed(wanted);
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    driver.setSpeed(0);
  };
}

/** Bounds a stream by virtual time from its first word on. */
function paceStream(seconds: number, driver: ServedWorld['driver'], end: () => void): { spoke(): void; stop(): void } {
  driver.setSpeed(SPEED.working);
  let limit: NodeJS.Timeout | undefined;
  const begin = (): void => {
    if (limit !== undefined) return;
    driver.setSpeed(SPEED.streaming);
    limit = setTimeout(end, (seconds * 1000) / SPEED.streaming);
  };
  const patience = setTimeout(begin, STREAM_START_MS);
  return {
    spoke: begin,
    stop() {
      clearTimeout(patience);
      clearTimeout(limit);
      driver.setSpeed(0);
    },
  };
}

/** Runs one shell line with the real kubectl in PATH; a stream ends after so many virtual seconds. */
export function shell({ home, env, world, driver }: ServedWorld, line: string, forSeconds?: number): Promise<Ran> {
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
    const stream = forSeconds === undefined ? undefined : paceStream(forSeconds, driver, end);
    const stopPace = stream?.stop ?? paceBy(child.pid ?? 0, driver);
    const limit = setTimeout(end, LONGEST_MS);
    let partial = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stream?.spoke();
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
      stopPace();
      clearTimeout(limit);
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
      driver.setSpeed(0);
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
      const streaming = shell(place, step.line, step.forSeconds);
      if (step.meanwhile !== undefined) {
        const wantedMs = world.clock.nowMs() + 1000;
        while (world.clock.nowMs() < wantedMs) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        await shell(place, step.meanwhile);
        driver.setSpeed(SPEED.streaming);
      }
      return { run: step.line, ...(await streaming) };
    }
  }
}

/** The recorded home, address and version in place of this machine's: what a comparison shall not see. */
function asRecorded({ home, port }: ServedWorld, step: RealStep): RealStep {
  const mend = (text: string): string =>
    text
      .replaceAll(home, '/home/learner')
      .replaceAll(`127.0.0.1:${port}`, '172.30.0.2:6443')
      .replaceAll('Client Version: v1.36.3', 'Client Version: v1.36.2');
  const { stdout, stderr, stream } = step;
  return {
    ...step,
    ...(stdout === undefined ? {} : { stdout: mend(stdout) }),
    ...(stderr === undefined ? {} : { stderr: mend(stderr) }),
    ...(stream === undefined ? {} : { stream: stream.map(({ t, line }) => ({ t, line: mend(line) })) }),
  };
}

/** Runs a scenario with the real kubectl against the engine behind a port, and gives what compare.mjs compares. */
export async function runWithRealKubectl(
  scenario: Scenario,
): Promise<{ readonly name: string; readonly topic: string; readonly steps: readonly RealStep[] }> {
  const served = await serveWorld({ ageMs: AGE_MS, behindMs: BEHIND_MS, files: scenario.files });
  served.driver.setSpeed(0);
  try {
    const steps: RealStep[] = [];
    for (const step of scenario.steps) steps.push(asRecorded(served, await runStep(served, step, scenario)));
    return { name: scenario.name, topic: scenario.topic, steps };
  } finally {
    await served.close();
  }
}
