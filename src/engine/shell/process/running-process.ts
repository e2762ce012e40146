// Over 300 lines: the life of one process, from its first step over its signals to its end.

import type { TimerClass } from '../../cluster/clock.ts';
import { RegExpTooHard } from '../../cluster/regexp/matcher.ts';
import { FileFailure } from '../files/errors.ts';
import type { FileSystem } from '../files/types.ts';
import { SPAWN_STEPS, STEP_CPU_MS, type StepBudget } from './budget.ts';
import { BrokenPipe, BudgetExceeded, Killed, OutOfMemory, ProcessExit } from './endings.ts';
import { resolveExecutable } from './executable.ts';
import type { LocalMachine } from './machine.ts';
import { PipeWriter } from './pipe.ts';
import { ProcessView } from './process-view.ts';
import { release } from './shared-end.ts';
import { defaultAction, SIGCONT, SIGKILL, SIGPIPE } from './signals.ts';
import type { Terminal } from './terminal.ts';
import type { Child, Process, Program, Reader, SpawnError, SpawnOptions, Task, Wait, Writer } from './types.ts';

/** How a process ended. */
export interface ProcessEnd {
  /** 128 + signal when a signal ended it. */
  readonly status: number;
  /** 0 when it ended by itself. */
  readonly signal: number;
  readonly outOfMemory: boolean;
}

/** All that a process starts with. */
export interface ProcessStart {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly fds: ReadonlyMap<number, Reader | Writer> | undefined;
  readonly terminal: Terminal | undefined;
  readonly budget: StepBudget;
  readonly program: Program;
}

/** Never longer than this: a century is for ever. */
const FOREVER_MS = 100 * 365 * 86_400_000;
/** How many yields of `finally` blocks a dying program gets. */
const CLEANUP_YIELDS = 64;

/** A process of the table: drives one program's generator. Stdin, stdout and stderr are let go when it ends. */
export class RunningProcess implements Process {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  readonly startedMs: number;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly fds: ReadonlyMap<number, Reader | Writer> | undefined;
  readonly terminal: Terminal | undefined;
  readonly fs: FileSystem;
  /** The name `ps` shows; `exec` changes it. */
  argv: readonly string[];
  cwd: string;
  end: ProcessEnd | undefined;
  isStopped = false;
  /** What it has taken, beside what its program takes by running at all. */
  memoryBytes = 0;
  footprintBytes = 0;
  idleMillis = 0;
  /** Of it, text that is really held. */
  textBytes = 0;

  private readonly budget: StepBudget;
  private startEnv: ReadonlyMap<string, string>;
  private ownEnv: Map<string, string> | undefined;
  private readonly task: Task<number>;
  private handlers: Map<number, () => void> | undefined;
  private running = false;
  private breathing = false;
  private dying = 0;
  private wokenWhileStopped = false;
  private waiting: { readonly wait: Wait; readonly sinceMs: number; dispose: () => void } | undefined;
  private listeners: Set<() => void> | undefined;

  constructor(
    readonly machine: LocalMachine,
    start: ProcessStart,
  ) {
    this.pid = start.pid;
    this.parentPid = start.parentPid;
    this.group = start.group;
    this.argv = start.argv;
    this.startEnv = start.env;
    this.cwd = start.cwd;
    this.stdin = start.stdin;
    this.stdout = start.stdout;
    this.stderr = start.stderr;
    this.fds = start.fds;
    this.terminal = start.terminal;
    this.budget = start.budget;
    this.fs = machine.fs;
    this.startedMs = machine.clock.nowMs();
    this.task = start.program(this);
  }

  /** A deadly signal has come while it was running. */
  get isDying(): boolean {
    return this.dying !== 0;
  }

  get env(): Map<string, string> {
    this.ownEnv ??= new Map(this.startEnv);
    return this.ownEnv;
  }

  *sleep(ms: number, timerClass: TimerClass = this.machine.sleepClass(ms)): Task<void> {
    const clock = this.machine.clock;
    yield {
      on: 'clock',
      start: (wake) => {
        const timer = clock.after(ms, wake, timerClass);
        return () => timer.cancel();
      },
    };
  }

  *wait(wait: Wait): Task<void> {
    yield wait;
  }

