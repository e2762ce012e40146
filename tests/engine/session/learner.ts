import type { Lab } from '../../../src/engine/grader/lab.ts';
import type { RunJq } from '../../../src/engine/session/instruments.ts';
import { Session } from '../../../src/engine/session/session.ts';
import type { SessionListener } from '../../../src/engine/session/session-listener.ts';
import { ENGINE_VERSION } from '../../../src/engine/session/version.ts';

/** Virtual time a command may take before Ctrl-C is pressed. */
const PATIENCE_MS = 600_000;

/** A session in virtual time with one terminal, and hands at its keyboard. */
export class Learner {
  readonly session: Session;
  private screen = '';

  constructor(options: { readonly lab?: Lab; readonly jq?: RunJq; readonly open?: boolean } = {}) {
    const lab = options.lab ?? null;
    this.session = new Session({
      header: {
        skiff: 'journal/v1',
        engine: ENGINE_VERSION,
        lab: lab === null ? null : { id: lab.id, digest: 'test' },
        seed: 7,
        student: 'ann',
        startMs: Date.UTC(2026, 0, 5, 9),
      },
      lab,
      workers: 2,
      jq: () => options.jq,
    });
    this.listen({});
    if (options.open === false) return;
    this.session.apply({ do: 'open-terminal', terminal: 1, columns: 100, rows: 30 });
    this.wait(0);
  }

  /** Lets somebody else hear what the session tells, too. */
  listen(others: Partial<SessionListener>): void {
    this.session.listen({
      edit() {},
      report() {},
      journal() {},
      ...others,
      output: (terminal, text) => {
        this.screen += text;
        others.output?.(terminal, text);
      },
    });
  }

  get clock(): Session['world']['clock'] {
    return this.session.world.clock;
  }

  /** Types a line; gives what the screen showed until the prompt came back. Throws when it never does. */
  run(line: string): string {
    this.screen = '';
    this.session.apply({ do: 'run', terminal: 1, line });
    this.wait(0);
    const end = this.clock.nowMs() + PATIENCE_MS;
    while (this.session.terminal(1)?.isAtPrompt() !== true)
      if (!this.clock.step(end)) throw new Error(`no prompt after: ${line.slice(0, 80)}\n${this.screen.slice(-500)}`);
    this.wait(0);
    return this.screen.replaceAll('\r', '');
  }

  type(text: string): string {
    this.screen = '';
    this.session.apply({ do: 'type', terminal: 1, text });
    this.wait(0);
    return this.screen;
  }

  write(path: string, content: string): void {
    this.session.apply({ do: 'write-file', path, content });
  }

  read(path: string): string {
    return this.session.world.machine.fs.read(`/home/learner/${path}`);
  }

  /** Lets virtual time pass. */
  wait(ms: number): void {
    this.clock.runUntil(this.clock.nowMs() + ms);
  }
}
