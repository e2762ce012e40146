import type { IMarker, Terminal } from '@xterm/xterm';
import { h, setText } from '../dom.ts';

/** Lines kept in the plain view; the terminal keeps as many. */
const MOST_LINES = 2_000;

function lineAt(terminal: Terminal, at: number): { readonly text: string; readonly next: number } {
  const buffer = terminal.buffer.normal;
  let text = buffer.getLine(at)?.translateToString(false) ?? '';
  let next = at + 1;
  while (buffer.getLine(next)?.isWrapped === true) {
    text += buffer.getLine(next)?.translateToString(false) ?? '';
    next++;
  }
  return { text: text.trimEnd(), next };
}

/**
 * The terminal as plain text that grows: for screen readers (a polite log), for phones, for printing and for copying. A line joins the
 * log when the cursor has left it, so what is still being typed is not read at every key.
 */
export class Transcript {
  readonly element: HTMLElement;
  private readonly log: HTMLElement;
  private readonly current: HTMLElement;
  /** The last line in the log. Not the one after it: who edits a line erases it, and a marker goes with what it stood on. */
  private committed: IMarker | undefined;
  private pending = false;

  constructor(
    private readonly terminal: Terminal,
    label: string,
  ) {
    this.log = h('div', { role: 'log', 'aria-live': 'polite', 'aria-label': label, tabindex: 0, class: 'wb-log' });
    this.current = h('div', { class: 'wb-log-current' });
    this.element = h('div', { class: 'wb-transcript', translate: 'no' }, this.log, this.current);
    terminal.onWriteParsed(() => this.schedule());
  }

  /** Everything printed so far. */
  text(): string {
    return [...this.log.children, this.current].map((line) => line.textContent).join('\n');
  }

  clear(): void {
    this.log.replaceChildren();
    this.committed?.dispose();
    this.committed = undefined;
  }

  private schedule(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.commit();
    });
  }

  /** The first line that the log does not have. */
  private firstNew(): number {
    const { committed, terminal } = this;
    const buffer = terminal.buffer.normal;
    if (committed === undefined) return 0;
    if (!committed.isDisposed) return lineAt(terminal, committed.line).next;
    // Pushed out of a full buffer, or erased with the screen, above which all is in the log already.
    return buffer.length >= (terminal.options.scrollback ?? 0) + terminal.rows ? 0 : buffer.baseY;
  }

  private commit(): void {
    const { terminal } = this;
    const buffer = terminal.buffer.normal;
    const cursor = buffer.baseY + buffer.cursorY;
    let at = this.firstNew();
    let last: number | undefined;
    const atEnd = this.element.scrollTop + this.element.clientHeight >= this.element.scrollHeight - 4;
    const added: HTMLElement[] = [];
    while (at < cursor) {
      const { text, next } = lineAt(terminal, at);
      if (next > cursor) break;
      added.push(h('div', {}, text));
      last = at;
      at = next;
    }
    this.log.append(...added);
    while (this.log.childElementCount > MOST_LINES) this.log.firstElementChild?.remove();
    if (last !== undefined) {
      this.committed?.dispose();
      this.committed = terminal.registerMarker(last - cursor);
    }
    setText(this.current, lineAt(terminal, at).text);
    if (atEnd) this.element.scrollTop = this.element.scrollHeight;
  }
}