  step(count = 1): void {
    if (this.dying !== 0) throw new Killed(this.dying);
    this.budget.spend(count);
  }

  *breathe(): Task<void> {
    this.step();
    if (!this.budget.turnIsOver()) return;
    const full = this.stdout instanceof PipeWriter ? this.stdout.fullness() : undefined;
    if (full !== undefined) {
      yield full;
      return;
    }
    this.breathing = true;
    if (this.machine.cgroup === undefined) yield* this.sleep(1);
    else {
      const turnMs = this.budget.turnMs();
      yield* this.compute(turnMs, 1, turnMs > 1 ? 'background' : this.machine.sleepClass(1));
    }
  }

  *compute(cpuMs: number, threads = 1, timerClass: TimerClass = this.machine.sleepClass(cpuMs)): Task<void> {
    const { cgroup } = this.machine;
    if (cgroup !== undefined) {
      yield { on: 'clock', start: (wake) => cgroup.compute({ cpuMs, threads, timerClass }, wake) };
    } else yield* this.sleep(Math.min(cpuMs / threads, FOREVER_MS), timerClass);
  }

  occupy(bytes: number): void {
    this.memoryBytes = Math.max(0, this.memoryBytes + bytes);
    this.machine.takeMemory(bytes, this);
  }

  allocate(bytes: number): void {
    this.machine.holdText(bytes);
    this.occupy(bytes);
    this.textBytes = Math.max(0, this.textBytes + bytes);
  }

  spawn(options: SpawnOptions): Child | { readonly error: SpawnError } {
    this.budget.spend(SPAWN_STEPS);
    const child = this.machine.spawn(this, this.budget, options);
    return child instanceof RunningProcess ? child.asChild() : child;
  }

  exec(options: SpawnOptions): Task<number> | { readonly error: SpawnError } {
    const env = options.env ?? this.env;
    let { argv, program } = options;
    if (program === undefined) {
      const found = resolveExecutable(this.fs, this.machine.programs, options.cwd ?? this.cwd, env.get('PATH'), argv);
      if (found.kind === 'text') return { error: 'not-executable' };
      if (found.kind !== 'program') return { error: found.kind };
      ({ argv, program } = found);
    }
    this.argv = argv;
    this.machine.becomes(this);
    this.handlers = undefined;
    return program(new ProcessView(this, { ...options, argv, env: new Map(env) }));
  }

  onSignal(signal: number, handler: (() => void) | undefined): void {
    this.handlers ??= new Map();
    if (handler === undefined) this.handlers.delete(signal);
    else this.handlers.set(signal, handler);
  }

  /** A signal arrives. `outside`: from the node or the terminal's owner and not from a process of the same container. */
  deliver(signal: number, outside: boolean): void {
    if (this.end !== undefined || signal === 0) return;
    if (signal === SIGCONT) this.continue();
    const handler = signal === SIGKILL ? undefined : this.handlers?.get(signal);
    if (handler !== undefined) {
      handler();
      return;
    }
    if (this.machine.isInit(this.pid) && !(signal === SIGKILL && outside)) return;
    const action = defaultAction(signal);
    if (action === 'end') this.kill(signal);
    else if (action === 'stop') {
      this.isStopped = true;
      this.tell();
    }
  }

  /** The process as its parent handles it. */
  asChild(): Child {
    return {
      pid: this.pid,
      wait: () => this.waitForEnd(),
      kill: (signal) => this.deliver(signal, false),
      status: () => this.end?.status,
      signal: () => this.end?.signal ?? 0,
      stopped: () => this.isStopped,
      onChange: (changed) => {
        if (this.end !== undefined) {
          changed();
          return () => {};
        }
        return this.listen(changed);
      },
    };
  }

  /** Runs the program until it waits or ends. Called by the run queue. */
  resume(): void {
    if (this.end !== undefined) return;
    if (this.isStopped) {
      this.wokenWhileStopped = true;
      return;
    }
    const waited = this.waiting;
    if (waited !== undefined) {
      this.waiting = undefined;
      const on = waited.wait.on;
      if (this.breathing) this.breathing = false;
      else if (on === 'host') this.budget.renew();
      else this.budget.waited(this.machine.clock.nowMs() - waited.sinceMs, on === 'pipe' || on === 'child');
    }
    this.running = true;
    const stepsBefore = this.budget.total;
    try {
      const result = this.task.next();
      this.running = false;
      this.countSteps(this.budget.total - stepsBefore);
      if (result.done === true && this.dying === 0) this.finish(result.value & 255, 0);
      else if (this.dying !== 0) this.kill(this.dying);
      else if (result.done !== true) this.block(result.value);
    } catch (thrown) {
      this.running = false;
      this.endBy(thrown);
    }
  }

