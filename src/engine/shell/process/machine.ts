// Over 300 lines: one process table, its limits and its signals.
import type { ApiHandler } from '../../cluster/apiserver/http.ts';
import type { Clock, TimerClass } from '../../cluster/clock.ts';
import type { Cgroup } from '../../cluster/kubelet/kernel/cgroup.ts';
import type { NetworkNamespace } from '../../cluster/network/types.ts';
import type { Random } from '../../cluster/random.ts';
import type { FileSystem } from '../files/types.ts';
import { StepBudget } from './budget.ts';
import { OutOfMemory } from './endings.ts';
import { type Programs, resolveExecutable } from './executable.ts';
import { emptyReader } from './readers.ts';
import { type RunQueue, runQueueOf } from './run-queue.ts';
import { type ProcessEnd, RunningProcess } from './running-process.ts';
import { retain } from './shared-end.ts';
import { SIGHUP, SIGKILL } from './signals.ts';
import type { Terminal } from './terminal.ts';
import type { Identity, Machine, Process, Program, SpawnError, SpawnOptions, Task } from './types.ts';
import { nullWriter } from './writers.ts';

/** What a machine is made of. */
export interface MachineOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly hostname: string;
  readonly fs: FileSystem;
  /** The programs that executable files (`programFile`) name. */
  readonly programs: Programs;
  readonly network?: NetworkNamespace | undefined;
  readonly api?: ApiHandler | undefined;
  readonly sleepClass?: ((ms: number) => TimerClass) | undefined;
  readonly editFile?: Machine['editFile'];
  readonly runJq?: Machine['runJq'];
  readonly published?: Machine['published'];
  /** Default root. */
  readonly user?: Identity | undefined;
  /** A container: its first process is PID 1, ignores signals it has not taken over, and takes all others with it when it ends. */
  readonly container?: boolean;
  /** Default 1. */
  readonly firstPid?: number;
  /** Default 128 Mi. */
  readonly memoryLimitBytes?: number | undefined;
  /** A container's control group: what its processes take and use is counted there, and bounded by it alone. */
  readonly cgroup?: Cgroup | undefined;
  /** What a program takes by running at all; only where there is a control group. */
  readonly footprint?: ((argv: readonly string[]) => Footprint) | undefined;
  /** Default 256. */
  readonly maxProcesses?: number;
  /** Processes of the machine that are not this table's (a node's services and containers), and the way to signal them. */
  readonly foreign?: {
    processes(): ReturnType<Machine['processes']>;
    signal(pid: number, signal: number): boolean;
  };
  /** A container's node. */
  readonly underlying?: (() => LocalMachine | undefined) | undefined;
  /** Told of what a program threw that no program should throw. */
  readonly report?: (thrown: unknown) => void;
}

/** What a program takes by running at all: memory, and thousandths of a core all the time. */
export interface Footprint {
  readonly bytes: number;
  readonly idleMillis: number;
}

/** What `start` needs besides the command. */
export interface StartOptions extends SpawnOptions {
  readonly terminal?: Terminal | undefined;
  /** Runs once, from the clock's queue. */
  readonly exited?: (end: ProcessEnd) => void;
}

const DEFAULT_MEMORY = 128 * 1024 * 1024;
const DEFAULT_PROCESSES = 256;

/** Makes a machine: one container, node or learner's computer. Cheap: nothing is copied or allocated until it is used. */
export function createMachine(options: MachineOptions): LocalMachine {
  return new LocalMachine(options);
}

/** A machine with its process table. `kill` and `processes` are what its own processes may do; `start` and `signal` are for its owner. */
export class LocalMachine implements Machine {
  readonly clock: Clock;
  readonly random: Random;
  readonly hostname: string;
  readonly fs: FileSystem;
  readonly network: NetworkNamespace | undefined;
  readonly api: ApiHandler | undefined;
  readonly editFile: Machine['editFile'];
  readonly runJq: Machine['runJq'];
  readonly published: Machine['published'];
  readonly runQueue: RunQueue;
  readonly cgroup: Cgroup | undefined;
  private readonly table = new Map<number, RunningProcess>();
  private nextPid: number;
  private memoryUsed = 0;
  private textHeld = 0;

  constructor(private readonly options: MachineOptions) {
    this.clock = options.clock;
    this.random = options.random;
    this.hostname = options.hostname;
    this.fs = options.fs;
    this.network = options.network;
    this.api = options.api;
    this.editFile = options.editFile;
    this.runJq = options.runJq;
    this.published = options.published;
    this.underlying = options.underlying;
    this.runQueue = runQueueOf(options.clock);
    this.cgroup = options.cgroup;
    if (this.cgroup !== undefined) this.cgroup.members = this;
    this.nextPid = options.firstPid ?? 1;
  }

  readonly sleepClass = (ms = 0): TimerClass => this.options.sleepClass?.(ms) ?? 'background';

  get user(): Identity {
    return this.options.user ?? ROOT;
  }

  get programs(): Programs {
    return this.options.programs;
  }

  /** Bytes its processes hold now. */
  memoryBytes(): number {
    return this.memoryUsed;
  }

