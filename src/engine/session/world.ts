import type { TokenSigner } from '../cluster/apiserver/authorization/token-signer.ts';
import { CONTROL_PLANE } from '../cluster/bootstrap/nodes.ts';
import { VirtualClock } from '../cluster/clock.ts';
import { type Cluster, createCluster } from '../cluster/cluster.ts';
import { directory } from '../cluster/files.ts';
import { Random } from '../cluster/random.ts';
import type { DescriptionSource } from '../kubectl/explain/descriptions.ts';
import { kubectlArguments, kubectlWith } from '../kubectl/program.ts';
import { createContainerRuntime } from '../runtime/container-runtime.ts';
import { createNodeMachine } from '../runtime/node/node-machine.ts';
import type { PrivateRegistry } from '../runtime/registries.ts';
import { coreutils, learnerTools, shells } from '../shell/commands/registry.ts';
import { createFileSystem } from '../shell/files/file-system.ts';
import { programFile } from '../shell/process/executable.ts';
import { createMachine, type LocalMachine } from '../shell/process/machine.ts';
import type { Machine, Program, Task } from '../shell/process/types.ts';
import type { ArgumentCompleter } from '../shell/terminal/completion.ts';
import { adminKubeconfig, HOME, homeTree } from './home.ts';
import type { RunJq } from './instruments.ts';
import type { Columns } from './map-items.ts';
import { publishedAt } from './published.ts';
import { type SshHost, sshProgram } from './ssh.ts';

const API_SERVER = 'https://172.30.0.2:6443';
/** What one kubectl call takes on a real machine: start, TLS, discovery. Milliseconds. */
const KUBECTL_LATENCY = { low: 70, high: 170 };

/** Real programs that a WebContainer has. */
const HOST_PROGRAMS = ['node', 'npm', 'npx'];

export interface WorldOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly workers: number;
  readonly systemPods: boolean;
  /** Whether a provider gives Services of type LoadBalancer an address. Default no, as on the recorded cluster. */
  readonly loadBalancers?: boolean;
  /** Registries that want credentials. */
  readonly registries?: readonly PrivateRegistry[];
  /** Put into the learner's home. */
  readonly files: { readonly [path: string]: string };
  readonly editFile?: Machine['editFile'];
  readonly jq: () => RunJq | undefined;
  readonly whenJq?: (ready: () => void) => () => void;
  /** The texts of `kubectl explain`; without them it shows fields only. */
  readonly descriptions?: DescriptionSource | undefined;
  /** Runs real programs of the host: what `node` and `npm` are, where `hostPrograms` names them. */
  readonly hostProgram?: Program;
  /** Virtual time that passes before the learner arrives, milliseconds. Default 60 s: nodes are Ready, the system pods run. */
  readonly ageMs?: number;
  /** A host's own keys for tokens, where strangers reach the API server: nobody who knows the seed can make a token. */
  readonly tokenSigner?: TokenSigner;
}

/** One cluster with the learner's machine beside it, on one clock. */
export interface World {
  readonly clock: VirtualClock;
  readonly cluster: Cluster;
  /** The learner's own computer. */
  readonly machine: LocalMachine;
  /** The environment of its shells. */
  readonly env: ReadonlyMap<string, string>;
  /** Its programs, by name. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly columns: Columns;
  /** Tab completion of commands' arguments. */
  readonly completers: ReadonlyMap<string, ArgumentCompleter>;
}

function environment(): ReadonlyMap<string, string> {
  return new Map([
    ['HOME', HOME],
    ['USER', 'learner'],
    ['LOGNAME', 'learner'],
    ['SHELL', '/usr/bin/bash'],
    ['PATH', '/usr/local/bin:/usr/bin:/bin'],
    ['PWD', HOME],
    ['TERM', 'xterm-256color'],
    ['LANG', 'C.UTF-8'],
  ]);
}

/** kubectl, after the time that starting it takes. */
function delayedKubectl(random: Random, descriptions: DescriptionSource | undefined): Program {
  let kubectl: Program | undefined;
  return function* (process): Task<number> {
    yield* process.sleep(random.between(KUBECTL_LATENCY.low, KUBECTL_LATENCY.high), 'work');
    kubectl ??= kubectlWith(descriptions);
    return yield* kubectl(process);
  };
}

/** jq, which a host may have to load first. */
function jqProgram(base: Program | undefined, whenJq: WorldOptions['whenJq']): Program | undefined {
  if (base === undefined || whenJq === undefined) return base;
  return function* (process): Task<number> {
    yield* process.wait({ on: 'host', start: whenJq });
    return yield* base(process);
  };
}

