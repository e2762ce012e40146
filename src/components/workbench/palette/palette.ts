import type { Translate } from '../../../i18n/text.ts';
import { h, setText } from '../dom.ts';
import { type Command, matching } from './commands.ts';

let open = false;

/** Opens the command palette after the ARIA pattern of a combobox: what is typed narrows the list, arrows move, Enter does it, Escape closes. */
export function openPalette(parent: HTMLElement, t: Translate, commands: readonly Command[]): void {
  if (open) return;
  open = true;
  const before = document.activeElement;
  const list = h('ul', {
    class: 'wb-palette-list',
    id: 'wb-palette-list',
    role: 'listbox',
    'aria-label': t('wb.palette.title'),
  });
  const input = h('input', {
    type: 'text',
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': 'wb-palette-list',
    'aria-autocomplete': 'list',
    'aria-label': t('wb.palette.title'),
    placeholder: t('wb.palette.placeholder'),
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const count = h('p', { class: 'sr-only', role: 'status' });
  const dialog = h('dialog', { class: 'wb-palette', 'aria-label': t('wb.palette.title') }, input, list, count);
  let shown: readonly Command[] = [];
  let at = 0;

  const mark = (next: number): void => {
    at = shown.length === 0 ? 0 : (next + shown.length) % shown.length;
    [...list.children].forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === at));
      if (index === at) option.scrollIntoView({ block: 'nearest' });
    });
    if (shown.length > 0) input.setAttribute('aria-activedescendant', `wb-palette-${at}`);
    else input.removeAttribute('aria-activedescendant');
  };
  const act = (command: Command | undefined): void => {
    if (command === undefined) return;
    dialog.close('done');
    command.run();
  };
  const draw = (): void => {
    shown = matching(commands, input.value);
    list.replaceChildren(
      ...shown.map((command, index) =>
        h(
          'li',
          { role: 'option', id: `wb-palette-${index}`, onclick: () => act(command) },
          h('span', {}, command.name),
          command.keys === undefined ? undefined : h('kbd', {}, command.keys),
        ),
      ),
    );
    setText(count, shown.length === 0 ? t('wb.palette.none') : '');
    list.toggleAttribute('hidden', shown.length === 0);
    mark(0);
  };
  input.addEventListener('input', draw);
  input.addEventListener('keydown', (event) => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => mark(at + 1),
      ArrowUp: () => mark(at - 1),
      Enter: () => act(shown[at]),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    open = false;
    dialog.remove();
    if (dialog.returnValue !== 'done' && before instanceof HTMLElement) before.focus();
  });
  parent.append(dialog);
  draw();
  dialog.showModal();
  input.focus();
}
