import { parseArgs } from 'node:util';
import { junitReport, textReport } from '../../grader/report.ts';
import type { Report } from '../../grader/verdict.ts';
import { type CliCommand, CliError, UsageError } from './command.ts';
import { loadJq } from './jq.ts';
import { replaySubmission } from './submission.ts';

/** One submission's grade. */
interface Graded {
  readonly file: string;
  readonly student: string;
  readonly historyHash: string;
  readonly notes: readonly string[];
  readonly report: Report;
}

function write(format: string, all: readonly Graded[]): void {
  if (format === 'json') process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
  else if (format === 'junit') process.stdout.write(junitReport(all));
  else for (const graded of all) process.stdout.write(textReport(graded));
}

/** `skiff grade FILE...`: replays submissions and grades what comes out. */
export const grade: CliCommand = {
  name: 'grade',
  usage: 'skiff grade SUBMISSION... [--labs FOLDER] [--format text|json|junit]',
  summary: 'Replay submissions from an empty cluster and grade them',
  async run(args) {
    const { values, positionals } = parse(args);
    const format = values.format ?? 'text';
    if (!['text', 'json', 'junit'].includes(format))
      throw new UsageError(`expected --format text, json or junit, found ${format}`);
    if (positionals.length === 0) throw new UsageError('expected at least one submission');
    const jq = await loadJq();
    const graded: Graded[] = [];
    let broken = 0;
    for (const file of positionals) {
      try {
        const { session, journal, notes } = await replaySubmission(file, values.labs ?? 'labs', jq);
        const report = session.report();
        if (report === undefined) throw new CliError(`${file}: this session has no lab to grade`);
        graded.push({ file, student: journal.header.student, historyHash: session.historyHash(), notes, report });
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        process.stderr.write(`skiff grade: ${error.message}\n`);
        broken++;
      }
    }
    write(format, graded);
    return broken > 0 ? 1 : graded.every(({ report }) => report.earned === report.points) ? 0 : 3;
  },
};

function parse(args: readonly string[]): {
  readonly values: { readonly labs?: string | undefined; readonly format?: string | undefined };
  readonly positionals: readonly string[];
} {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { labs: { type: 'string' }, format: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
