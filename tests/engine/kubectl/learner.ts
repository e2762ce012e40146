import { HOME } from '../../../src/engine/session/home.ts';
import { finishLine, startLine } from '../../../src/engine/session/run-line.ts';
import { createWorld } from '../../../src/engine/session/world.ts';

const AGE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 22, 1, 30, 0);

/** What a shell line did. `exit` is undefined for a line that its time ended. */
export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly exit: number | undefined;
}

/** Somebody at a shell beside a fresh cluster of three nodes, in virtual time. */
export class Learner {
  private readonly world;

  constructor(
    files: { readonly [path: string]: string } = {},
    options: { readonly systemPods?: boolean; readonly loadBalancers?: boolean } = {},
  ) {
    this.world = createWorld({
      seed: 7,
      startMs: START_MS - AGE_MS,
      workers: 2,
      systemPods: false,
      ...options,
      files,
      jq: () => undefined,
      ageMs: AGE_MS,
    });
  }

  /** Runs a line to its end, at most `seconds` of virtual time. */
  run(line: string, seconds = 120): Outcome {
    const { machine, clock, env } = this.world;
    const running = startLine(machine, line, { cwd: HOME, env, shell: 'bash' });
    const { stdout, stderr, exit } = finishLine(clock, running, seconds * 1000);
    return { out: stdout, err: stderr, exit };
  }

  /** Runs lines that must succeed. */
  does(...lines: readonly string[]): this {
    for (const line of lines) {
      const { exit, err } = this.run(line);
      if (exit !== 0) throw new Error(`${line}: exit ${exit}: ${err}`);
    }
    return this;
  }

  /** Lets virtual time pass. */
  waits(seconds: number): this {
    const { clock } = this.world;
    clock.runUntil(clock.nowMs() + seconds * 1000);
    return this;
  }
}
