import type { Context } from '../context.ts';
import { h, icon, setText } from '../dom.ts';
import { icons } from '../icons.ts';

/** What the shells' tabs do. */
export interface ShellTabsActions {
  /** `enter`: and go into it. */
  show(terminal: number, enter: boolean): void;
  open(): void;
  close(terminal: number): void;
}

/** The open shells: a title while there is one, tabs when there are more. Arrows move along them, Delete closes one. */
export class ShellTabs {
  readonly element: HTMLElement;
  private readonly title: HTMLElement;
  private readonly list: HTMLElement;
  private readonly closing: HTMLButtonElement;
  private readonly buttons = new Map<number, HTMLButtonElement>();
  private current = 1;

  constructor(
    private readonly context: Context,
    private readonly actions: ShellTabsActions,
  ) {
    const { t } = context;
    const tool = (label: string, path: string, act: () => void) =>
      h('button', { type: 'button', class: 'wb-tool', 'aria-label': label, title: label, onclick: act }, icon(path));
    this.title = h('span', { class: 'wb-bar-title' }, t('wb.tab.terminal'));
    this.list = h('div', {
      class: 'wb-shell-tabs',
      role: 'tablist',
      'aria-label': t('wb.terminal.shells'),
      hidden: true,
    });
    this.closing = tool(t('wb.terminal.closeShell'), icons.close, () => actions.close(this.current));
    this.closing.hidden = true;
    this.element = h(
      'div',
      { class: 'wb-shells' },
      this.title,
      this.list,
      tool(t('wb.terminal.newShell'), icons.add, () => actions.open()),
      this.closing,
    );
    this.list.addEventListener('keydown', (event) => this.pressed(event));
  }

  add(terminal: number, panel: HTMLElement): void {
    const label = this.context.t('wb.terminal.shell', { n: terminal });
    panel.id = `wb-shell-${terminal}`;
    const button = h(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'wb-shell-tab',
        id: `wb-shell-${terminal}-tab`,
        'aria-controls': panel.id,
        'aria-selected': 'false',
        tabindex: -1,
        // A click goes on to the terminal; keys stay on the tabs.
        onclick: (event) => this.actions.show(terminal, event instanceof MouseEvent && event.detail > 0),
      },
      label,
    );
    this.buttons.set(terminal, button);
    this.list.append(button);
    this.drawCount();
  }

  name(terminal: number, title: string): void {
    const button = this.buttons.get(terminal);
    if (button !== undefined) setText(button, title);
  }

  remove(terminal: number): void {
    this.buttons.get(terminal)?.remove();
    this.buttons.delete(terminal);
    this.drawCount();
  }

  show(terminal: number): void {
    this.current = terminal;
    for (const [number, button] of this.buttons) {
      const selected = number === terminal;
      button.setAttribute('aria-selected', String(selected));
      button.tabIndex = selected ? 0 : -1;
      if (selected) button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    this.closing.hidden = this.buttons.size < 2 || terminal === 1;
  }

  private drawCount(): void {
    const many = this.buttons.size > 1;
    this.title.hidden = many;
    this.list.hidden = !many;
  }

  private pressed(event: KeyboardEvent): void {
    const numbers = [...this.buttons.keys()];
    const at = numbers.indexOf(this.current);
    const last = numbers.length - 1;
    const targets: { readonly [key: string]: number } = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    if (event.key === 'Delete' && this.current !== 1) this.actions.close(this.current);
    const next = numbers[targets[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    this.actions.show(next, false);
    this.buttons.get(next)?.focus();
  }
}
