import '@xterm/xterm/css/xterm.css';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { preference, setPreference } from '../storage/preferences.ts';
import { KeyBar } from './key-bar.ts';
import { OpenShells } from './open-shells.ts';
import { TerminalPane } from './pane.ts';
import { ShellTabs } from './shell-tabs.ts';
import { terminalToolbar } from './toolbar.ts';

/** The terminal that every session has. Sessions know terminals by number. */
const FIRST = 1;
const RESIZE_MS = 120;
const CTRL_C = '\x03';

/** How a line of a lesson goes. */
export interface LineTiming {
  /** So much virtual time passes before it. */
  readonly waitMs?: number;
  /** It does not end by itself. */
  readonly watches?: boolean;
}

const FONT = { smallest: 10, largest: 24, usual: 14, usualOnPhones: 12 };

function savedFontSize(): number {
  const saved = Number(preference('terminal-font'));
  return saved >= FONT.smallest && saved <= FONT.largest
    ? saved
    : window.innerWidth < 600
      ? FONT.usualOnPhones
      : FONT.usual;
}

/**
 * The terminals: keys go to the session, its output comes back. Each tab is a shell of its own on the learner's machine. Which are open is
 * what the journal says, so a tab appears when the session has opened it, and all are there again after a reload.
 */
export class TerminalView {
  readonly element: HTMLElement;
  private readonly panes = new Map<number, TerminalPane>();
  private readonly place = h('div', { class: 'wb-terminal-place' });
  private readonly tabs: ShellTabs;
  private readonly keys: KeyBar;
  private readonly shells = new OpenShells();
  private readonly titled = new Set<number>();
  /** Shells in which a line of a lesson runs that does not end by itself. */
  private readonly watching = new Set<number>();
  private current = FIRST;
  private resizing: number | undefined;
  /** A shell that was asked for is shown and focused when it comes. */
  private wanted: number | undefined;

  constructor(private readonly context: Context) {
    this.tabs = new ShellTabs(context, {
      show: (terminal, enter) => this.show(terminal, enter),
      open: () => this.openShell(),
      close: (terminal) => context.port.input({ do: 'close-terminal', terminal }),
    });
    this.keys = new KeyBar(context, (keys) => {
      this.pane().press(keys);
      this.pane().focus();
    });
    this.element = h('div', { class: 'wb-terminal', 'data-view': preference('terminal-view') ?? 'screen' });
    this.element.append(
      terminalToolbar(context, this.tabs.element, {
        plain: this.element.dataset['view'] === 'plain',
        showPlain: (plain) => this.showPlain(plain),
        copy: () => this.pane().text(),
        grow: (by) => this.setFontSize(savedFontSize() + by),
      }),
      this.place,
      this.keys.element,
    );
    this.showFontSize(savedFontSize());
    this.add(FIRST);
    this.show(FIRST, false);
    new ResizeObserver(() => this.scheduleFit()).observe(this.place);
    this.listen();
  }

  /** Draws the terminal once its element is in the page. */
  mount(): void {
    this.pane().mount();
  }

  /** Puts something that is to be said of what runs here above the screen. */
  say(element: HTMLElement): void {
    this.element.insertBefore(element, this.place);
  }

  focus(): void {
    this.pane().focus();
  }

  /**
   * Runs a line as if it had been typed: in the shell that is shown, unless that was opened on a node or in a container. A line before
   * it that only watches is ended first, as by Ctrl-C: it would take this one for its input.
   */
  run(line: string, { waitMs = 0, watches = false }: LineTiming = {}): void {
    if (this.titled.has(this.current)) this.show(FIRST, false);
    const { port } = this.context;
    if (this.watching.delete(this.current)) port.input({ do: 'type', terminal: this.current, text: CTRL_C });
    if (watches) this.watching.add(this.current);
    port.input({ do: 'run', terminal: this.current, line }, waitMs);
    this.pane().scrollToEnd();
  }

  /** Opens another shell in a tab of its own, and runs a line in it: `ssh worker-1`, `kubectl exec -it web -- sh`. */
  openShell(line?: string): void {
    const { port } = this.context;
    const terminal = this.shells.next;
    this.wanted = terminal;
    port.input({ do: 'open-terminal', terminal, columns: this.pane().columns, rows: this.pane().rows });
    if (line !== undefined) port.input({ do: 'run', terminal, line });
  }

