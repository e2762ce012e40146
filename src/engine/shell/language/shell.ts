import type { CompoundCommand, CompoundList, Redirected } from 'unbash';
import { BrokenPipe } from '../process/endings.ts';
import type { SharedEnd } from '../process/shared-end.ts';
import type { Child, Process, Writer } from '../process/types.ts';
import { type Flavour, WORDING } from './flavour.ts';
import { FatalFlow } from './flow.ts';
import type { Io } from './io.ts';
import { JobTable } from './jobs.ts';
import { lineAt } from './syntax.ts';
import { Variables } from './variables.ts';

/** `set` options by name. */
export interface ShellOptions {
  allexport: boolean;
  errexit: boolean;
  ignoreeof: boolean;
  monitor: boolean;
  noclobber: boolean;
  noexec: boolean;
  noglob: boolean;
  nounset: boolean;
  pipefail: boolean;
  verbose: boolean;
  xtrace: boolean;
}

/** A function as it was defined, with the text its positions refer to. */
export interface ShellFunction {
  readonly body: CompoundCommand | Redirected | CompoundList;
  readonly source: string;
}

const NO_OPTIONS: ShellOptions = {
  allexport: false,
  errexit: false,
  ignoreeof: false,
  monitor: false,
  noclobber: false,
  noexec: false,
  noglob: false,
  nounset: false,
  pipefail: false,
  verbose: false,
  xtrace: false,
};

/** Function calls within function calls; beyond it the host's stack would end. */
const FUNCTION_DEPTH = 150;

/** The state of one running shell (or subshell). What executes it are the functions in `execute/`. */
export class Shell {
  io: Io;
  variables: Variables;
  functions = new Map<string, ShellFunction>();
  aliases = new Map<string, string>();
  expandAliases = false;
  /** Aliases being expanded now: an alias does not expand itself. */
  readonly expandingAliases = new Set<string>();
  /** Pipe ends of `<(…)` that close when the command has ended. */
  readonly substitutionEnds: SharedEnd[] = [];
  /** What `exec >file` leaves behind for the commands after it. */
  execIo: Io | undefined;
  positional: readonly string[] = [];
  options: ShellOptions = { ...NO_OPTIONS };
  jobs = new JobTable();
  history: string[] = [];
  traps = new Map<string, string>();
  readonly pendingSignals: number[] = [];
  /** Wakes the `wait` builtin when a trapped signal comes. */
  wakeOnSignal: (() => void) | undefined;
  interrupted = false;
  interactive = false;
  lastStatus = 0;
  /** Statuses of the last pipeline; undefined when `lastStatus` alone is it. */
  pipeStatus: readonly number[] | undefined;
  /** Names of the functions being run, innermost first. */
  callStack: readonly string[] = [];
  /** Status of the last `$(…)` of the command being expanded. */
  substitutionStatus: number | undefined;
  backgroundPid: number | undefined;
  /** Above 0 where `set -e` does not look: conditions. */
  conditionDepth = 0;
  loopDepth = 0;
  functionDepth = 0;
  sourceDepth = 0;
  isSubshell = false;
  subshellDepth = 0;
  mask = 0o022;
  getoptsAt = 1;
  /** The script that positions refer to. */
  source = '';
  position = 0;
  /** `-c`: bash names itself so in syntax errors. */
  fromCommandString = false;
  readonly startedMs: number;

  constructor(
    readonly process: Process,
    readonly flavour: Flavour,
    /** `$0`. */
    readonly name: string,
  ) {
    this.io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, more: process.fds };
    this.variables = Variables.fromEnvironment(process.env);
    this.startedMs = process.machine.clock.nowMs();
  }

  get wording(): (typeof WORDING)[Flavour] {
    return WORDING[this.flavour];
  }

  /** True where each job gets a process group of its own and the terminal with it. */
  get jobControl(): boolean {
    return this.interactive && this.process.terminal !== undefined && !this.isSubshell;
  }

  /** The state of a subshell in another process: a copy that shares nothing that changes. */
  fork(process: Process): Shell {
    const shell = new Shell(process, this.flavour, this.name);
    shell.variables = this.variables.fork();
    shell.functions = new Map(this.functions);
    shell.aliases = this.aliases;
    shell.expandAliases = this.expandAliases;
    shell.positional = this.positional;
    shell.options = { ...this.options };
    shell.lastStatus = this.lastStatus;
    shell.backgroundPid = this.backgroundPid;
    shell.conditionDepth = this.conditionDepth;
    shell.functionDepth = this.functionDepth;
    shell.callStack = this.callStack;
    shell.mask = this.mask;
    shell.source = this.source;
    shell.position = this.position;
    shell.isSubshell = true;
    shell.subshellDepth = this.subshellDepth + 1;
    shell.interactive = this.interactive;
    shell.shellPid = this.shellPid;
    shell.history = this.history;
    return shell;
  }

  /** `$$`: the main shell's pid, in subshells too. */
  get pid(): number {
    return this.shellPid ?? this.process.pid;
  }
  private shellPid: number | undefined;

  /** Makes `$$` what it is now for all subshells. */
  fixPid(): void {
    this.shellPid ??= this.process.pid;
  }

  get line(): number {
    return lineAt(this.source, this.position);
  }

  /** Writes one line of complaint, with the shell's name (and line) before it. */
  complain(text: string): void {
    const name = this.flavour === 'bash' && this.interactive ? 'bash' : this.name;
    writeQuietly(this.io.stderr, `${this.wording.prefix(name, this.line, this.interactive)}${text}\n`);
  }

  /** Complains and ends the command line (in a script: the script). */
  fail(text: string, status = this.wording.expansionStatus): never {
    this.complain(text);
    throw new FatalFlow(status);
  }

  /** The status of a script that ends because a parameter is not set: bash -c has its own. */
  get unsetStatus(): number {
    return this.flavour === 'bash' && this.fromCommandString && !this.interactive ? 127 : this.wording.expansionStatus;
  }

  enterFunction(name: string): void {
    if (this.functionDepth >= FUNCTION_DEPTH) this.fail('maximum function nesting level exceeded', 1);
    this.functionDepth++;
    this.callStack = [name, ...this.callStack];
    this.variables.enter();
  }

  leaveFunction(): void {
    this.functionDepth--;
    this.callStack = this.callStack.slice(1);
    this.variables.leave();
  }

  /** What a started background process is to the shell. */
  addJob(children: readonly Child[], text: string): number {
    return this.jobs.add(children, text);
  }
}

/** Writes where a closed pipe does not matter. */
export function writeQuietly(writer: Writer, text: string): void {
  try {
    writer.write(text);
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error;
  }
}
