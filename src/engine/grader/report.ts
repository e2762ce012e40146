import type { Report, Verdict } from './verdict.ts';

/** A graded submission, as reports show it. */
export interface GradedSubmission {
  readonly file: string;
  readonly student: string;
  readonly notes: readonly string[];
  readonly report: Report;
}

const SIGNS: { readonly [outcome in Verdict['outcome']]: string } = { met: '✓', 'not-met': '✗', unchecked: '?' };

/** For people: a block a submission. */
export function textReport({ file, student, notes, report }: GradedSubmission): string {
  const lines = [`${file}  ${student}  ${report.lab}: ${report.earned} of ${report.points} points`];
  for (const note of notes) lines.push(`  note: ${note}`);
  for (const task of report.tasks) {
    lines.push(`  ${task.complete ? '✓' : '✗'} ${task.title.en} (${task.earned}/${task.points})`);
    for (const verdict of task.verdicts) {
      lines.push(`      ${SIGNS[verdict.outcome]} ${verdict.says.en}`);
      if (verdict.why !== undefined) lines.push(`        ${verdict.why.en}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function escaped(text: string): string {
  const entities: { readonly [char: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (char) => entities[char] ?? char);
}

/** JUnit XML: a suite a submission, a case a check. */
export function junitReport(all: readonly GradedSubmission[]): string {
  const suites = all.map(({ file, student, report }) => {
    const cases = report.tasks.flatMap((task) =>
      task.verdicts.map((verdict) => {
        const head = `    <testcase classname="${escaped(`${report.lab}.${task.task}`)}" name="${escaped(verdict.says.en)}"`;
        if (verdict.outcome === 'met') return `${head}/>`;
        if (verdict.outcome === 'unchecked') return `${head}><skipped/></testcase>`;
        return `${head}><failure message="${escaped(verdict.why?.en ?? '')}"/></testcase>`;
      }),
    );
    const failures = report.tasks
      .flatMap((task) => task.verdicts)
      .filter((verdict) => verdict.outcome === 'not-met').length;
    return `  <testsuite name="${escaped(`${student} ${file}`)}" tests="${cases.length}" failures="${failures}">\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}