  /** Starts a process from outside: a container's PID 1, an exec, the learner's shell. Its budget is its own. */
  start(options: StartOptions): RunningProcess | { readonly error: SpawnError | 'exec-format' } {
    const budget = new StepBudget();
    const started = this.launch(options, {
      pid: 0,
      group: 0,
      env: NO_ENV,
      cwd: '/',
      stdin: emptyReader,
      stdout: nullWriter,
      stderr: nullWriter,
      terminal: options.terminal,
      budget,
    });
    // A container's own program may be a load and nothing else; one that somebody waits for (exec) may not.
    if (this.cgroup !== undefined && started instanceof RunningProcess)
      budget.isEndless = () => this.isInit(started.pid) || started.terminal !== undefined || started.end !== undefined;
    if (started instanceof RunningProcess && options.exited !== undefined) {
      const exited = options.exited;
      started.asChild().onChange(() => {
        if (started.end !== undefined) exited(started.end);
      });
    }
    return started;
  }

  /** Starts a child of a process. Used by `Process.spawn`. */
  spawn(
    parent: RunningProcess,
    budget: StepBudget,
    options: SpawnOptions,
  ): RunningProcess | { readonly error: SpawnError } {
    const started = this.launch(options, {
      pid: parent.pid,
      group: parent.group,
      env: options.env ?? parent.env,
      cwd: parent.cwd,
      stdin: parent.stdin,
      stdout: parent.stdout,
      stderr: parent.stderr,
      terminal: parent.terminal,
      budget: options.group !== undefined && parent.terminal !== undefined ? budget.ofJob() : budget,
    });
    if (started instanceof RunningProcess) return started;
    return { error: started.error === 'exec-format' ? 'not-executable' : started.error };
  }

  processes(): readonly {
    readonly pid: number;
    readonly parentPid: number;
    readonly argv: readonly string[];
    readonly user: string;
    readonly startedMs: number;
  }[] {
    const own = [...this.table.values()].map(({ pid, parentPid, argv, startedMs }) => ({
      pid,
      parentPid,
      argv,
      startedMs,
      user: this.user.name,
    }));
    const { foreign } = this.options;
    return foreign === undefined ? own : [...foreign.processes(), ...own].sort((a, b) => a.pid - b.pid);
  }

  readonly underlying: Machine['underlying'];

  /** A command that belongs to another machine's process, as after chroot: same streams, this machine's table. */
  *enter(process: Process, argv: readonly string[]): Task<number> {
    let end: ProcessEnd | undefined;
    const started = this.start({
      argv,
      env: process.env,
      cwd: '/',
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      terminal: process.terminal as Terminal | undefined,
      exited: (ended) => {
        end = ended;
      },
    });
    if ('error' in started) return started.error === 'not-found' ? 127 : 126;
    const { terminal } = process;
    const before = terminal?.foreground;
    if (terminal !== undefined) terminal.foreground = started.group;
    try {
      yield* process.wait({ on: 'child', start: (wake) => started.asChild().onChange(wake) });
    } finally {
      if (terminal !== undefined && before !== undefined) terminal.foreground = before;
      if (started.end === undefined) this.signal(-started.group, SIGHUP);
    }
    return end?.status ?? started.end?.status ?? 1;
  }

  /** A signal from inside the machine. A negative pid means a process group, -1 everything but PID 1. */
  kill(pid: number, signal: number): boolean {
    return this.signal(pid, signal, false);
  }

  /** A signal; `outside` (the default): from the machine's owner, who can end even PID 1. A negative pid means a process group. */
  signal(pid: number, signal: number, outside = true): boolean {
    if (pid > 0) {
      const process = this.table.get(pid);
      process?.deliver(signal, outside);
      return process !== undefined || this.options.foreign?.signal(pid, signal) === true;
    }
    let any = false;
    for (const process of [...this.table.values()]) {
      if (pid === -1 && !outside ? process.pid === 1 : process.group !== -pid) continue;
      process.deliver(signal, outside);
      any = true;
    }
    // A group that was started on the node from here (chroot) is in the node's table.
    return any || (pid < -1 && this.options.underlying?.()?.signal(pid, signal, outside) === true);
  }

  /** Ends everything, as when the container is killed. */
  stop(): void {
    for (const process of [...this.table.values()]) process.deliver(SIGKILL, true);
  }

  /** The terminal went away: its processes get SIGHUP. */
  hangUp(terminal: Terminal): void {
    for (const process of [...this.table.values()]) if (process.terminal === terminal) process.deliver(SIGHUP, true);
  }

  isInit(pid: number): boolean {
    return this.options.container === true && pid === 1;
  }

