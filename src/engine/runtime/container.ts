import type { ApiChannels, ApiHandler } from '../cluster/apiserver/http.ts';
import type { Clock } from '../cluster/clock.ts';
import { file, type Owner } from '../cluster/files.ts';
import type { ContainerConfig, ContainerExit, ImageFacts, RunningContainer } from '../cluster/kubelet/runtime.ts';
import type { Random } from '../cluster/random.ts';
import { createFileSystem } from '../shell/files/file-system.ts';
import type { FileSystem } from '../shell/files/types.ts';
import { type Executable, resolveExecutable } from '../shell/process/executable.ts';
import { createMachine, type LocalMachine } from '../shell/process/machine.ts';
import { createPipe, type PipeWriter } from '../shell/process/pipe.ts';
import { emptyReader } from '../shell/process/readers.ts';
import type { ProcessEnd, RunningProcess } from '../shell/process/running-process.ts';
import { createTerminal, type Terminal } from '../shell/process/terminal.ts';
import { callbackWriter } from '../shell/process/writers.ts';
import { cgroupDirectory } from './cgroup-files.ts';
import { createChannels } from './channels.ts';
import { RecordingLog } from './container-log.ts';
import { environment } from './environment.ts';
import { type Furnished, furnishedFor } from './generic/furnish.ts';
import { identityOf } from './identity.ts';
import { execFormatError, withPrologue } from './launch.ts';
import { footprintOf } from './load/footprints.ts';
import { counted } from './load/network-cost.ts';
import { countTemporaryFiles } from './load/temporary-files.ts';
import type { FoundImage } from './registry.ts';

const TERMINATION_LOG = '/dev/termination-log';
const SIGTERM = 15;
/** A program that sleeps longer than this is not on its way anywhere: nobody waits for it to call the cluster settled. */
const LONGEST_WAIT_MS = 60_000;
/** How much of a probe's or hook's output is kept, in characters. Models: pkg/kubelet/prober maxReadLength */
const PROBE_OUTPUT = 10_240;

/** Why a command cannot start, in runc's words after `exec: "…": `. */
export function whyNot(found: Executable, command: string): string {
  if (found.kind === 'not-executable') return `exec: "${command}": permission denied`;
  if (command.includes('/')) return `exec: "${command}": stat ${command}: no such file or directory`;
  return `exec: "${command}": executable file not found in $PATH`;
}

/** What the container's machine is made from. */
export interface ContainerParts {
  readonly config: ContainerConfig;
  readonly image: FoundImage;
  readonly clock: Clock;
  readonly random: Random;
  readonly id: string;
  readonly api: ApiHandler | undefined;
  /** The node as a machine, where it is one. */
  readonly node?: (() => LocalMachine | undefined) | undefined;
}

function filesOf(parts: ContainerParts, owner: Owner): FileSystem {
  const { config, clock, image } = parts;
  const fs = createFileSystem({
    root: image.definition.files(image.tag),
    nowMs: () => clock.nowMs(),
    readOnly: config.readOnlyRootFilesystem,
    owner,
  });
  const now = clock.nowMs();
  fs.mount('/etc/hostname', file(`${config.hostname}\n`, now), false);
  fs.mount('/etc/hosts', file(config.network.hosts, now), false);
  fs.mount('/etc/resolv.conf', file(config.network.resolvConf, now), false);
  fs.mount(TERMINATION_LOG, file('', now, 0o666), false);
  fs.mount('/sys/fs/cgroup', cgroupDirectory(config.cgroup), true);
  for (const mount of config.mounts)
    fs.mount(mount.mountPath, mount.source, mount.readOnly, mount.limitBytes, mount.inMemory === true);
  return fs;
}

/** One container: a machine of its own with PID 1 in it. */
export class Container implements RunningContainer {
  readonly id: string;
  readonly imageFacts: ImageFacts;
  readonly log: RecordingLog;
  readonly machine: LocalMachine;
  readonly env: ReadonlyMap<string, string>;
  private readonly cwd: string;
  private readonly stdin: PipeWriter | undefined;
  private readonly terminal: Terminal | undefined;
  private readonly stdinReader: RunningProcess['stdin'];
  private readonly attached = new Set<ReturnType<typeof createChannels>>();
  private ended = false;
  /** What stands in for the programs of an image that is not simulated. */
  private readonly furnished: Furnished | undefined;

