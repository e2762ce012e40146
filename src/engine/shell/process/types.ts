import type { ApiHandler } from '../../cluster/apiserver/http.ts';
import type { Clock, TimerClass } from '../../cluster/clock.ts';
import type { Cgroup } from '../../cluster/kubelet/kernel/cgroup.ts';
import type { NetworkNamespace } from '../../cluster/network/types.ts';
import type { Random } from '../../cluster/random.ts';
import type { FileSystem } from '../files/types.ts';

/**
 * What a blocked process waits for. `start` arranges that `wake` is called once (never before `start` returned) and gives back a
 * disposer for the case that a signal comes first. There are no promises in the engine: everything that waits does so through this.
 */
export interface Wait {
  /** For `ps` and for debugging: clock, pipe, api, child, host. */
  readonly on: 'clock' | 'pipe' | 'api' | 'child' | 'host';
  start(wake: () => void): () => void;
}

/**
 * Code that may wait: a generator that yields `Wait`s and returns its result. Call one from another with `yield*`.
 * `yield` evaluates to nothing; a signal that ends the process runs `finally` blocks through `generator.return`.
 */
export type Task<Result> = Generator<Wait, Result, void>;

/** The reading end of a pipe, file or terminal. */
export interface Reader {
  /** The next piece of text, waiting for it; undefined at the end. */
  read(): Task<string | undefined>;
  /** The next line with its newline (the last may lack it); undefined at the end. */
  readLine(): Task<string | undefined>;
  /** Everything to the end. */
  readAll(): Task<string>;
  readonly isTerminal: boolean;
}