  /** Steps are CPU time; a turn's are counted by the wait that stands for it. */
  private countSteps(steps: number): void {
    const counted = this.breathing ? steps - 1 / STEP_CPU_MS : steps;
    if (counted > 0) this.machine.cgroup?.spent(counted * STEP_CPU_MS);
  }

  private block(wait: Wait): void {
    let woken = false;
    const waiting = { wait, sinceMs: this.machine.clock.nowMs(), dispose: () => {} };
    this.waiting = waiting;
    waiting.dispose = wait.start(() => {
      if (woken || this.waiting !== waiting) return;
      woken = true;
      this.machine.runQueue.push(this);
    });
  }

  private *waitForEnd(): Task<number> {
    while (this.end === undefined) yield { on: 'child', start: (wake) => this.listen(wake) };
    return this.end.status;
  }

  private kill(signal: number): void {
    if (this.running) {
      this.dying = signal;
      return;
    }
    this.cleanUp();
    this.finish(128 + signal, signal);
  }

  /** Runs the program's `finally` blocks. */
  private cleanUp(): void {
    this.waiting?.dispose();
    this.waiting = undefined;
    this.dying = 0;
    try {
      for (let at = 0; at < CLEANUP_YIELDS; at++) if (this.task.return(0).done === true) return;
    } catch {
      // a dying program's last words do not matter: it is dead either way
    }
  }

  private continue(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    if (this.wokenWhileStopped) {
      this.wokenWhileStopped = false;
      this.machine.runQueue.push(this);
    }
  }

  private endBy(thrown: unknown): void {
    const name = this.argv[0] ?? '';
    if (thrown instanceof ProcessExit) this.finish(thrown.status & 255, 0);
    else if (thrown instanceof Killed) this.finish(128 + thrown.signal, thrown.signal);
    else if (thrown instanceof BrokenPipe) this.finish(128 + SIGPIPE, SIGPIPE);
    else if (thrown instanceof OutOfMemory) this.finish(128 + SIGKILL, SIGKILL, true);
    else if (thrown instanceof BudgetExceeded) {
      this.lastWords(`${name}: ${thrown.message}\n`);
      this.finish(128 + SIGKILL, SIGKILL);
    } else if (thrown instanceof RegExpTooHard) {
      this.lastWords(`${name}: ${thrown.message}\n`);
      this.finish(2, 0);
    } else if (thrown instanceof FileFailure) {
      this.lastWords(`${name}: ${thrown.path}: ${thrown.message}\n`);
      this.finish(1, 0);
    } else if (thrown instanceof RangeError) {
      // the host's own stack or string limits: what a real program meets as a stack overflow
      this.lastWords('Segmentation fault\n');
      this.finish(128 + 11, 11);
    } else {
      this.lastWords(`${name}: internal error: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
      this.finish(70, 0);
      this.machine.report(thrown);
    }
  }

  private lastWords(text: string): void {
    try {
      this.stderr.write(text);
    } catch (error) {
      if (!(error instanceof BrokenPipe)) throw error;
    }
  }

  private finish(status: number, signal: number, outOfMemory = false): void {
    this.end = { status, signal, outOfMemory };
    this.isStopped = false;
    release(this.stdin);
    release(this.stdout);
    release(this.stderr);
    if (this.fds !== undefined) for (const end of this.fds.values()) release(end);
    this.machine.ended(this);
    this.tell();
  }

  private listen(changed: () => void): () => void {
    this.listeners ??= new Set();
    const listeners = this.listeners;
    listeners.add(changed);
    return () => listeners.delete(changed);
  }

  private tell(): void {
    if (this.listeners === undefined) return;
    const listeners = [...this.listeners];
    if (this.end !== undefined) this.listeners = undefined;
    for (const listener of listeners) listener();
  }
}