  constructor(private readonly parts: ContainerParts) {
    const { config, image, clock, random } = parts;
    this.id = parts.id;
    this.imageFacts = image.facts;
    this.log = new RecordingLog(() => clock.nowMs());
    this.env = environment(config, image);
    this.cwd = config.workingDir ?? image.definition.workingDir;
    const user = identityOf(config, image.definition.files(image.tag));
    const fs = filesOf(parts, user);
    if (this.cwd !== '/' && !fs.exists(this.cwd)) fs.makeDirectory(this.cwd, { parents: true });
    this.furnished = furnishedFor(parts.config, image, fs, this.cwd, this.command());
    this.machine = createMachine({
      clock,
      random,
      hostname: config.hostname,
      fs,
      programs: this.furnished?.programs ?? image.definition.programs(image.tag),
      network: counted(config.network, config.cgroup),
      api: parts.api,
      sleepClass: (ms) => (ms <= LONGEST_WAIT_MS && config.settling() ? 'work' : 'background'),
      container: true,
      underlying: parts.node,
      cgroup: config.cgroup,
      footprint: footprintOf,
      user,
      report: (thrown) => this.log.write('stderr', `${String(thrown)}\n`),
    });
    countTemporaryFiles(fs, config.mounts, (bytes) => this.machine.takeMemory(bytes));
    this.terminal = config.tty
      ? createTerminal({
          columns: 80,
          rows: 24,
          output: (text) => this.say('stdout', text),
          signal: (group, signal) => void this.machine.signal(-group, signal),
        })
      : undefined;
    const pipe = config.stdin && this.terminal === undefined ? createPipe() : undefined;
    this.stdin = pipe?.writer;
    this.stdinReader = (config.stdin ? (this.terminal?.reader ?? pipe?.reader) : undefined) ?? emptyReader;
  }

  private say(stream: 'stdout' | 'stderr', text: string): void {
    this.log.write(stream, text);
    for (const ends of this.attached) (stream === 'stdout' ? ends.stdout : ends.stderr).write(text);
  }

  private command(): readonly string[] {
    const { config, image } = this.parts;
    const args = config.args ?? (config.command === undefined ? image.definition.command : []);
    return [...(config.command ?? image.definition.entrypoint), ...args];
  }

  /** Starts PID 1; the reason in runc's words when it cannot. */
  start(exited: (exit: ContainerExit) => void): string | undefined {
    const argv = this.command();
    const found = resolveExecutable(this.machine.fs, this.machine.programs, this.cwd, this.env.get('PATH'), argv);
    if (found.kind === 'not-found' || found.kind === 'not-executable') return whyNot(found, argv[0] ?? '');
    const prologue = this.parts.config.command === undefined ? this.parts.image.definition.prologue : undefined;
    const program = found.kind === 'text' ? execFormatError(argv[0] ?? '') : found.program;
    const started = this.machine.start({
      argv: found.kind === 'program' ? found.argv : argv,
      env: this.env,
      cwd: this.cwd,
      program: prologue === undefined ? program : withPrologue(prologue, program),
      stdin: this.stdinReader,
      stdout: this.terminal?.writer ?? { isTerminal: false, write: (text) => this.say('stdout', text) },
      stderr: this.terminal?.writer ?? { isTerminal: false, write: (text) => this.say('stderr', text) },
      terminal: this.terminal,
      exited: (end) => this.finish(end, exited),
    });
    if ('error' in started) return `exec: "${argv[0] ?? ''}": ${started.error}`;
    if (this.terminal !== undefined) this.terminal.foreground = started.group;
    return undefined;
  }

  private finish(end: ProcessEnd, exited: (exit: ContainerExit) => void): void {
    this.ended = true;
    this.log.flush();
    for (const ends of this.attached) ends.close(end.status);
    this.attached.clear();
    exited({
      exitCode: end.status,
      signal: end.signal,
      reason:
        end.outOfMemory || this.parts.config.cgroup.oomKills > 0
          ? 'OOMKilled'
          : end.status === 0
            ? 'Completed'
            : 'Error',
      message: this.machine.fs.read(TERMINATION_LOG),
    });
  }

