import { createShellSession, type ShellSession } from '../shell/terminal/shell-session.ts';
import { HOME } from './home.ts';
import type { World } from './world.ts';

export interface LearnerTerminalOptions {
  readonly columns: number;
  readonly rows: number;
  output(text: string): void;
  /** The shell has ended and another is about to begin. */
  ended?(): void;
  /** A command line was entered at the prompt. */
  entered(line: string): void;
  /** A command line has ended, with its exit code. */
  finished?(status: number): void;
}

const CTRL_U = '\x15';

/** One terminal of the learner, with a bash in it. When the shell ends another begins, as when a window is opened again. */
export class LearnerTerminal {
  private shell: ShellSession;
  private open = true;

  constructor(
    private readonly world: World,
    private readonly options: LearnerTerminalOptions,
  ) {
    this.shell = this.begin(options.columns, options.rows);
  }

  type(text: string): void {
    this.shell.input(text);
  }

  /** Types a line and Enter, in place of what stands at the prompt. */
  run(line: string): void {
    this.shell.input(`${CTRL_U}${line.replace(/\n+$/, '').replaceAll('\n', '\r')}\r`);
  }

  /** True while the shell waits at its prompt. */
  isAtPrompt(): boolean {
    return this.shell.isAtPrompt();
  }

  resize(columns: number, rows: number): void {
    this.shell.resize(columns, rows);
  }

  close(): void {
    this.open = false;
    this.shell.close();
  }

  private begin(columns: number, rows: number): ShellSession {
    const { machine, env, completers } = this.world;
    const shell = createShellSession({
      machine,
      columns,
      rows,
      env,
      cwd: HOME,
      completers,
      entered: (line) => this.options.entered(line),
      finished: (status) => this.options.finished?.(status),
      exited: () => {
        if (!this.open) return;
        this.options.ended?.();
        this.shell = this.begin(shell.terminal.columns, shell.terminal.rows);
      },
    });
    shell.onOutput((text) => this.options.output(text));
    return shell;
  }
}
