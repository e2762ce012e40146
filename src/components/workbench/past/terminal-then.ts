import '../../../i18n/late.ts';
import { Terminal } from '@xterm/xterm';
import type { TerminalThen } from '../../../engine/session/past/terminal-record.ts';
import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';
import { preference } from '../storage/preferences.ts';
import { onThemeChange, pageTheme, terminalThemes } from '../terminal/theme.ts';

const USUAL_FONT = { wide: 14, phone: 12 };
const FULL_RESET = '\x1bc';

/** What terminals showed at a moment: screens that take no keys, laid over the terminals of the present. */
export class TerminalsThen {
  readonly element: HTMLElement;
  private readonly screen = h('div', { class: 'wb-then-screen', 'aria-hidden': 'true' });
  private readonly text = h('pre', { class: 'sr-only', role: 'region', tabindex: 0, translate: 'no' });
  private readonly tabs = h('div', { class: 'wb-then-tabs' });
  private readonly note = h('p', { class: 'wb-note' });
  private terminal: Terminal | undefined;
  private written = '';
  private shown = 1;
  private last: readonly TerminalThen[] = [];

  constructor(private readonly context: Context) {
    this.text.setAttribute('aria-label', context.t('time.terminalThen'));
    this.element = h('div', { class: 'wb-then-terminal' }, this.tabs, this.note, this.screen, this.text);
    onThemeChange(() => {
      if (this.terminal !== undefined) this.terminal.options.theme = terminalThemes[pageTheme()];
    });
  }

  /** Nobody looks any more: lets go of what the screen holds. */
  close(): void {
    this.terminal?.dispose();
    this.terminal = undefined;
    this.written = '';
    this.screen.replaceChildren();
  }

  draw(terminals: readonly TerminalThen[]): void {
    this.last = terminals;
    const shown = terminals.find(({ terminal }) => terminal === this.shown) ?? terminals[0];
    this.tabs.hidden = terminals.length < 2;
    this.tabs.replaceChildren(...terminals.map(({ terminal }) => this.tab(terminal, terminal === shown?.terminal)));
    setText(this.note, shown === undefined ? this.context.t('time.noTerminal') : '');
    this.screen.hidden = shown === undefined;
    if (shown !== undefined) this.write(shown);
    else setText(this.text, '');
  }

  private tab(terminal: number, isShown: boolean): HTMLElement {
    const show = (): void => {
      this.shown = terminal;
      this.draw(this.last);
    };
    const label = this.context.t('time.terminal', { n: terminal });
    return h('button', { type: 'button', class: 'wb-tool', 'aria-pressed': String(isShown), onclick: show }, label);
  }

  private write({ terminal: number, columns, rows, text }: TerminalThen): void {
    this.shown = number;
    this.terminal ??= this.open(columns, rows);
    const { terminal } = this;
    if (terminal.cols !== columns || terminal.rows !== rows) {
      terminal.resize(columns, rows);
      this.written = '';
    }
    // Forward in time only what is new is written.
    const goesOn = this.written !== '' && text.startsWith(this.written);
    // What was written before may still be on its way: the reset goes along with the text.
    const rest = goesOn ? text.slice(this.written.length) : `${FULL_RESET}${text}`;
    this.written = text;
    if (goesOn && rest === '') return;
    terminal.write(rest, () => {
      terminal.scrollToBottom();
      this.readOut();
    });
  }

  private open(columns: number, rows: number): Terminal {
    const terminal = new Terminal({
      cols: columns,
      rows,
      disableStdin: true,
      cursorBlink: false,
      fontFamily: '"Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", monospace',
      fontSize: Number(preference('terminal-font')) || (window.innerWidth < 600 ? USUAL_FONT.phone : USUAL_FONT.wide),
      lineHeight: 1.25,
      minimumContrastRatio: 4.5,
      scrollback: 2_000,
      theme: terminalThemes[pageTheme()],
    });
    terminal.open(this.screen);
    if (terminal.textarea !== undefined) terminal.textarea.tabIndex = -1;
    return terminal;
  }

  /** The same as text, for screen readers. */
  private readOut(): void {
    const buffer = this.terminal?.buffer.active;
    if (buffer === undefined) return;
    const lines: string[] = [];
    for (let at = Math.max(0, buffer.length - 200); at < buffer.length; at++)
      lines.push(buffer.getLine(at)?.translateToString(true) ?? '');
    setText(this.text, lines.join('\n').trimEnd());
  }
}