  signal(signal: number): void {
    this.machine.signal(1, signal === SIGTERM ? this.parts.image.definition.stopSignal : signal);
  }

  exec(
    argv: readonly string[],
    options: { readonly stdin: boolean; readonly tty: boolean },
  ): ApiChannels | { readonly error: string } {
    const refusal = this.refusal(argv);
    if (refusal !== undefined) return { error: refusal };
    const ends = createChannels({ ...options, signal: (group, signal) => void this.machine.signal(-group, signal) });
    const started = this.machine.start({
      argv,
      env: options.tty ? new Map([...this.env, ['TERM', 'xterm']]) : this.env,
      cwd: this.cwd,
      stdin: ends.stdin,
      stdout: ends.stdout,
      stderr: ends.stderr,
      terminal: ends.terminal,
      exited: (end) => ends.close(end.status),
    });
    if ('error' in started) return { error: this.cannotExec(`exec: "${argv[0] ?? ''}": exec format error`) };
    if (ends.terminal !== undefined) ends.terminal.foreground = started.group;
    return ends.channels;
  }

  run(
    argv: readonly string[],
    done: (result: { readonly exitCode: number; readonly output: string } | { readonly error: string }) => void,
  ): () => void {
    if (this.furnished?.standsIn(argv) === true) {
      const timer = this.parts.clock.after(0, () => done({ exitCode: 0, output: '' }));
      return () => timer.cancel();
    }
    const refusal = this.refusal(argv);
    let output = '';
    const keep = callbackWriter((text) => {
      output = (output + text).slice(0, PROBE_OUTPUT);
    });
    const started =
      refusal === undefined
        ? this.machine.start({
            argv,
            env: this.env,
            cwd: this.cwd,
            stdout: keep,
            stderr: keep,
            exited: (end) => done({ exitCode: end.status, output }),
          })
        : undefined;
    if (started === undefined || 'error' in started) {
      const timer = this.parts.clock.after(0, () =>
        done({ error: refusal ?? this.cannotExec(`exec: "${argv[0] ?? ''}": exec format error`) }),
      );
      return () => timer.cancel();
    }
    return () => void this.machine.signal(started.pid, 9);
  }

  attach(options: { readonly stdin: boolean; readonly tty: boolean }): ApiChannels {
    const ends = createChannels({
      ...options,
      tty: false,
      signal: () => {},
      gone: () => void this.attached.delete(ends),
    });
    const { channels } = ends;
    if (this.ended) ends.close(0);
    else this.attached.add(ends);
    // Models: containerd internal/cri/io.ContainerIO.Attach
    const hasInput = options.stdin && this.parts.config.stdin;
    const endsContainersInput = hasInput && this.parts.config.stdinOnce && this.terminal === undefined;
    return {
      ...channels,
      stdin: (text) => (this.terminal !== undefined ? this.terminal.input(text) : this.stdin?.write(text)),
      closeStdin: () => {
        if (endsContainersInput) this.stdin?.release();
        else if (hasInput && this.attached.delete(ends)) ends.close(0);
      },
      abort: () => {
        if (endsContainersInput) this.stdin?.release();
        channels.abort();
      },
      resize: (columns, rows) => this.terminal?.resize(columns, rows),
    };
  }

  writtenBytes(): number {
    return this.machine.fs.layerBytes() + this.log.bytes();
  }

  signalProcess(pid: number, signal: number): boolean {
    return this.machine.signal(pid, signal);
  }

  processes(): readonly { readonly pid: number; readonly command: string }[] {
    return this.machine.processes().map((process) => ({ pid: process.pid, command: process.argv.join(' ') }));
  }

  private refusal(argv: readonly string[]): string | undefined {
    const found = resolveExecutable(this.machine.fs, this.machine.programs, this.cwd, this.env.get('PATH'), argv);
    return found.kind === 'not-found' || found.kind === 'not-executable'
      ? this.cannotExec(whyNot(found, argv[0] ?? ''))
      : undefined;
  }

  private cannotExec(why: string): string {
    return `failed to exec in container: failed to start exec "${this.parts.random.hex(64)}": OCI runtime exec failed: exec failed: unable to start container process: ${why}`;
  }
}
