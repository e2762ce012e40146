import type { Process, Program, Task } from '../shell/process/types.ts';

/** The program with what the image's entry script does before it. */
export function withPrologue(prologue: (process: Process) => void, program: Program): Program {
  return function* (process): Task<number> {
    prologue(process);
    return yield* program(process);
  };
}

/** What an executable text without `#!` does as PID 1. */
export function execFormatError(command: string): Program {
  // biome-ignore lint/correctness/useYield: it ends at once
  return function* (process): Task<number> {
    process.stderr.write(`exec ${command}: exec format error\n`);
    return 255;
  };
}
