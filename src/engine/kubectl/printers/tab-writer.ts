/** How a tab writer spaces its columns. */
export interface TabOptions {
  readonly minWidth: number;
  readonly padding: number;
  /** Columns keep the widest width that they had in an earlier flush, so that a watch's rows line up. */
  readonly rememberWidths?: boolean;
}

/** kubectl's tables. Models: cli-runtime/pkg/printers.GetNewTabWriter */
export const tableTabs: TabOptions = { minWidth: 6, padding: 3, rememberWidths: true };
/** `kubectl describe`. Models: kubectl/pkg/describe.tabbedString */
export const describeTabs: TabOptions = { minWidth: 0, padding: 2 };

/**
 * Text with tab-terminated cells, aligned in columns: a column is a run of lines that have a cell there. The last cell of a line is not part
 * of a column. Models: liggitt/tabwriter (Go's text/tabwriter with remembered widths)
 */
export class TabWriter {
  private text = '';
  private readonly remembered: number[] = [];

  constructor(
    private readonly out: (text: string) => void,
    private readonly options: TabOptions = tableTabs,
  ) {}

  write(text: string): void {
    this.text += text;
  }

  /** Forgets the widths of earlier flushes. */
  forgetWidths(): void {
    this.remembered.length = 0;
  }

  /** Aligns and writes what has come since the last flush. */
  flush(): void {
    if (this.text === '') return;
    const endsLine = this.text.endsWith('\n');
    const lines = (endsLine ? this.text.slice(0, -1) : this.text).split('\n').map((line) => line.split('\t'));
    this.text = '';
    const widths: number[][] = lines.map(() => []);
    this.measure(lines, widths, 0, lines.length, 0);
    const aligned = lines.map((cells, row) =>
      cells
        .map((cell, column) => (column < cells.length - 1 ? padTo(cell, widths[row]?.[column] ?? 0) : cell))
        .join(''),
    );
    this.out(aligned.join('\n') + (endsLine ? '\n' : ''));
  }

  private measure(
    lines: readonly (readonly string[])[],
    widths: number[][],
    from: number,
    to: number,
    column: number,
  ): void {
    let row = from;
    while (row < to) {
      if (column >= (lines[row]?.length ?? 0) - 1) {
        row++;
        continue;
      }
      let end = row;
      let width = this.options.minWidth;
      for (; end < to && column < (lines[end]?.length ?? 0) - 1; end++) {
        width = Math.max(width, [...(lines[end]?.[column] ?? '')].length + this.options.padding);
      }
      if (this.options.rememberWidths) {
        width = Math.max(width, this.remembered[column] ?? 0);
        this.remembered[column] = width;
      }
      for (let at = row; at < end; at++) {
        const line = widths[at];
        if (line !== undefined) line[column] = width;
      }
      this.measure(lines, widths, row, end, column + 1);
      row = end;
    }
  }
}

function padTo(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - [...cell].length));
}
