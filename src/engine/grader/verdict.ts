import type { Localized } from './lab.ts';

/** The moment at which history broke a rule. */
export interface CounterExample {
  /** Virtual time, milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly revision: number;
  /** `pods/web` */
  readonly object: string;
  /** The last command line typed before it. */
  readonly after: string | undefined;
}

/** What one check found. `unchecked` is for checks that cannot be asked here; it is neither met nor failed. */
export interface Verdict {
  readonly check: string;
  readonly outcome: 'met' | 'not-met' | 'unchecked';
  readonly points: number;
  readonly earned: number;
  readonly says: Localized;
  /** Why it is not met, in the learner's terms. */
  readonly why: Localized | undefined;
  readonly counterExample: CounterExample | undefined;
}

/** One task's verdicts. */
export interface TaskReport {
  readonly task: string;
  readonly title: Localized;
  readonly complete: boolean;
  readonly earned: number;
  readonly points: number;
  readonly verdicts: readonly Verdict[];
}

/** What a whole lab came to. */
export interface Report {
  readonly lab: string;
  readonly earned: number;
  readonly points: number;
  readonly tasks: readonly TaskReport[];
}