  /** Memory taken or given back by a process, which has written it down under `as`; throws `OutOfMemory` where that is the process to go. */
  takeMemory(bytes: number, by?: RunningProcess, as: 'memoryBytes' | 'footprintBytes' = 'memoryBytes'): void {
    this.memoryUsed = Math.max(0, this.memoryUsed + bytes);
    const { cgroup } = this;
    if (cgroup === undefined) {
      if (bytes > 0 && this.memoryUsed > (this.options.memoryLimitBytes ?? DEFAULT_MEMORY)) throw new OutOfMemory();
      return;
    }
    for (let cause = cgroup.charge(bytes); cause !== undefined; cause = cgroup.charge(bytes)) {
      const victim = cause === 'limit' ? this.largest() : undefined;
      if (cause === 'limit') cgroup.oomKills++;
      const gone = cause === 'limit' ? victim === undefined || victim === by : !cgroup.killOnNode();
      if (!gone) victim?.deliver(SIGKILL, true);
      // the process that runs at this moment dies when it is told so
      const running = victim !== undefined && victim.end === undefined;
      if (gone || running || by?.end !== undefined || by?.isDying === true) {
        this.memoryUsed -= bytes;
        if (by !== undefined) by[as] -= bytes;
        throw new OutOfMemory();
      }
    }
  }

  /** Text is really held: beyond what the host can bear there is no more, whatever the limit. */
  holdText(bytes: number): void {
    this.textHeld = Math.max(0, this.textHeld + bytes);
    if (this.cgroup !== undefined && bytes > 0 && this.textHeld > DEFAULT_MEMORY) throw new OutOfMemory();
  }

  /** The process that holds most. */
  private largest(): RunningProcess | undefined {
    let found: RunningProcess | undefined;
    for (const process of this.table.values()) {
      if (found === undefined || bytesOf(process) > bytesOf(found)) found = process;
    }
    return found;
  }

  /** The kernel takes the process that holds most. */
  killLargest(): { readonly name: string; readonly pid: number } | undefined {
    const victim = this.largest();
    victim?.deliver(SIGKILL, true);
    return victim === undefined ? undefined : { name: (victim.argv[0] ?? '').replace(/^.*\//, ''), pid: victim.pid };
  }

  /** A process runs a program now, from its start or by exec: it takes what that program takes. */
  becomes(process: RunningProcess): void {
    if (this.cgroup === undefined || this.options.footprint === undefined) return;
    const { bytes, idleMillis } = this.options.footprint(process.argv);
    const more = bytes - process.footprintBytes;
    this.cgroup.idleMillis += idleMillis - process.idleMillis;
    process.idleMillis = idleMillis;
    process.footprintBytes = bytes;
    if (more !== 0) this.takeMemory(more, process, 'footprintBytes');
  }

  /** Called by a process that has ended. */
  ended(process: RunningProcess): void {
    this.table.delete(process.pid);
    const bytes = bytesOf(process);
    if (this.cgroup !== undefined) this.cgroup.idleMillis -= process.idleMillis;
    if (bytes > 0) this.takeMemory(-bytes);
    if (process.textBytes > 0) this.holdText(-process.textBytes);
    if (this.isInit(process.pid)) this.stop();
  }

  report(thrown: unknown): void {
    this.options.report?.(thrown);
  }

  private launch(
    options: SpawnOptions,
    from: {
      pid: number;
      group: number;
      env: ReadonlyMap<string, string>;
      cwd: string;
      stdin: RunningProcess['stdin'];
      stdout: RunningProcess['stdout'];
      stderr: RunningProcess['stderr'];
      terminal: Terminal | undefined;
      budget: StepBudget;
    },
  ): RunningProcess | { readonly error: SpawnError | 'exec-format' } {
    if (this.table.size >= (this.options.maxProcesses ?? DEFAULT_PROCESSES)) return { error: 'no-process' };
    const env = options.env ?? from.env;
    const cwd = options.cwd ?? from.cwd;
    let argv = options.argv;
    let program: Program;
    if (options.program === undefined) {
      const found = resolveExecutable(this.fs, this.options.programs, cwd, env.get('PATH'), argv);
      if (found.kind === 'text') return { error: 'exec-format' };
      if (found.kind !== 'program') return { error: found.kind };
      program = found.program;
      argv = found.argv;
    } else program = options.program;
    const pid = this.nextPid++;
    const stdin = options.stdin ?? from.stdin;
    const stdout = options.stdout ?? from.stdout;
    const stderr = options.stderr ?? from.stderr;
    retain(stdin);
    retain(stdout);
    retain(stderr);
    if (options.fds !== undefined) for (const end of options.fds.values()) retain(end);
    const process = new RunningProcess(this, {
      pid,
      parentPid: from.pid,
      group:
        typeof options.group === 'number'
          ? options.group
          : options.group === 'new' || from.group === 0
            ? pid
            : from.group,
      argv,
      env,
      cwd,
      stdin,
      stdout,
      stderr,
      fds: options.fds,
      terminal: from.terminal,
      budget: from.budget,
      program,
    });
    this.table.set(pid, process);
    try {
      this.becomes(process);
    } catch (thrown) {
      // not even its own program fits: it is killed before its first step
      if (!(thrown instanceof OutOfMemory)) throw thrown;
      this.clock.after(0, () => process.deliver(SIGKILL, true));
      return process;
    }
    this.runQueue.push(process);
    return process;
  }
}

function bytesOf(process: RunningProcess): number {
  return process.memoryBytes + process.footprintBytes;
}

const NO_ENV: ReadonlyMap<string, string> = new Map();
const ROOT: Identity = { name: 'root', uid: 0 };
