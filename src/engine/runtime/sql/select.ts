import type { SqlResult } from './statement.ts';
import type { Cell, Table } from './tables.ts';
import { columnAt, parts, unquoted, where } from './values.ts';

/** Answers a select; the match is that of its pattern in statement.ts. */
export function select(match: RegExpExecArray, table: Table): SqlResult {
  const [, fieldText = '', , condition, group, order, direction, limit] = match;
  let rows = table.rows.filter(where(table, condition));
  if (order !== undefined) {
    const at = columnAt(table, order);
    const sign = /desc/i.test(direction ?? '') ? -1 : 1;
    rows = [...rows].sort((a, b) => sign * ordered(a[at] ?? null, b[at] ?? null));
  }
  const fields = parts(fieldText);
  const counts = (field: string): boolean => /^count\(.*?\)(?:\s+as\s+\w+)?$/i.test(field);
  const title = (field: string): string =>
    /\sas\s+["`]?(\w+)/i.exec(field)?.[1] ?? (counts(field) ? 'count' : unquoted(field));
  if (fieldText.trim() === '*')
    return { kind: 'rows', columns: table.columns.map(({ name }) => name), rows: limited(rows, limit) };
  if (!fields.some(counts)) {
    const places = fields.map((field) => columnAt(table, field.replace(/\s+as\s+.*$/i, '')));
    return {
      kind: 'rows',
      columns: fields.map(title),
      rows: limited(
        rows.map((row) => places.map((at) => row[at] ?? null)),
        limit,
      ),
    };
  }
  const groups = new Map<string, Cell[][]>();
  const by = group === undefined ? undefined : columnAt(table, group);
  if (by === undefined) groups.set('', []);
  for (const row of rows) {
    const key = by === undefined ? '' : String(row[by]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const out = [...groups.values()].map((members) =>
    fields.map(
      (field): Cell =>
        counts(field) ? members.length : (members[0]?.[columnAt(table, field.replace(/\s+as\s+.*$/i, ''))] ?? null),
    ),
  );
  return { kind: 'rows', columns: fields.map(title), rows: limited(out, limit) };
}

function limited<Row>(rows: readonly Row[], limit: string | undefined): readonly Row[] {
  return limit === undefined ? rows : rows.slice(0, Number(limit));
}

function ordered(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}
