import { idleChecks } from '../grader/idle-checks.ts';
import { drawVariables, instantiate } from '../grader/variables.ts';
import type { Report } from '../grader/verdict.ts';
import type { RunJq } from './instruments.ts';
import { LabSetupError } from './lab-setup.ts';
import { ProofError, type ProofOptions, type ProofRun, replayLab, runProof } from './proof.ts';

/** What proving a lab came to. `faults` is empty for a lab that is proven. */
export interface LabProof {
  readonly tasks: number;
  readonly points: number;
  readonly solutions: number;
  readonly wrong: number;
  readonly virtualMs: number;
  readonly faults: readonly string[];
}

function metChecks(report: Report): ReadonlyMap<string, boolean> {
  return new Map(
    report.tasks.flatMap((task) => task.verdicts.map((verdict) => [verdict.check, verdict.outcome === 'met'] as const)),
  );
}

function reasons(report: Report): string {
  return report.tasks
    .flatMap((task) => task.verdicts)
    .filter((verdict) => verdict.outcome !== 'met')
    .map((verdict) => `${verdict.check}: ${verdict.why?.en ?? ''}`)
    .join('; ');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken out
const ESCAPES = /\x1b\[[0-9;?]*[A-Za-z]/g;

/** The end of what the terminal showed, for a fault's message. */
function tail(screen: string): string {
  return screen.replace(ESCAPES, '').replaceAll('\r', '').trimEnd().slice(-600);
}

/** jq that answers at once what it was asked before: a run, its replay and both gradings ask the same, and each start of jq takes milliseconds. */
function remembering(jq: RunJq): { readonly jq: RunJq; forget(): void } {
  const known = new Map<string, ReturnType<RunJq>>();
  return {
    jq(filter, flags, input, nowMs) {
      const question = JSON.stringify([filter, flags, input, nowMs]);
      const answer = known.get(question) ?? jq(filter, flags, input, nowMs);
      known.set(question, answer);
      return answer;
    },
    forget: () => known.clear(),
  };
}

const SETTLED = { kind: 'wait', ms: 'settled' } as const;

/** Proves a lab: unsolved it scores what its author says, each solution scores everything, the solutions that the page shows complete their tasks, each wrong way fails where it should, no check is idle, and every run replays to the same bytes. */
export function checkLab(given: ProofOptions): LabProof {
  const { jq, forget } = remembering(given.jq);
  const options = { ...given, jq };
  const faults: string[] = [];
  let virtualMs = 0;
  /** Of the runs that do not solve the lab. */
  const unsolving: Report[] = [];
  const { lab } = options;
  const points = lab.tasks.flatMap((task) => task.checks).reduce((sum, check) => sum + check.points, 0);
  // The proof's own lines may hold the lab's variables.
  const instantiated = instantiate(lab, drawVariables(lab, options.student));
  const { proof } = instantiated;
  const attempt = (name: string, run: () => ProofRun, judge: (done: ProofRun) => void): void => {
    try {
      const done = run();
      virtualMs += done.virtualMs;
      judge(done);
      const again = replayLab(options, done.journal);
      if (again.hash !== done.hash) faults.push(`${name}: a replay of its journal gives another history`);
      if (JSON.stringify(again.report) !== JSON.stringify(done.report))
        faults.push(`${name}: a replay of its journal is graded differently`);
    } catch (error) {
      if (!(error instanceof ProofError || error instanceof LabSetupError)) throw error;
      faults.push(`${name}: ${error.message}`);
    } finally {
      forget();
    }
  };
  attempt(
    'unsolved',
    () => runProof(options, []),
    ({ report }) => {
      unsolving.push(report);
      if (report.earned !== proof.unsolved)
        faults.push(`unsolved: expected ${proof.unsolved} points, found ${report.earned}`);
    },
  );
  const shown = lab.tasks.flatMap((task) => task.solution ?? []);
  if (shown.length > 0)
    attempt(
      'the solutions of the tasks, one after the other',
      () =>
        runProof(
          options,
          instantiated.tasks.flatMap((task) => [...(task.solution ?? []), SETTLED]),
        ),
      ({ report, screen }) => {
        for (const task of report.tasks)
          if (!task.complete)
            faults.push(
              `solution of ${task.task}: it does not complete the task (${reasons(report)})\n${tail(screen)}`,
            );
      },
    );
  for (const [at, solution] of proof.solutions.entries()) {
    const name = `solution ${at + 1}`;
    attempt(
      name,
      () => runProof(options, solution.run),
      ({ report, screen }) => {
        if (report.earned !== report.points || report.tasks.some((task) => !task.complete))
          faults.push(
            `${name}: expected all ${report.points} points, found ${report.earned} (${reasons(report)})\n${tail(screen)}`,
          );
      },
    );
  }
  for (const [at, way] of proof.wrong.entries()) {
    const name = `wrong ${at + 1}`;
    attempt(
      name,
      () => runProof(options, way.run),
      ({ report, screen }) => {
        unsolving.push(report);
        const met = metChecks(report);
        for (const check of way.fails)
          if (met.get(check) === true) faults.push(`${name}: ${check} should fail and holds\n${tail(screen)}`);
        for (const check of way.passes)
          if (met.get(check) === false)
            faults.push(`${name}: ${check} should hold and fails (${reasons(report)})\n${tail(screen)}`);
      },
    );
  }
  for (const { task, check } of idleChecks(instantiated, unsolving))
    faults.push(
      `idle check ${check} (task ${task}): add a wrong way in which it fails and the task's other checks hold, or drop it`,
    );
  return {
    tasks: lab.tasks.length,
    points,
    solutions: proof.solutions.length,
    wrong: proof.wrong.length,
    virtualMs,
    faults,
  };
}