  private pane(): TerminalPane {
    return this.panes.get(this.current) ?? this.add(FIRST);
  }

  private add(terminal: number, size?: { readonly columns: number; readonly rows: number }): TerminalPane {
    const known = this.panes.get(terminal);
    if (known !== undefined) return known;
    const { port } = this.context;
    const pane = new TerminalPane(
      this.context,
      savedFontSize(),
      {
        typed: (text) => {
          const keys = this.keys.changed(text);
          if (keys.includes(CTRL_C)) this.watching.delete(terminal);
          port.input({ do: 'type', terminal, text: keys });
        },
        resized: (columns, rows) => {
          if (port.phase.is === 'ready') port.input({ do: 'resize', terminal, columns, rows });
        },
      },
      size,
    );
    pane.element.hidden = true;
    this.panes.set(terminal, pane);
    this.place.append(pane.element);
    this.tabs.add(terminal, pane.element);
    return pane;
  }

  private remove(terminal: number): void {
    if (terminal === FIRST) return;
    const numbers = [...this.panes.keys()];
    const before = numbers[numbers.indexOf(terminal) - 1] ?? FIRST;
    this.panes.get(terminal)?.dispose();
    this.panes.delete(terminal);
    this.titled.delete(terminal);
    this.watching.delete(terminal);
    this.tabs.remove(terminal);
    this.show(
      this.current === terminal ? before : this.current,
      this.current === terminal && this.context.port.phase.is === 'ready',
    );
  }

  private show(terminal: number, focus: boolean): void {
    if (!this.panes.has(terminal)) return;
    this.current = terminal;
    const many = this.panes.size > 1;
    for (const [number, { element }] of this.panes) {
      element.hidden = number !== terminal;
      if (many) {
        element.setAttribute('role', 'tabpanel');
        element.setAttribute('aria-labelledby', `wb-shell-${number}-tab`);
      } else {
        element.removeAttribute('role');
        element.removeAttribute('aria-labelledby');
      }
    }
    this.tabs.show(terminal);
    if (!this.element.isConnected) return;
    this.pane().mount();
    if (focus) this.pane().focus();
  }

  private listen(): void {
    const { port } = this.context;
    port.onBegin(() => {
      this.shells.clear();
      this.watching.clear();
      this.wanted = undefined;
      for (const terminal of [...this.panes.keys()]) this.remove(terminal);
      this.show(FIRST, false);
      this.pane().clear();
    });
    port.on('journal', ({ line }) => this.journaled(line));
    port.on('output', ({ terminal, text }) => this.panes.get(terminal)?.write(text));
    port.on('shell-ended', ({ terminal }) => {
      // A replay's own journal says which were closed.
      if (port.phase.is === 'ready' && terminal !== FIRST && this.shells.has(terminal))
        port.input({ do: 'close-terminal', terminal });
    });
    port.on('ready', () => {
      const { columns, rows } = this.pane();
      port.input({ do: this.shells.has(FIRST) ? 'resize' : 'open-terminal', terminal: FIRST, columns, rows });
    });
  }

  private journaled(line: string): void {
    const change = this.shells.take(line);
    if (change === undefined) return;
    if (change.is === 'closed') {
      this.remove(change.terminal);
      return;
    }
    if (change.is === 'named') {
      this.titled.add(change.terminal);
      this.tabs.name(change.terminal, change.title);
      return;
    }
    this.add(change.terminal, change);
    if (change.terminal === this.wanted) {
      this.wanted = undefined;
      this.show(change.terminal, true);
    } else this.show(this.current, false);
  }

  private showPlain(plain: boolean): void {
    this.element.dataset['view'] = plain ? 'plain' : 'screen';
    setPreference('terminal-view', plain ? 'plain' : 'screen');
    if (plain) this.pane().scrollToEnd();
    else this.scheduleFit();
  }

  private setFontSize(size: number): void {
    const next = Math.min(FONT.largest, Math.max(FONT.smallest, size));
    setPreference('terminal-font', String(next));
    this.showFontSize(next);
    for (const pane of this.panes.values()) pane.setFontSize(next);
  }

  /** The plain text follows the screen's. */
  private showFontSize(size: number): void {
    this.element.style.setProperty('--wb-terminal-font', `${size}px`);
  }

  private scheduleFit(): void {
    window.clearTimeout(this.resizing);
    this.resizing = window.setTimeout(() => this.pane().fitNow(), RESIZE_MS);
  }
}
