import type { Process, Program, Task } from '../shell/process/types.ts';
import { HOME } from './home.ts';

/** A real program that the host runs for the learner: `node`, `npm` in a WebContainer. */
export interface HostProcessStart {
  readonly process: number;
  readonly argv: readonly string[];
  /** Relative to the learner's home. */
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  readonly stdin: string;
  /** The learner's files, relative to their home. */
  readonly files: { readonly [path: string]: string };
}

interface Waiting {
  readonly process: Process;
  wake: (() => void) | undefined;
  status: number | undefined;
}

/** The host's side: begins a program, or ends it early. */
export interface HostRunner {
  start(start: HostProcessStart): void;
  kill(process: number): void;
}

/**
 * Programs that run outside the engine. Whatever they print and how they end comes back as journaled inputs, so that a replay shows the
 * same without running them again.
 */
export class HostProcesses {
  private next = 1;
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly runner: () => HostRunner | undefined) {}

  /** The program behind a name on the learner's machine. */
  readonly program: Program = (process) => this.run(process);

  /** Something was printed. */
  output(number: number, text: string, isError: boolean): void {
    const found = this.waiting.get(number);
    if (found !== undefined) (isError ? found.process.stderr : found.process.stdout).write(text);
  }

  /** It has ended; what it wrote into the learner's home comes along. */
  exit(number: number, status: number, files: { readonly [path: string]: string }): void {
    const found = this.waiting.get(number);
    if (found === undefined) return;
    for (const [path, content] of Object.entries(files)) {
      const at = `${HOME}/${path}`;
      found.process.fs.makeDirectory(at.slice(0, at.lastIndexOf('/')), { parents: true });
      found.process.fs.write(at, content);
    }
    found.status = status;
    found.wake?.();
  }

  private *run(process: Process): Task<number> {
    const interactive = process.stdin.isTerminal;
    if (interactive && process.argv.length === 1) {
      process.stderr.write(`${process.argv[0] ?? 'node'}: no prompt here: give a file or -e CODE\n`);
      return 1;
    }
    const stdin = interactive ? '' : yield* process.stdin.readAll();
    const number = this.next++;
    const waiting: Waiting = { process, wake: undefined, status: undefined };
    this.waiting.set(number, waiting);
    try {
      this.runner()?.start({
        process: number,
        argv: process.argv,
        cwd: process.cwd.startsWith(`${HOME}/`) ? process.cwd.slice(HOME.length + 1) : '',
        env: Object.fromEntries(process.env),
        stdin,
        files: homeFiles(process, HOME),
      });
      while (waiting.status === undefined) {
        yield* process.wait({
          on: 'host',
          start: (wake) => {
            waiting.wake = wake;
            return () => {
              waiting.wake = undefined;
            };
          },
        });
      }
      return waiting.status;
    } finally {
      this.waiting.delete(number);
      if (waiting.status === undefined) this.runner()?.kill(number);
    }
  }
}

function homeFiles(process: Process, folder: string): { readonly [path: string]: string } {
  const files: { [path: string]: string } = {};
  for (const name of process.fs.list(folder)) {
    const at = `${folder}/${name}`;
    if (name === 'node_modules') continue;
    if (process.fs.isDirectory(at)) Object.assign(files, homeFiles(process, at));
    else files[at.slice(HOME.length + 1)] = process.fs.read(at);
  }
  return files;
}
