import type { Lab, ProofStep } from '../grader/lab.ts';
import type { Report } from '../grader/verdict.ts';
import type { RunJq } from './instruments.ts';
import { readJournal } from './journal.ts';
import { Session } from './session.ts';
import { ENGINE_VERSION } from './version.ts';

/** The longest that one command of a proof may take, virtual milliseconds. */
const COMMAND_LIMIT_MS = 10 * 60_000;
const SETTLE_LIMIT_MS = 10 * 60_000;
/** Proofs begin at a fixed moment: any will do. */
const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const TERMINAL = 1;

/** What proving needs besides the lab. */
export interface ProofOptions {
  readonly lab: Lab;
  readonly labDigest: string;
  readonly student: string;
  readonly jq: RunJq;
  /** Files that `{ edit: …, with: … }` steps name. */
  readonly readFile: (path: string) => string | undefined;
}

/** A way through the lab, run. */
export interface ProofRun {
  readonly report: Report;
  readonly journal: string;
  readonly hash: string;
  readonly virtualMs: number;
  /** What the terminal showed, for an author who wonders. */
  readonly screen: string;
}

/** Thrown when a proof's step cannot be run at all. */
export class ProofError extends Error {}

/** Makes a session of a lab for one student. */
export function labSession(options: ProofOptions): Session {
  const { lab, labDigest, student, jq } = options;
  const header = {
    skiff: 'journal/v1' as const,
    engine: ENGINE_VERSION,
    lab: { id: lab.id, digest: labDigest },
    seed: lab.seed,
    student,
    startMs: START_MS,
  };
  return new Session({ header, lab, workers: lab.cluster.nodes, jq: () => jq });
}

/** Lets time pass until the shell is back at its prompt. */
function untilPrompt(session: Session, line: string): void {
  const { clock } = session.world;
  const end = clock.nowMs() + COMMAND_LIMIT_MS;
  const terminal = session.terminal(TERMINAL);
  // The line has to be taken from the prompt first: one instant.
  clock.runUntil(clock.nowMs());
  while (terminal?.isAtPrompt() === false)
    if (!clock.step(end)) throw new ProofError(`"${line}" did not end within ten virtual minutes`);
}

function runStep(session: Session, step: ProofStep, options: ProofOptions): void {
  const { clock } = session.world;
  clock.runUntil(clock.nowMs());
  switch (step.kind) {
    case 'run':
      session.apply({ do: 'run', terminal: TERMINAL, line: step.line });
      untilPrompt(session, step.line);
      return;
    case 'edit': {
      const content = options.readFile(step.with);
      if (content === undefined) throw new ProofError(`there is no file "${step.with}"`);
      session.apply({ do: 'write-file', path: step.path, content });
      return;
    }
    case 'answer':
      session.apply({ do: 'answer', check: step.check, text: step.text });
      return;
    case 'wait':
      if (step.ms === 'settled') clock.runUntilSettled(SETTLE_LIMIT_MS);
      else clock.runUntil(clock.nowMs() + step.ms);
      return;
  }
}

/** What a session told of itself. Its last `check` input is the proof's last step, so the report is that of its end. */
class Told {
  private last: Report | undefined;
  screen = '';

  constructor(session: Session) {
    session.listen({
      output: (_terminal, text) => {
        this.screen += text;
      },
      report: (report) => {
        this.last = report;
      },
      edit() {},
      journal() {},
    });
  }

  get report(): Report {
    if (this.last === undefined) throw new ProofError('the session was never checked');
    return this.last;
  }
}

/** Runs one way through a lab from an empty cluster, in virtual time. */
export function runProof(options: ProofOptions, steps: readonly ProofStep[]): ProofRun {
  const session = labSession(options);
  const told = new Told(session);
  session.apply({ do: 'open-terminal', terminal: TERMINAL, columns: 100, rows: 30 });
  untilPrompt(session, 'bash');
  for (const step of steps) runStep(session, step, options);
  const { clock } = session.world;
  clock.runUntil(clock.nowMs());
  session.apply({ do: 'check', task: null });
  return {
    report: told.report,
    journal: session.journal.text(),
    hash: session.historyHash(),
    virtualMs: clock.nowMs() - session.arrivedMs,
    screen: told.screen,
  };
}

/** Replays a journal of a proof and gives what came out. Throws `JournalError`. */
export function replayLab(options: ProofOptions, journal: string): { readonly report: Report; readonly hash: string } {
  const { entries } = readJournal(journal);
  const session = labSession(options);
  const told = new Told(session);
  session.replay(entries);
  return { report: told.report, hash: session.historyHash() };
}