function columnsOf(cluster: Cluster, clock: VirtualClock): Columns {
  const byKey = new Map(
    cluster.kinds.map((kind) => [kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`, kind]),
  );
  return (resource, object) => {
    // Custom resources come and go: the server knows those.
    const kind = byKey.get(resource) ?? cluster.server.core.definitions.get(resource)?.definition;
    if (kind === undefined) return {};
    const cells = kind.cells(object, { nowMs: clock.nowMs() });
    return Object.fromEntries(kind.columns.map((column, at) => [column.name, cells[at] ?? null]));
  };
}

/** The nodes as ssh finds them. A machine that is off, or cut off, does not answer. */
function sshHosts(cluster: Cluster, machines: ReadonlyMap<string, LocalMachine>): readonly SshHost[] {
  return [...cluster.kubelets.values()].flatMap((kubelet) => {
    const { name, address } = kubelet.node;
    const machine = machines.get(name);
    if (machine === undefined) return [];
    const reach = () =>
      !kubelet.isPoweredOn ? 'unreachable' : cluster.network.isCut(name) ? ('timeout' as const) : ('open' as const);
    return [{ name, address, machine, reach }];
  });
}

/** Makes a world and lets it come up. */
export function createWorld(options: WorldOptions): World {
  const clock = new VirtualClock(options.startMs);
  const random = new Random(options.seed);
  const nodeMachines = new Map<string, LocalMachine>();
  const runtime = createContainerRuntime({
    clock,
    random: random.fork('runtime'),
    imagesPresent: true,
    ...(options.registries === undefined ? {} : { registries: options.registries }),
    api: (request) => cluster.handle(request),
    nodeMachine: (node) => nodeMachines.get(node),
  });
  const cluster: Cluster = createCluster({
    clock,
    random: random.fork('cluster'),
    runtime,
    workers: options.workers,
    systemPods: options.systemPods,
    loadBalancers: options.loadBalancers ?? false,
    ...(options.tokenSigner === undefined ? {} : { tokenSigner: options.tokenSigner }),
  });
  const runJq: Machine['runJq'] = (filter, flags, input) =>
    options.jq()?.(filter, flags, input, clock.nowMs()) ?? {
      stdout: '',
      stderr: 'jq: error: jq could not be loaded\n',
      code: 2,
    };
  const kubectl = delayedKubectl(random.fork('kubectl'), options.descriptions);
  const machines = [...cluster.kubelets.values()].map(({ node: { name, address } }) => ({ name, address }));
  for (const kubelet of cluster.kubelets.values()) {
    const { name } = kubelet.node;
    const nodeMachine = createNodeMachine({
      kubelet,
      clock,
      random: random.fork(`machine/${name}`),
      network: cluster.network.nodeNamespace(name),
      api: cluster.handle,
      kubectl,
      kubeconfig: (user) => adminKubeconfig(API_SERVER, user),
      machines,
      isControlPlane: name === CONTROL_PLANE,
      editFile: options.editFile,
      runJq,
    });
    nodeMachines.set(name, nodeMachine);
  }
  // A machine that goes off takes the shells on it along.
  cluster.faults.onChange(() => {
    for (const [name, nodeMachine] of nodeMachines)
      if (cluster.kubelets.get(name)?.isPoweredOn === false) nodeMachine.stop();
  });
  clock.runUntil(options.startMs + (options.ageMs ?? 60_000));

  const programs = new Map<string, Program>([...coreutils, ...shells, ...learnerTools]);
  programs.set('kubectl', kubectl);
  programs.set('ssh', (process) => sshProgram(sshHosts(cluster, nodeMachines))(process));
  if (options.hostProgram !== undefined) for (const name of HOST_PROGRAMS) programs.set(name, options.hostProgram);
  const jq = jqProgram(programs.get('jq'), options.whenJq);
  if (jq !== undefined) programs.set('jq', jq);
  const bin = directory(clock.nowMs());
  for (const name of programs.keys()) bin.entries.set(name, programFile(name, clock.nowMs()));
  bin.entries.set('k', programFile('kubectl', clock.nowMs()));
  const fs = createFileSystem({
    root: homeTree({ programs: bin, server: API_SERVER, machines, files: options.files, nowMs: clock.nowMs() }),
    nowMs: () => clock.nowMs(),
  });
  const machine = createMachine({
    clock,
    random: random.fork('machine'),
    hostname: 'skiff',
    fs,
    programs: (name) => programs.get(name),
    network: cluster.network.outside(),
    api: cluster.handle,
    published: publishedAt,
    sleepClass: () => 'work',
    editFile: options.editFile,
    runJq,
    user: { name: 'learner', uid: 1000 },
    firstPid: 1000,
  });
  let complete: ArgumentCompleter | undefined;
  return {
    clock,
    cluster,
    machine,
    env: environment(),
    programs,
    columns: columnsOf(cluster, clock),
    completers: new Map([
      [
        'kubectl',
        (words) => {
          complete ??= kubectlArguments({ machine, fs, env: environment(), cwd: HOME });
          return complete(words);
        },
      ],
    ]),
  };
}
