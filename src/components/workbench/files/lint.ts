import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import type { Json } from '../../../engine/cluster/json.ts';

/** Asks the session for the faults of a manifest; undefined when it cannot say now. */
export type AskLint = (text: string) => Promise<Json | undefined>;

/** How long after the last key the session is asked, milliseconds. */
const DELAY_MS = 400;

function member(value: Json, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** The session's faults (lines and columns from 1) as CodeMirror's. Places outside of the text are moved into it. */
export function diagnosticsOf(document: Text, faults: Json | undefined): Diagnostic[] {
  if (!Array.isArray(faults)) return [];
  return faults.map((fault: Json): Diagnostic => {
    const line = document.line(Math.min(Math.max(1, Number(member(fault, 'line') ?? 1)), document.lines));
    const place = (column: Json | undefined) => Math.min(line.to, line.from + Math.max(0, Number(column ?? 1) - 1));
    const from = place(member(fault, 'column'));
    return {
      from,
      to: Math.max(from, place(member(fault, 'endColumn'))),
      severity: member(fault, 'severity') === 'warning' ? 'warning' : 'error',
      message: String(member(fault, 'message') ?? ''),
    };
  });
}

/** Underlines a manifest's faults: YAML that does not parse, and fields that the kinds do not have. */
export function manifestLinter(ask: AskLint): Extension {
  return linter(
    async (view) => {
      const { doc } = view.state;
      if (doc.toString().trim() === '') return [];
      return diagnosticsOf(doc, await ask(doc.toString()));
    },
    { delay: DELAY_MS },
  );
}
