/** A figure of docs/benchmarks.md: what was measured, as it stands there. */
export interface Figure {
  readonly name: string;
  readonly measured: string;
}

/** Reads the figures from the document's tables, and the day on which they were measured. Throws where there is none: then the site does not build. */
export function readBenchmarks(text: string): { readonly date: string; readonly figures: ReadonlyMap<string, string> } {
  const date = /\bon (\d{4}-\d{2}-\d{2})\b/.exec(text)?.[1];
  if (date === undefined) throw new Error('docs/benchmarks.md does not say when it was measured');
  const rows = [...text.matchAll(/^\| `([\w-]+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$/gm)];
  return { date, figures: new Map(rows.map(([, name = '', measured = '']) => [name, measured.trim()])) };
}

/** One figure by name. Throws where the document does not have it. */
export function figure(figures: ReadonlyMap<string, string>, name: string): string {
  const measured = figures.get(name);
  if (measured === undefined) throw new Error(`docs/benchmarks.md has no figure ${name}`);
  return measured;
}
