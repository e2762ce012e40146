import type { Context } from '../context.ts';
import { h, icon } from '../dom.ts';
import { icons } from '../icons.ts';

/** What the terminal's buttons do. */
export interface TerminalActions {
  readonly plain: boolean;
  showPlain(plain: boolean): void;
  /** The text to copy. */
  copy(): string;
  /** Larger (1) or smaller (-1) text. */
  grow(by: number): void;
}

const COPIED_MS = 1_500;

function copyButton({ t }: Context, actions: TerminalActions): HTMLElement {
  const label = h('span', { class: 'sr-only', role: 'status' });
  const button = h('button', { type: 'button', class: 'wb-tool', title: t('wb.terminal.copy') }, icon(icons.copy));
  button.setAttribute('aria-label', t('wb.terminal.copy'));
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(actions.copy());
      label.textContent = t('wb.terminal.copied');
    } catch {
      label.textContent = t('wb.terminal.copyRefused');
    }
    button.dataset['done'] = '';
    window.setTimeout(() => {
      delete button.dataset['done'];
      label.textContent = '';
    }, COPIED_MS);
  });
  return h('span', {}, button, label);
}

/** The terminal's shells and buttons: text size, copy, plain text. */
export function terminalToolbar(context: Context, shells: HTMLElement, actions: TerminalActions): HTMLElement {
  const { t } = context;
  const size = (by: number, label: string, text: string) =>
    h(
      'button',
      { type: 'button', class: 'wb-tool', 'aria-label': label, title: label, onclick: () => actions.grow(by) },
      text,
    );
  const plain = h(
    'button',
    {
      type: 'button',
      class: 'wb-tool',
      'aria-pressed': String(actions.plain),
      title: t('wb.terminal.plain'),
      'aria-label': t('wb.terminal.plain'),
      onclick: () => {
        const on = plain.getAttribute('aria-pressed') !== 'true';
        plain.setAttribute('aria-pressed', String(on));
        actions.showPlain(on);
      },
    },
    icon(icons.text),
  );
  return h(
    'div',
    { class: 'wb-bar wb-terminal-bar', role: 'toolbar', 'aria-label': t('wb.terminal.tools') },
    shells,
    h('span', { class: 'wb-tip' }, t('wb.terminal.leave')),
    size(-1, t('wb.terminal.smaller'), 'A−'),
    size(1, t('wb.terminal.larger'), 'A+'),
    copyButton(context, actions),
    plain,
  );
}
