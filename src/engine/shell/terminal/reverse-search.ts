/** Where a search has come to: a line, and the place in it. */
interface Found {
  readonly line: number;
  readonly index: number;
}

/** Ctrl-R and Ctrl-S: looks for a text in the lines typed before while it is being typed. Models: readline/isearch.c */
export class HistorySearch {
  pattern = '';
  private failed = false;
  private forward: boolean;

  /** `lines`: the history, and last the line that was being typed. */
  constructor(
    private readonly lines: readonly string[],
    private found: Found,
    direction: 'forward' | 'backward',
    /** What was looked for the last time: Ctrl-R again takes it up. */
    private readonly earlier: string,
  ) {
    this.forward = direction === 'forward';
  }

  /** What stands in place of the prompt. */
  get prompt(): string {
    return `(${this.failed ? 'failed ' : ''}${this.forward ? '' : 'reverse-'}i-search)\`${this.pattern}': `;
  }

  /** The line that was found last, and where in it. */
  get line(): string {
    return this.lines[this.found.line] ?? '';
  }

  /** Its place in the history. */
  get place(): number {
    return this.found.line;
  }

  get index(): number {
    return this.found.index;
  }

  type(text: string): void {
    for (const char of text) {
      this.pattern += char;
      this.look(this.found);
    }
  }

  rubOut(): void {
    this.pattern = [...this.pattern].slice(0, -1).join('');
    this.look(this.found);
  }

  /** On to the next one that matches and is another line. */
  again(direction: 'forward' | 'backward'): void {
    this.forward = direction === 'forward';
    if (this.pattern === '') this.pattern = this.earlier;
    const { line, index } = this.found;
    this.look({ line, index: this.forward ? index + 1 : index - 1 }, this.line);
  }

  /** `unlike`: a line that is not worth stopping at again, unless the match lies elsewhere in it. */
  private look(from: Found, unlike?: string): void {
    if (this.pattern === '') return;
    const step = this.forward ? 1 : -1;
    for (let line = from.line; line >= 0 && line < this.lines.length; line += step) {
      const text = this.lines[line] ?? '';
      if (line !== from.line && text === unlike) continue;
      const start = line === from.line ? from.index : this.forward ? 0 : text.length;
      const index =
        start < 0 ? -1 : this.forward ? text.indexOf(this.pattern, start) : text.lastIndexOf(this.pattern, start);
      if (index < 0) continue;
      this.found = { line, index };
      this.failed = false;
      return;
    }
    this.failed = true;
  }
}