/** The writing end. Writing never waits (pipes are bounded by the step budget); writing to a pipe nobody reads raises SIGPIPE (`BrokenPipe`). */
export interface Writer {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** A program: what an executable file is. Returns the exit status. */
export type Program = (process: Process) => Task<number>;

export interface SpawnOptions {
  readonly argv: readonly string[];
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  readonly stdin?: Reader;
  readonly stdout?: Writer;
  readonly stderr?: Writer;
  /** Runs this instead of looking `argv[0]` up in PATH. */
  readonly program?: Program;
  /** File descriptors above 2, for a shell's `3>file`. */
  readonly fds?: ReadonlyMap<number, Reader | Writer>;
  /** `new`: leads a process group of its own, as a job of an interactive shell does; a number: joins that one. Default: its parent's. */
  readonly group?: 'new' | number;
}

/** Why a program could not be started. */
export type SpawnError = 'not-found' | 'not-executable' | 'no-process';

/** A child as its parent sees it. */
export interface Child {
  readonly pid: number;
  /** Waits for its end: the exit status, 128 + signal when a signal ended it. */
  wait(): Task<number>;
  kill(signal: number): void;
  /** The exit status when it has ended. */
  status(): number | undefined;
  /** The signal that ended it; 0 when it has not ended or ended by itself. */
  signal(): number;
  /** True while a signal (Ctrl-Z) holds it. */
  stopped(): boolean;
  /** Calls back once, when it ends or stops (at once when it has); gives back a disposer. */
  onChange(changed: () => void): () => void;
}

/** The terminal a process is attached to. Size in characters. */
export interface ProcessTerminal {
  readonly columns: number;
  readonly rows: number;
  /**
   * Raw: keys arrive as typed, without echo, line editing or signals (`stty raw -echo`). Put it back in a `finally`. With `endsLines` a line
   * feed that is printed meanwhile, by a job in the background, still begins a line (OPOST, which readline leaves as it is).
   */
  setRaw(raw: boolean, endsLines?: boolean): void;
  onResize(resized: () => void): () => void;
  /** The process group that Ctrl-C reaches. */
  foreground: number;
  /** Gives back input that was read and not used. */
  unread(text: string): void;
}

/** One running program. */
export interface Process {
  readonly pid: number;
  readonly parentPid: number;
  readonly argv: readonly string[];
  readonly env: Map<string, string>;
  cwd: string;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly fs: FileSystem;
  readonly machine: Machine;
  /** The controlling terminal, when there is one. */
  readonly terminal: ProcessTerminal | undefined;
  sleep(ms: number, timerClass?: TimerClass): Task<void>;
  /** Waits for anything that can call back. */
  wait(wait: Wait): Task<void>;
  /**
   * Starts a child. When nothing of that name is found or it may not run, the error is a value: 127 not found, 126 not executable;
   * `no-process`: the machine has as many processes as it may have.
   */
  spawn(options: SpawnOptions): Child | { readonly error: SpawnError };
  /** Takes a signal over from its default action; undefined restores it. PID 1 of a container ignores signals it has not taken over (not SIGKILL). */
  onSignal(signal: number, handler: (() => void) | undefined): void;
  /** File descriptors above 2 that it was started with. */
  readonly fds: ReadonlyMap<number, Reader | Writer> | undefined;
  /** Its process group. */
  readonly group: number;
  /** Becomes another program, as exec(2) does; the result is that program's. `stdin` etc. default to its own. */
  exec(options: SpawnOptions): Task<number> | { readonly error: SpawnError };
  /** Counts one step of work (or `count`); throws `BudgetExceeded` when a program runs on without ever waiting. Call it in every loop that user text drives. */
  step(count?: number): void;
  /** Like `step`, and lets others run (1 ms of virtual time) when this program has worked long without waiting. For loops that produce output. */
  breathe(): Task<void>;
  /** Uses the processor for so many milliseconds (Infinity: until a signal comes), which takes longer where it is throttled or shared. `threads` at once. */
  compute(cpuMs: number, threads?: number): Task<void>;
  /** Takes (or gives back) memory that is a number only: nothing is held for it. Throws as `allocate` does. */
  occupy(bytes: number): void;
  /** Takes (or with a negative number gives back) memory for text that it holds; throws `OutOfMemory` when the machine has no more, which ends the process with 137. */
  allocate(bytes: number): void;
}

/** What one run of jq gave. */
export interface JqResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** A machine that another stands on: a container's node. */
export interface UnderlyingMachine {
  readonly fs: FileSystem;
  /** Runs a command there with the process's own streams, terminal and environment, to its end. */
  enter(process: Process, argv: readonly string[]): Task<number>;
}

/** Who a process is. Left out: `gid` is the number of the user, `groups` holds that one alone. */
export interface Identity {
  readonly name: string;
  readonly uid: number;
  readonly gid?: number;
  /** Ascending, the first group among them. */
  readonly groups?: readonly number[];
}

/** What all processes of one machine share: a container, a node, or the learner's own computer. */
export interface Machine {
  /** Whose its processes are. */
  readonly user: Identity;
  readonly clock: Clock;
  readonly random: Random;
  readonly hostname: string;
  readonly network: NetworkNamespace | undefined;
  /** Where its processors and memory are counted: a container's. */
  readonly cgroup?: Cgroup | undefined;
  /** The node that a container runs on: who changes into its root directory is on it. */
  readonly underlying?: (() => UnderlyingMachine | undefined) | undefined;
  /** Class for sleeping programs here. */
  readonly sleepClass: (ms?: number) => TimerClass;
  /** The API server as this machine reaches it (the learner's machine and, by its Service, pods). */
  readonly api: ApiHandler | undefined;
  /** Opens a file for the person to edit and waits until it is saved or closed; undefined where nobody is there. */
  readonly editFile: ((path: string, content: string) => Task<{ readonly saved: string | undefined }>) | undefined;
  /** jq's own engine, where the host brought one: the jq language with these flags over this input. */
  readonly runJq?: ((filter: string, flags: readonly string[], input: string) => JqResult) | undefined;
  /** Texts that Skiff itself has under well-known addresses of the world outside; undefined for any other address. */
  readonly published?: ((url: string) => string | undefined) | undefined;
  processes(): readonly {
    readonly pid: number;
    readonly parentPid: number;
    readonly argv: readonly string[];
    readonly user: string;
    readonly startedMs: number;
  }[];
  /** Sends a signal to one process; false when there is none. */
  kill(pid: number, signal: number): boolean;
}
