/** How cells become columns. Models: Go's text/tabwriter with padding character ' ' and no flags. */
export interface TabLayout {
  /** Least width of a cell, padding included. */
  readonly minWidth: number;
  /** Blanks added to the widest cell of a column. */
  readonly padding: number;
}

const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/**
 * Lines of tab-terminated cells in, aligned text out. A column is a run of neighbouring lines that all have a terminated cell in
 * that place; the text after a line's last tab belongs to no column. Models: Go's text/tabwriter.
 */
export class TabWriter {
  private pending = '';
  private readonly finished: string[] = [];

  constructor(private readonly layout: TabLayout) {}

  write(text: string): void {
    this.pending += text;
  }

  /** Ends all columns here: what follows is aligned on its own. */
  flush(): void {
    if (this.pending === '') return;
    const lines = this.pending.split('\n').map((line) => line.split('\t'));
    this.pending = '';
    const out: string[] = [];
    this.format(lines, 0, lines.length, [], out);
    this.finished.push(out.join('\n'));
  }

  /** Everything written, aligned. */
  toString(): string {
    this.flush();
    return this.finished.join('');
  }

  private format(lines: readonly string[][], from: number, to: number, widths: number[], out: string[]): void {
    const column = widths.length;
    let unwritten = from;
    for (let at = from; at < to; at++) {
      if (column >= (lines[at]?.length ?? 0) - 1) continue;
      writeLines(lines, unwritten, at, widths, out);
      unwritten = at;
      let width = this.layout.minWidth;
      for (; at < to; at++) {
        const line = lines[at] ?? [];
        if (column >= line.length - 1) break;
        width = Math.max(width, codePoints(line[column] ?? '') + this.layout.padding);
      }
      widths.push(width);
      this.format(lines, unwritten, at, widths, out);
      widths.pop();
      unwritten = at;
    }
    writeLines(lines, unwritten, to, widths, out);
  }
}

function writeLines(
  lines: readonly string[][],
  from: number,
  to: number,
  widths: readonly number[],
  out: string[],
): void {
  for (let at = from; at < to; at++) {
    let text = '';
    for (const [column, cell] of (lines[at] ?? []).entries()) {
      const width = widths[column];
      text += width === undefined ? cell : cell + ' '.repeat(Math.max(0, width - codePoints(cell)));
    }
    out.push(text);
  }
}
