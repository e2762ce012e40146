import type { Json, JsonObject } from '../../cluster/json.ts';
import { record, text } from '../../cluster/json-readers.ts';
import { formatValue } from '../go/format.ts';
import type { TabWriter } from './tab-writer.ts';

/** What a table shows. Models: cli-runtime/pkg/printers.PrintOptions */
export interface TableOptions {
  readonly noHeaders: boolean;
  readonly wide: boolean;
  readonly withNamespace: boolean;
  /** Puts `kind.group/` before names when set. */
  readonly kindPrefix?: string;
  readonly showLabels: boolean;
  readonly columnLabels: readonly string[];
}

interface Column {
  readonly name: string;
  readonly priority: number;
  readonly isName: boolean;
}

interface Row {
  readonly cells: readonly Json[];
  readonly object: JsonObject;
}

/** Prints tables of the server's, or objects with NAME and AGE, one after the other; headers come again when the columns change. Models: HumanReadablePrinter */
export class TablePrinter {
  private lastColumns: readonly Column[] = [];
  private printedHeaders = false;

  constructor(
    private readonly options: TableOptions,
    /** The age column of objects that came without a table. */
    private readonly ageOf: (creationTimestamp: string) => string,
  ) {}

  /** Writes a Table, an object or a list of objects. `event` is the watch event's type, shown in a column of its own. */
  print(object: JsonObject, writer: TabWriter, event?: string): void {
    const { columns, rows } = object['kind'] === 'Table' ? readTable(object) : this.asTable(object);
    const known = columns.length === 0 || sameColumns(columns, this.lastColumns);
    const noHeaders = this.options.noHeaders || (this.printedHeaders && known);
    const shown = columns.length === 0 ? this.lastColumns : columns;
    if (columns.length > 0 && !known) {
      this.lastColumns = columns;
      this.printedHeaders = false;
    }
    if (rows.length === 0) return;
    this.printedHeaders = true;
    const table = decorate(shown, rows, this.options, event);
    const visible = table.columns.flatMap((column, at) => (this.options.wide || column.priority === 0 ? [at] : []));
    if (!noHeaders) writer.write(`${visible.map((at) => (table.columns[at]?.name ?? '').toUpperCase()).join('\t')}\n`);
    for (const cells of table.rows) {
      writer.write(
        `${visible
          .filter((at) => at < cells.length)
          .map((at) => cellText(cells[at] ?? null))
          .join('\t')}\n`,
      );
    }
  }

  private asTable(object: JsonObject): { readonly columns: readonly Column[]; readonly rows: readonly Row[] } {
    const items = Array.isArray(object['items']) ? (object['items'] as readonly JsonObject[]) : [object];
    return {
      columns: [
        { name: 'Name', priority: 0, isName: true },
        { name: 'Age', priority: 0, isName: false },
      ],
      rows: items.map((item) => {
        const metadata = record(item['metadata']);
        return { cells: [text(metadata['name']), this.ageOf(text(metadata['creationTimestamp']))], object: item };
      }),
    };
  }
}

function decorate(
  columns: readonly Column[],
  rows: readonly Row[],
  options: TableOptions,
  event: string | undefined,
): { readonly columns: readonly Column[]; readonly rows: readonly (readonly Json[])[] } {
  const plain = (name: string): Column => ({ name, priority: 0, isName: false });
  const nameAt = columns.findIndex((column) => column.isName);
  const before: Column[] = [];
  if (event !== undefined) before.push(plain('Event'));
  if (options.withNamespace) before.push(plain('Namespace'));
  const after = options.columnLabels.map((label) => plain(label.slice(label.lastIndexOf('/') + 1)));
  if (options.showLabels) after.push(plain('Labels'));
  return {
    columns: [...before, ...columns, ...after],
    rows: rows.map((row) => {
      const metadata = record(row.object['metadata']);
      const labels = record(metadata['labels']);
      const cells = row.cells.map((cell, at) =>
        at === nameAt && options.kindPrefix !== undefined ? `${options.kindPrefix}/${formatValue(cell)}` : cell,
      );
      const lead: Json[] = [];
      if (event !== undefined) lead.push(event.padEnd(8));
      if (options.withNamespace) lead.push(text(metadata['namespace']));
      const trail: Json[] = options.columnLabels.map((label) => text(labels[label]));
      if (options.showLabels) trail.push(labelsText(labels));
      const filler =
        after.length > 0 ? Array.from({ length: Math.max(0, columns.length - cells.length) }, () => '') : [];
      return [...lead, ...cells, ...filler, ...trail];
    }),
  };
}

/** Labels in one cell: `a=b,c=d`, sorted; `<none>` without any. Models: labels.FormatLabels */
export function labelsText(labels: JsonObject): string {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${formatValue(value)}`).join(',');
}

function readTable(table: JsonObject): { readonly columns: readonly Column[]; readonly rows: readonly Row[] } {
  return {
    columns: list(table['columnDefinitions']).map((column) => ({
      name: text(column['name']),
      priority: typeof column['priority'] === 'number' ? column['priority'] : 0,
      isName: column['type'] === 'string' && column['format'] === 'name',
    })),
    rows: list(table['rows']).map((row) => ({
      cells: Array.isArray(row['cells']) ? row['cells'] : [],
      object: record(row['object']),
    })),
  };
}

function sameColumns(a: readonly Column[], b: readonly Column[]): boolean {
  return (
    a.length === b.length && a.every((column, at) => column.name === b[at]?.name && column.priority === b[at]?.priority)
  );
}

/** A cell's text: up to its first line break, control characters shown as `^[`. Models: printers.appendCellValue */
function cellText(cell: Json): string {
  if (cell === null) return '';
  const whole = formatValue(cell);
  const broken = whole.search(/[\f\n\r]/);
  const shown = broken < 0 ? whole : `${whole.slice(0, broken)}...`;
  return shown.replaceAll('\u001b', '^[').replaceAll('\t', ' ');
}

function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}
