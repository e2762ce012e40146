import { createWorld, type World } from '../../../src/engine/session/world.ts';
import { textReader } from '../../../src/engine/shell/process/readers.ts';
import { RunningProcess } from '../../../src/engine/shell/process/running-process.ts';
import { collectingWriter } from '../../../src/engine/shell/process/writers.ts';

/** What a command line did. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

/** A learner's terminal beside a fresh cluster of three nodes. */
export interface Terminal {
  readonly world: World;
  /** Runs a shell line to its end, at most two minutes of virtual time. */
  run(line: string, stdin?: string): Ran;
  /** Standard output of a line that must succeed. */
  ok(line: string, stdin?: string): string;
  /** Standard error of a line that must fail. */
  fails(line: string, stdin?: string): string;
  /** Lets virtual time pass. */
  pass(seconds: number): void;
}

/** Opens a terminal; `files` lie in its home directory. */
export function terminal(files: { readonly [path: string]: string } = {}): Terminal {
  const world = createWorld({
    seed: 1,
    startMs: Date.UTC(2026, 10, 22, 9, 0, 0),
    workers: 2,
    systemPods: false,
    files,
    jq: () => undefined,
  });
  const run = (line: string, stdin = ''): Ran => {
    const out = collectingWriter();
    const err = collectingWriter();
    const process = world.machine.start({
      argv: ['bash', '-c', line],
      cwd: '/home/learner',
      env: new Map(world.env),
      stdin: textReader(stdin),
      stdout: out,
      stderr: err,
    });
    if (!(process instanceof RunningProcess)) throw new Error(process.error);
    const end = world.clock.nowMs() + 120_000;
    while (process.end === undefined && world.clock.step(end));
    return { out: out.text(), err: err.text(), status: process.end?.status ?? -1 };
  };
  return {
    world,
    run,
    ok(line, stdin) {
      const ran = run(line, stdin);
      if (ran.status !== 0) throw new Error(`${line}: exit ${ran.status}: ${ran.err}`);
      return ran.out;
    },
    fails(line, stdin) {
      const ran = run(line, stdin);
      if (ran.status === 0) throw new Error(`${line}: succeeded: ${ran.out}`);
      return ran.err;
    },
    pass: (seconds) => world.clock.runUntil(world.clock.nowMs() + seconds * 1000),
  };
}
