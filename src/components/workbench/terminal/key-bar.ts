import type { Context } from '../context.ts';
import { h } from '../dom.ts';

/** Keys that a phone's keyboard lacks, with what a terminal sends for them. */
const KEYS: readonly { readonly label: string; readonly sends: string; readonly name?: string }[] = [
  { label: 'Esc', sends: '\x1b' },
  { label: 'Tab', sends: '\t' },
  { label: '|', sends: '|' },
  { label: '/', sends: '/' },
  { label: '-', sends: '-' },
  { label: '←', sends: '\x1b[D', name: 'left' },
  { label: '↓', sends: '\x1b[B', name: 'down' },
  { label: '↑', sends: '\x1b[A', name: 'up' },
  { label: '→', sends: '\x1b[C', name: 'right' },
];

/** What the Control key makes of a character; undefined where a terminal sends nothing for it. */
export function controlOf(char: string): string | undefined {
  const code = char.toUpperCase().charCodeAt(0);
  if (char === ' ') return '\0';
  return char.length === 1 && code >= 64 && code < 96 ? String.fromCharCode(code - 64) : undefined;
}

/** A row of keys above a phone's keyboard. Ctrl holds for the next key; tapping a key leaves the keyboard open. */
export class KeyBar {
  readonly element: HTMLElement;
  private readonly control: HTMLButtonElement;

  constructor({ t }: Context, press: (keys: string) => void) {
    const key = (label: string, name: string, act: () => void) =>
      h('button', { type: 'button', class: 'wb-key', 'aria-label': name, onclick: act }, label);
    const names: { readonly [name: string]: string } = {
      left: t('wb.keys.left'),
      down: t('wb.keys.down'),
      up: t('wb.keys.up'),
      right: t('wb.keys.right'),
    };
    this.control = key('Ctrl', t('wb.keys.control'), () => this.hold(!this.held));
    this.control.setAttribute('aria-pressed', 'false');
    const [escapeKey, tabKey, ...rest] = KEYS.map(({ label, sends, name }) =>
      key(label, name === undefined ? label : (names[name] ?? label), () => press(sends)),
    );
    const interrupt = key('^C', 'Ctrl+C', () => press('\x03'));
    this.element = h(
      'div',
      { class: 'wb-keys', role: 'toolbar', 'aria-label': t('wb.keys.label') },
      escapeKey,
      tabKey,
      this.control,
      interrupt,
      ...rest,
    );
    // The terminal keeps the focus, and so the phone its keyboard.
    this.element.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  /** What the terminal is to get for what was typed: Ctrl, when it is held, changes one character. */
  changed(text: string): string {
    if (!this.held) return text;
    const changed = controlOf(text);
    if (changed === undefined) return text;
    this.hold(false);
    return changed;
  }

  private get held(): boolean {
    return this.control.getAttribute('aria-pressed') === 'true';
  }

  private hold(on: boolean): void {
    this.control.setAttribute('aria-pressed', String(on));
  }
}
