import type { IMarker, Terminal } from '@xterm/xterm';
import { h, setText } from '../dom.ts';

/** Lines kept in the plain view; the terminal keeps as many. */
const MOST_LINES = 2_000;

/** Lines that a screen reader can go back to beside the drawn terminal; the plain view has them all. */
const MOST_SPOKEN = 100;

/** Lines whose place is remembered: more than a person edits at once. */
const KEPT = 50;

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
  /** Says what is printed while the drawn terminal is shown, which screen readers cannot read. */
  readonly voice: HTMLElement;
  private readonly log: HTMLElement;
  private readonly current: HTMLElement;
  /** The last lines in the log, and where they stand. Not the one after them: who edits a line erases it, and a marker goes with what it stood on. */
  private committed: { readonly marker: IMarker; readonly element: HTMLElement }[] = [];
  /** The line above a screen that was erased: what is written from there on is new. None where it was the first. */
  private above: IMarker | undefined;
  private pending = false;
  /** Whether the last line is kept in sight: not while somebody reads further up. */
  private follows = true;

  constructor(
    private readonly terminal: Terminal,
    label: string,
  ) {
    this.log = h('div', { role: 'log', 'aria-live': 'polite', 'aria-label': label, tabindex: 0, class: 'wb-log' });
    this.current = h('div', { class: 'wb-log-current', lang: 'en' });
    this.element = h('div', { class: 'wb-transcript', translate: 'no' }, this.log, this.current);
    this.voice = h('div', { class: 'wb-voice sr-only', role: 'log', 'aria-label': label, translate: 'no' });
    terminal.onWriteParsed(() => this.schedule());
    // A click goes into the terminal, as one on its screen does; text that was chosen stays so.
    this.element.addEventListener('click', () => {
      if (document.getSelection()?.isCollapsed !== false) terminal.focus();
    });
    terminal.onData(() => this.scrollToEnd());
    this.element.addEventListener('scroll', () => {
      const { scrollTop, clientHeight, scrollHeight } = this.element;
      if (clientHeight > 0) this.follows = scrollTop + clientHeight >= scrollHeight - 4;
    });
    // A screen is erased from its corner (`clear`, Ctrl-L). What it held joins the log before, while it can be told from what comes after.
    terminal.parser.registerCsiHandler({ final: 'H' }, (to) => this.before(to.every((part) => Number(part) <= 1)));
    terminal.parser.registerCsiHandler({ final: 'J' }, ([part]) => this.before(part === 2, () => this.beginScreen()));
  }

  /** Everything printed so far. */
  text(): string {
    return [...this.log.children, this.current].map((line) => line.textContent).join('\n');
  }

  /** Shows what was printed last, and goes on with it. */
  scrollToEnd(): void {
    this.follows = true;
    this.keepEnd();
  }

  /** The view came into sight, changed its size or grew. */
  keepEnd(): void {
    if (this.follows) this.element.scrollTop = this.element.scrollHeight;
  }

  clear(): void {
    this.log.replaceChildren();
    this.voice.replaceChildren();
    this.forgetPlaces();
  }

  private forgetPlaces(): void {
    for (const { marker } of this.committed) marker.dispose();
    this.committed = [];
    this.above?.dispose();
    this.above = undefined;
  }

  /** Commits before a sequence acts, and leaves the sequence to the terminal. */
  private before(matters: boolean, then?: () => void): boolean {
    if (matters && this.terminal.buffer.active.type === 'normal') {
      this.commit();
      then?.();
    }
    return false;
  }

  /** The screen is about to be erased. */
  private beginScreen(): void {
    const { baseY, cursorY } = this.terminal.buffer.normal;
    this.forgetPlaces();
    this.above = baseY === 0 ? undefined : this.terminal.registerMarker(-1 - cursorY);
  }

  private schedule(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.commit();
    });
  }

  /** The first line that the log does not have. Lines that were erased to be written anew leave the log before that. */
  private firstNew(): number {
    const { committed, terminal } = this;
    const buffer = terminal.buffer.normal;
    const last = committed.at(-1);
    if (last === undefined) return (this.above?.line ?? -1) + 1;
    if (!last.marker.isDisposed) return lineAt(terminal, last.marker.line).next;
    // Pushed out of a full buffer.
    if (buffer.length >= (terminal.options.scrollback ?? 0) + terminal.rows) return 0;
    const stays = committed.findLastIndex(({ marker }) => !marker.isDisposed);
    const line = committed[stays]?.marker.line ?? this.above?.line ?? -1;
    // The whole screen was erased: all that stood there stays in the log.
    if (line < buffer.baseY) return buffer.baseY;
    for (const { element } of committed.splice(stays + 1)) element.remove();
    return lineAt(terminal, line).next;
  }

  private say(lines: readonly HTMLElement[]): void {
    const { voice } = this;
    voice.append(...lines.slice(-MOST_SPOKEN).map((line) => line.cloneNode(true)));
    while (voice.childElementCount > MOST_SPOKEN) voice.firstElementChild?.remove();
  }

  private commit(): void {
    const { terminal } = this;
    const buffer = terminal.buffer.normal;
    const cursor = buffer.baseY + buffer.cursorY;
    let at = this.firstNew();
    const added: HTMLElement[] = [];
    while (at < cursor) {
      const { text, next } = lineAt(terminal, at);
      if (next > cursor) break;
      // A line says its language, and not the log: its name is in the page's.
      const element = h('div', { lang: 'en' }, text);
      added.push(element);
      this.committed.push({ marker: terminal.registerMarker(at - cursor), element });
      at = next;
    }
    this.log.append(...added);
    this.say(added);
    while (this.log.childElementCount > MOST_LINES) this.log.firstElementChild?.remove();
    for (const { marker } of this.committed.splice(0, this.committed.length - KEPT)) marker.dispose();
    setText(this.current, lineAt(terminal, at).text);
    this.keepEnd();
  }
}
