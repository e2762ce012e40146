import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import type { LintFault } from '../../../engine/session/lint.ts';
import type { AskSession } from './ask.ts';

/** How long after the last key the session is asked, milliseconds. */
const DELAY_MS = 400;

/** The session's faults (lines and columns from 1) as CodeMirror's. Places outside of the text are moved into it. */
export function diagnosticsOf(document: Text, faults: readonly LintFault[] | undefined): Diagnostic[] {
  return (faults ?? []).map(({ line: number, column, endColumn, message, severity }): Diagnostic => {
    const line = document.line(Math.min(Math.max(1, number), document.lines));
    const place = (at: number) => Math.min(line.to, line.from + Math.max(0, at - 1));
    const from = place(column);
    return { from, to: Math.max(from, place(endColumn)), severity, message };
  });
}

/** Faults that the schemas know; where they know none, what the API server says in a dry run. */
export async function faultsOf(text: string, ask: Pick<AskSession, 'lint' | 'tried'>): Promise<readonly LintFault[]> {
  if (text.trim() === '') return [];
  const faults = await ask.lint(text);
  if (faults === undefined || faults.length > 0) return faults ?? [];
  return (await ask.tried(text))?.flatMap((trial) => trial.faults) ?? [];
}

/** Underlines a manifest's faults, and tells them: not everybody sees an underline, or can point at it. */
export function manifestLinter(
  ask: Pick<AskSession, 'lint' | 'tried'>,
  found: (faults: readonly LintFault[]) => void,
): Extension {
  return linter(
    async (view) => {
      const { doc } = view.state;
      const faults = await faultsOf(doc.toString(), ask);
      if (view.state.doc === doc) found(faults);
      return diagnosticsOf(doc, faults);
    },
    { delay: DELAY_MS },
  );
}
