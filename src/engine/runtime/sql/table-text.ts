import type { SqlResult } from './statement.ts';
import type { Cell } from './tables.ts';

type Rows = Extract<SqlResult, { kind: 'rows' }>;

const shown = (cell: Cell, nothing: string): string => (cell === null ? nothing : String(cell));

/** A result as the mysql client draws it on a terminal. */
export function mysqlTable({ columns, rows }: Rows): string {
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => shown(row[at] ?? null, 'NULL').length)),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const line = (cells: readonly string[], isNumber: (at: number) => boolean): string =>
    `|${cells.map((cell, at) => ` ${isNumber(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)} `).join('|')}|\n`;
  const body = rows
    .map((row) =>
      line(
        row.map((cell) => shown(cell, 'NULL')),
        (at) => typeof row[at] === 'number',
      ),
    )
    .join('');
  return `${rule}${line(columns, () => false)}${rule}${body}${rule}`;
}

/** A result with tabs, as the mysql client writes it to a pipe. */
export function tabbed({ columns, rows }: Rows, names: boolean): string {
  const lines = rows.map((row) => row.map((cell) => shown(cell, 'NULL')).join('\t'));
  return [...(names ? [columns.join('\t')] : []), ...lines].map((line) => `${line}\n`).join('');
}

/** A result as psql draws it. */
export function psqlTable({ columns, rows }: Rows): string {
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => shown(row[at] ?? null, '').length)),
  );
  const centred = (text: string, width: number): string => {
    const left = Math.floor((width - text.length) / 2);
    return `${' '.repeat(left)}${text}${' '.repeat(width - text.length - left)}`;
  };
  const head = ` ${columns.map((column, at) => centred(column, widths[at] ?? 0)).join(' | ')} \n`;
  const rule = `${widths.map((width) => '-'.repeat(width + 2)).join('+')}\n`;
  const body = rows
    .map((row) => {
      const cells = row.map((cell, at) =>
        typeof cell === 'number' ? shown(cell, '').padStart(widths[at] ?? 0) : shown(cell, '').padEnd(widths[at] ?? 0),
      );
      return ` ${cells.join(' | ')}`.trimEnd();
    })
    .map((line) => `${line}\n`)
    .join('');
  return `${head}${rule}${body}(${rows.length} row${rows.length === 1 ? '' : 's'})\n\n`;
}
