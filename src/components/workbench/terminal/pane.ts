import { FitAddon } from '@xterm/addon-fit';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { isCalm } from '../settings/look.ts';
import { pageKeys } from './keys.ts';
import { isOnInternet } from './links.ts';
import { onThemeChange, pageTheme, terminalThemes } from './theme.ts';
import { Transcript } from './transcript.ts';
import { shellWidths } from './widths.ts';

/** Marks pastes: the shell runs their lines one by one and takes their tabs as text. Programs get them without the marks. */
const MARK_PASTES = '\x1b[?2004h';

/** What a pane tells. */
export interface PaneActions {
  /** Keys, as a terminal sends them. */
  typed(text: string): void;
  resized(columns: number, rows: number): void;
}

/** One terminal: a screen, and beside it the same as plain text. */
export class TerminalPane {
  readonly element: HTMLElement;
  private readonly screen = h('div', { class: 'wb-screen' });
  private readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private readonly transcript: Transcript;
  private readonly leave: () => void;
  private mounted = false;

  constructor(
    private readonly context: Context,
    fontSize: number,
    private readonly actions: PaneActions,
    size?: { readonly columns: number; readonly rows: number },
  ) {
    this.terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: !isCalm(),
      fontFamily: '"Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", monospace',
      fontSize,
      lineHeight: 1.25,
      minimumContrastRatio: 4.5,
      scrollback: 2_000,
      theme: terminalThemes[pageTheme()],
      ...(size === undefined ? {} : { cols: size.columns, rows: size.rows }),
    });
    this.terminal.loadAddon(this.fit);
    this.terminal.loadAddon(new WebLinksAddon((_event, url) => this.follow(url)));
    this.terminal.unicode.register(shellWidths);
    this.terminal.unicode.activeVersion = shellWidths.version;
    this.terminal.attachCustomKeyEventHandler(pageKeys(this.terminal));
    this.terminal.onData((text) => actions.typed(text));
    this.terminal.write(MARK_PASTES);
    this.transcript = new Transcript(this.terminal, context.t('wb.terminal.transcript'));
    this.element = h('div', { class: 'wb-pane' }, this.screen, this.transcript.voice, this.transcript.element);
    this.leave = onThemeChange(() => {
      this.terminal.options.theme = terminalThemes[pageTheme()];
    });
  }

  /** What is in the cluster opens in the browser pane, what is on the Internet in a tab of its own. */
  private follow(url: string): void {
    if (isOnInternet(url)) window.open(url, '_blank', 'noopener');
    else this.element.dispatchEvent(new CustomEvent('skiff:browse', { bubbles: true, detail: { url } }));
  }

  get columns(): number {
    return this.terminal.cols;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  /** Draws the terminal once its element is in the page and seen. */
  mount(): void {
    if (!this.mounted) {
      this.mounted = true;
      this.terminal.open(this.screen);
      this.terminal.textarea?.setAttribute('aria-label', this.context.t('wb.terminal.input'));
    }
    this.fitNow();
  }

  focus(): void {
    this.terminal.focus();
  }

  write(text: string): void {
    this.terminal.write(text);
  }

  /** Keys from elsewhere than the keyboard: the bar of keys. */
  press(keys: string): void {
    this.terminal.input(keys, true);
  }

  scrollToEnd(): void {
    this.terminal.scrollToBottom();
    this.transcript.scrollToEnd();
  }

  /** Everything printed so far. */
  text(): string {
    return this.transcript.text();
  }

  clear(): void {
    this.terminal.reset();
    this.terminal.write(MARK_PASTES);
    this.transcript.clear();
  }

  setFontSize(size: number): void {
    this.terminal.options.fontSize = size;
    this.fitNow();
  }

  /** Fits columns and rows to the space; a pane that is hidden or folded keeps its size. */
  fitNow(): void {
    this.transcript.keepEnd();
    const { cols, rows } = this.terminal;
    if (!this.mounted || this.screen.clientWidth < 40 || this.screen.clientHeight < 20) return;
    this.fit.fit();
    if (this.terminal.cols !== cols || this.terminal.rows !== rows)
      this.actions.resized(this.terminal.cols, this.terminal.rows);
  }

  dispose(): void {
    this.leave();
    this.element.remove();
    this.terminal.dispose();
  }
}
