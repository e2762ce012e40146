import type { Instruments } from './instruments.ts';
import type { StateSource } from './state.ts';
import type { Variables } from './variables.ts';

/** All that a grade is worked out from. Grading reads it and changes nothing. */
export interface Evidence {
  readonly source: StateSource;
  readonly instruments: Instruments;
  readonly variables: Variables;
  /** Command lines typed at the learner's prompts, oldest first. */
  readonly commands: readonly { readonly line: string; readonly atMs: number }[];
  /** Answers given in the page, by check. */
  readonly answers: ReadonlyMap<string, string>;
  /** A file in the learner's home. */
  readFile(path: string): string | undefined;
  /** Virtual times, milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly nowMs: number;
}
