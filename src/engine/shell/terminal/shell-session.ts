import { shellProgram } from '../language/program.ts';
import type { LocalMachine } from '../process/machine.ts';
import { RunningProcess } from '../process/running-process.ts';
import { createTerminal, type Terminal } from '../process/terminal.ts';
import type { ArgumentCompleter } from './completion.ts';
import { interactiveShell } from './interactive.ts';

/** What a terminal window with a shell in it needs. */
export interface ShellSessionOptions {
  readonly machine: LocalMachine;
  readonly columns?: number;
  readonly rows?: number;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  /** Completers of commands' arguments by the command's name. */
  readonly completers?: ReadonlyMap<string, ArgumentCompleter>;
  /** Told of each whole command line before it runs. */
  readonly entered?: (line: string) => void;
  /** Told when a whole command line has ended, with its exit code. */
  readonly finished?: (status: number) => void;
  /** Told when the shell has ended (`exit`, Ctrl-D). Runs from the clock's queue. */
  readonly exited?: (status: number) => void;
}

/** A bash at a terminal. Keys go in as xterm sends them, what comes out is for a terminal to show. */
export interface ShellSession {
  readonly terminal: Terminal;
  /** The shell's pid; its children are on the same machine. */
  readonly pid: number;
  input(text: string): void;
  /** Every listener gets all output from now on (the first also what came before it); gives back a disposer. */
  onOutput(output: (text: string) => void): () => void;
  resize(columns: number, rows: number): void;
  /** Ctrl-C. */
  interrupt(): void;
  /** True while the shell waits at its prompt. */
  isAtPrompt(): boolean;
  /** The window closes: everything in it gets SIGHUP. */
  close(): void;
}

/** Opens a terminal with an interactive bash on a machine. */
export function createShellSession(options: ShellSessionOptions): ShellSession {
  const { machine } = options;
  const listeners = new Set<(text: string) => void>();
  let early = '';
  const terminal = createTerminal({
    columns: options.columns ?? 80,
    rows: options.rows ?? 24,
    output: (text) => {
      if (listeners.size === 0) early += text;
      for (const listener of [...listeners]) listener(text);
    },
    signal: (group, signal) => void machine.signal(-group, signal),
  });
  const shell = machine.start({
    argv: ['bash'],
    program: shellProgram(
      'bash',
      interactiveShell({
        ...(options.completers === undefined ? {} : { completers: options.completers }),
        ...(options.entered === undefined ? {} : { entered: options.entered }),
        ...(options.finished === undefined ? {} : { finished: options.finished }),
      }),
    ),
    env: options.env,
    cwd: options.cwd,
    stdin: terminal.reader,
    stdout: terminal.writer,
    stderr: terminal.writer,
    terminal,
    exited: (end) => options.exited?.(end.status),
  });
  if (!(shell instanceof RunningProcess)) throw new Error(`the shell could not be started: ${shell.error}`);
  return {
    terminal,
    pid: shell.pid,
    input: (text) => terminal.input(text),
    onOutput(output) {
      listeners.add(output);
      if (early !== '') {
        const text = early;
        early = '';
        output(text);
      }
      return () => listeners.delete(output);
    },
    resize: (columns, rows) => terminal.resize(columns, rows),
    interrupt: () => terminal.interrupt(),
    isAtPrompt: () => terminal.isRaw() && terminal.foreground === shell.group && shell.end === undefined,
    close() {
      machine.hangUp(terminal);
      terminal.hangUp();
    },
  };
}
