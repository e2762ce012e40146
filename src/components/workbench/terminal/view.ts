import { FitAddon } from '@xterm/addon-fit';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { preference, setPreference } from '../storage/preferences.ts';
import { pageKeys } from './keys.ts';
import { onThemeChange, pageTheme, terminalThemes } from './theme.ts';
import { terminalToolbar } from './toolbar.ts';
import { Transcript } from './transcript.ts';

/** The terminal that the page shows. Sessions know it by this number. */
const TERMINAL = 1;
const RESIZE_MS = 120;
const FONT = { smallest: 10, largest: 24, usual: 14, usualOnPhones: 12 };

function savedFontSize(): number {
  const saved = Number(preference('terminal-font'));
  return saved >= FONT.smallest && saved <= FONT.largest
    ? saved
    : window.innerWidth < 600
      ? FONT.usualOnPhones
      : FONT.usual;
}

/** The terminal: keys go to the session, its output comes back; beside it the same as plain text. */
export class TerminalView {
  readonly element: HTMLElement;
  private readonly screen: HTMLElement;
  private readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private readonly transcript: Transcript;
  private resizing: number | undefined;
  /** The session has a terminal already: it was opened in the journal that was replayed. */
  private opened = false;

  constructor(private readonly context: Context) {
    const { t, port } = context;
    this.terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: '"Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", monospace',
      fontSize: savedFontSize(),
      lineHeight: 1.25,
      minimumContrastRatio: 4.5,
      scrollback: 2_000,
      theme: terminalThemes[pageTheme()],
    });
    this.terminal.loadAddon(this.fit);
    this.terminal.loadAddon(new Unicode11Addon());
    this.terminal.loadAddon(new WebLinksAddon((_event, url) => window.open(url, '_blank', 'noopener')));
    this.terminal.unicode.activeVersion = '11';
    this.terminal.attachCustomKeyEventHandler(pageKeys(this.terminal));
    this.terminal.onData((text) => port.input({ do: 'type', terminal: TERMINAL, text }));
    this.transcript = new Transcript(this.terminal, t('wb.terminal.transcript'));
    this.screen = h('div', { class: 'wb-screen' });
    this.element = h('div', { class: 'wb-terminal', 'data-view': preference('terminal-view') ?? 'screen' });
    this.element.append(
      terminalToolbar(context, {
        plain: this.element.dataset['view'] === 'plain',
        showPlain: (plain) => this.showPlain(plain),
        copy: () => this.transcript.text(),
        grow: (by) => this.setFontSize(savedFontSize() + by),
      }),
      this.screen,
      this.transcript.element,
    );
    onThemeChange(() => {
      this.terminal.options.theme = terminalThemes[pageTheme()];
    });
    new ResizeObserver(() => this.scheduleFit()).observe(this.screen);
    this.listen();
  }

  /** Draws the terminal once its element is in the page. */
  mount(): void {
    this.terminal.open(this.screen);
    this.terminal.textarea?.setAttribute('aria-label', this.context.t('wb.terminal.input'));
    this.fitNow();
  }

  focus(): void {
    this.terminal.focus();
  }

  /** Runs a line as if it had been typed. */
  run(line: string): void {
    this.context.port.input({ do: 'run', terminal: TERMINAL, line });
    this.terminal.scrollToBottom();
  }

  private listen(): void {
    const { port } = this.context;
    port.onBegin(() => {
      this.opened = false;
      this.terminal.reset();
      this.transcript.clear();
    });
    port.on('journal', ({ line }) => {
      if (line.includes('"do":"open-terminal"')) this.opened = true;
    });
    port.on('output', ({ terminal, text }) => {
      if (terminal === TERMINAL) this.terminal.write(text);
    });
    port.on('ready', () => {
      const { cols: columns, rows } = this.terminal;
      port.input({ do: this.opened ? 'resize' : 'open-terminal', terminal: TERMINAL, columns, rows });
    });
  }

  private showPlain(plain: boolean): void {
    this.element.dataset['view'] = plain ? 'plain' : 'screen';
    setPreference('terminal-view', plain ? 'plain' : 'screen');
    if (!plain) this.scheduleFit();
  }

  private setFontSize(size: number): void {
    const next = Math.min(FONT.largest, Math.max(FONT.smallest, size));
    setPreference('terminal-font', String(next));
    this.terminal.options.fontSize = next;
    this.fitNow();
  }

  private scheduleFit(): void {
    window.clearTimeout(this.resizing);
    this.resizing = window.setTimeout(() => this.fitNow(), RESIZE_MS);
  }

  /** Fits columns and rows to the space; a pane that is hidden or folded keeps its size. */
  private fitNow(): void {
    const { cols, rows } = this.terminal;
    if (this.screen.clientWidth < 40 || this.screen.clientHeight < 20) return;
    this.fit.fit();
    if (this.terminal.cols === cols && this.terminal.rows === rows) return;
    if (this.context.port.phase.is !== 'ready') return;
    this.context.port.input({
      do: 'resize',
      terminal: TERMINAL,
      columns: this.terminal.cols,
      rows: this.terminal.rows,
    });
  }
}
