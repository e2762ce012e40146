import type { TimerClass } from '../../cluster/clock.ts';
import type { FileSystem } from '../files/types.ts';
import type {
  Child,
  Machine,
  Process,
  ProcessTerminal,
  Reader,
  SpawnError,
  SpawnOptions,
  Task,
  Wait,
  Writer,
} from './types.ts';

/** A process as a program inside it sees it that has other arguments, environment or standard streams: after `exec`, in a builtin. */
export class ProcessView implements Process {
  readonly argv: readonly string[];
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly fds: ReadonlyMap<number, Reader | Writer> | undefined;
  readonly env: Map<string, string>;

  constructor(
    private readonly inner: Process,
    options: SpawnOptions & { readonly env?: Map<string, string> },
  ) {
    this.argv = options.argv;
    this.stdin = options.stdin ?? inner.stdin;
    this.stdout = options.stdout ?? inner.stdout;
    this.stderr = options.stderr ?? inner.stderr;
    this.fds = options.fds ?? inner.fds;
    this.env = options.env ?? inner.env;
    if (options.cwd !== undefined) inner.cwd = options.cwd;
  }

  get pid(): number {
    return this.inner.pid;
  }
  get parentPid(): number {
    return this.inner.parentPid;
  }
  get group(): number {
    return this.inner.group;
  }
  get cwd(): string {
    return this.inner.cwd;
  }
  set cwd(path: string) {
    this.inner.cwd = path;
  }
  get fs(): FileSystem {
    return this.inner.fs;
  }
  get machine(): Machine {
    return this.inner.machine;
  }
  get terminal(): ProcessTerminal | undefined {
    return this.inner.terminal;
  }
  sleep(ms: number, timerClass?: TimerClass): Task<void> {
    return this.inner.sleep(ms, timerClass);
  }
  wait(wait: Wait): Task<void> {
    return this.inner.wait(wait);
  }
  spawn(options: SpawnOptions): Child | { readonly error: SpawnError } {
    return this.inner.spawn(this.inherit(options));
  }
  exec(options: SpawnOptions): Task<number> | { readonly error: SpawnError } {
    return this.inner.exec(this.inherit(options));
  }
  onSignal(signal: number, handler: (() => void) | undefined): void {
    this.inner.onSignal(signal, handler);
  }
  step(count?: number): void {
    this.inner.step(count);
  }
  breathe(): Task<void> {
    return this.inner.breathe();
  }
  compute(cpuMs: number, threads?: number): Task<void> {
    return this.inner.compute(cpuMs, threads);
  }
  occupy(bytes: number): void {
    this.inner.occupy(bytes);
  }
  allocate(bytes: number): void {
    this.inner.allocate(bytes);
  }

  private inherit(options: SpawnOptions): SpawnOptions {
    return { env: this.env, stdin: this.stdin, stdout: this.stdout, stderr: this.stderr, ...options };
  }
}
