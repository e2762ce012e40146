import { h } from '../dom.ts';

/** One tab and the panel that it shows. */
export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly panel: HTMLElement;
}

let groups = 0;

/** Tabs after the ARIA pattern: arrows move along them, Home and End to the ends; a panel is shown when its tab is chosen. */
export class Tabs<Name extends string> {
  readonly element: HTMLElement;
  private readonly buttons = new Map<Name, HTMLButtonElement>();
  private current: Name;

  constructor(
    label: string,
    private readonly tabs: readonly Tab<Name>[],
    first: Name,
    private readonly changed: (name: Name) => void,
  ) {
    this.current = first;
    const group = ++groups;
    this.element = h('div', { class: 'wb-tabs', role: 'tablist', 'aria-label': label });
    for (const { name, label: text, panel } of tabs) {
      const id = `wb-${group}-${name}`;
      const badge = h('span', { class: 'wb-badge' });
      const button = h(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `${id}-tab`,
          'aria-controls': id,
          class: 'wb-tab',
          'data-tab': name,
          onclick: () => this.show(name),
        },
        text,
        ' ',
        badge,
      );
      panel.id = id;
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', button.id);
      this.buttons.set(name, button);
      this.element.append(button);
    }
    this.element.addEventListener('keydown', (event) => this.move(event));
    this.show(first);
  }

  get shown(): Name {
    return this.current;
  }

  show(name: Name): void {
    this.current = name;
    for (const { name: each, panel } of this.tabs) {
      const selected = each === name;
      const button = this.buttons.get(each);
      button?.setAttribute('aria-selected', String(selected));
      if (button !== undefined) button.tabIndex = selected ? 0 : -1;
      panel.toggleAttribute('data-shown', selected);
    }
    // A row that is too long for a phone scrolls.
    this.buttons.get(name)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.changed(name);
  }

  /** A short text beside the tab's name: a score, a dot. */
  badge(name: Name, text: string): void {
    const badge = this.buttons.get(name)?.lastElementChild;
    if (badge !== null && badge !== undefined) badge.textContent = text;
  }

  private move(event: KeyboardEvent): void {
    // Tabs that this width does not show are passed over.
    const visible = this.tabs.filter(({ name }) => this.buttons.get(name)?.offsetParent !== null);
    const at = visible.findIndex(({ name }) => name === this.current);
    const last = visible.length - 1;
    const targets: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const next = visible[targets[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    this.show(next.name);
    this.buttons.get(next.name)?.focus();
  }
}
