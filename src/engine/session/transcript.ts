import { file, nodeAt, putNode } from '../cluster/files.ts';
import type { DescriptionSource } from '../kubectl/explain/descriptions.ts';
import { HOME } from './home.ts';
import type { RunJq } from './instruments.ts';
import { finishLine, type LineResult, startLine } from './run-line.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { createWorld, type World } from './world.ts';

/** The longest that a command without a bound may take, virtual milliseconds. */
const COMMAND_LIMIT_MS = 15 * 60_000;
const MANIFESTS = '/etc/kubernetes/manifests';
/** The recorded cluster had been up for a quarter of an hour. */
const AGE_MS = 15 * 60_000;

interface CommandRecord {
  readonly run: string;
  readonly startedAt: number;
  readonly seconds: number;
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One step as the recorded format has it. */
export type TranscriptStep =
  | (CommandRecord & {
      readonly for?: number;
      readonly stoppedByBound?: boolean;
      readonly stream?: readonly { readonly t: number; readonly line: string }[];
      readonly while?: CommandRecord;
    })
  | { readonly settle: number }
  | { readonly [kind: string]: unknown };

export interface Transcript {
  readonly name: string;
  readonly topic: string;
  readonly kubernetesVersion: string;
  readonly steps: readonly TranscriptStep[];
  readonly seconds: number;
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;

/** Runs a scenario on a fresh cluster in virtual time. The cluster is the recorded one's: no system pods, DNS from outside. */
export function runScenario(
  scenario: Scenario,
  options: {
    readonly seed: number;
    readonly startMs: number;
    readonly jq: RunJq | undefined;
    readonly descriptions?: DescriptionSource | undefined;
  },
): Transcript {
  const world = createWorld({
    seed: options.seed,
    startMs: options.startMs - AGE_MS,
    workers: 2,
    systemPods: false,
    files: scenario.files,
    jq: () => options.jq,
    descriptions: options.descriptions,
    ageMs: AGE_MS,
  });
  // The recorded home holds the scenario's files only.
  world.machine.fs.remove(`${HOME}/.bashrc`);
  const startedMs = world.clock.nowMs();
  const steps = scenario.steps.map((step) => runStep(world, step, startedMs, scenario));
  return {
    name: scenario.name,
    topic: scenario.topic,
    kubernetesVersion: 'v1.36.2',
    steps,
    seconds: round((world.clock.nowMs() - startedMs) / 1000),
  };
}

function record(line: string, result: LineResult, startedMs: number): CommandRecord {
  return {
    run: line,
    startedAt: round((result.startedMs - startedMs) / 1000),
    seconds: round((result.endedMs - result.startedMs) / 1000),
    exit: result.exit ?? null,
    stdout: result.stdout,
    stderr: result.stderr,
  };
}

function runStep(world: World, step: ScenarioStep, startedMs: number, scenario: Scenario): TranscriptStep {
  const { clock, cluster } = world;
  switch (step.kind) {
    case 'settle':
      clock.runUntil(clock.nowMs() + step.seconds * 1000);
      return { settle: step.seconds };
    case 'kubelet': {
      const kubelet = cluster.kubelets.get(step.node);
      if (step.action === 'stop') kubelet?.stopKubelet();
      else kubelet?.startKubelet();
      return { [`${step.action}-kubelet`]: step.node };
    }
    case 'static-pod': {
      const kubelet = cluster.kubelets.get(step.node);
      if (kubelet !== undefined) {
        if (step.action === 'put')
          putNode(
            kubelet.nodeFiles,
            `${MANIFESTS}/${step.file}`,
            file(scenario.files[step.file] ?? '', clock.nowMs()),
            clock.nowMs(),
          );
        else {
          const folder = nodeAt(kubelet.nodeFiles, MANIFESTS);
          if (folder?.type === 'directory') folder.entries.delete(step.file);
        }
        kubelet.manifestsChanged();
      }
      return {
        'static-pod':
          step.action === 'put' ? { node: step.node, file: step.file } : { node: step.node, remove: step.file },
      };
    }
    case 'run':
      return runCommand(world, step, startedMs);
  }
}

function runCommand(world: World, step: Extract<ScenarioStep, { kind: 'run' }>, startedMs: number): TranscriptStep {
  const { clock, machine, env } = world;
  const begin = (line: string): ReturnType<typeof startLine> =>
    startLine(machine, line, { cwd: HOME, env, shell: 'bash' });
  const running = begin(step.line);
  if (step.forSeconds === undefined) return record(step.line, finishLine(clock, running, COMMAND_LIMIT_MS), startedMs);
  const boundMs = clock.nowMs() + step.forSeconds * 1000;
  let meanwhile: CommandRecord | undefined;
  if (step.meanwhile !== undefined) {
    clock.runUntil(clock.nowMs() + 1000);
    meanwhile = record(step.meanwhile, finishLine(clock, begin(step.meanwhile), boundMs - clock.nowMs()), startedMs);
  }
  const result = finishLine(clock, running, boundMs - clock.nowMs());
  return {
    ...record(step.line, result, startedMs),
    for: step.forSeconds,
    stoppedByBound: result.exit === undefined,
    stream: result.stream.map(({ t, line }) => ({ t: round(t), line })),
    ...(meanwhile === undefined ? {} : { while: meanwhile }),
  };
}
