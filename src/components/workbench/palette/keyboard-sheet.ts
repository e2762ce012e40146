import '../../../i18n/late.ts';
import type { TextKey, Translate } from '../../../i18n/text.ts';
import { h } from '../dom.ts';

/** What keys do, by the place where they do it. */
const SHEET: readonly (readonly [TextKey, readonly (readonly [keys: string, does: TextKey])[]])[] = [
  [
    'wb.keyboard.everywhere',
    [
      ['Ctrl+K', 'wb.keyboard.palette'],
      ['?', 'wb.keyboard.sheet'],
      ['Ctrl+Enter', 'wb.keyboard.check'],
      ['← → Home End', 'wb.keyboard.tabs'],
    ],
  ],
  [
    'wb.keyboard.terminal',
    [
      ['Tab', 'wb.keyboard.complete'],
      ['↑ ↓', 'wb.keyboard.history'],
      ['Ctrl+R', 'wb.keyboard.reverse'],
      ['Ctrl+C', 'wb.keyboard.interrupt'],
      ['Ctrl+D', 'wb.keyboard.endOfFile'],
      ['Ctrl+L', 'wb.keyboard.clear'],
      ['Ctrl+A  Ctrl+E', 'wb.keyboard.ends'],
      ['Ctrl+U  Ctrl+K  Ctrl+W', 'wb.keyboard.kill'],
      ['Ctrl+Y', 'wb.keyboard.yank'],
      ['Alt+Y', 'wb.keyboard.yankEarlier'],
      ['Alt+B  Alt+F', 'wb.keyboard.words'],
      ['Ctrl+_', 'wb.keyboard.undo'],
      ['Esc Tab', 'wb.keyboard.leave'],
    ],
  ],
  [
    'wb.keyboard.editor',
    [
      ['Ctrl+Enter', 'wb.keyboard.apply'],
      ['Ctrl+S', 'wb.keyboard.save'],
      ['Ctrl+Space', 'wb.keyboard.offer'],
      ['Tab', 'wb.keyboard.take'],
      ['F1', 'wb.keyboard.fieldHelp'],
      ['F8', 'wb.keyboard.problem'],
      ['Esc Tab', 'wb.keyboard.leave'],
    ],
  ],
  [
    'wb.keyboard.panes',
    [
      ['↑ ↓ Home End', 'wb.keyboard.resize'],
      ['Enter', 'wb.keyboard.foldLower'],
      ['Shift+Enter', 'wb.keyboard.foldUpper'],
    ],
  ],
];

/** Opens the sheet that says what keys do. */
export function openKeyboardSheet(parent: HTMLElement, t: Translate): void {
  if (parent.querySelector('.wb-keyboard') !== null) return;
  const dialog = h(
    'dialog',
    { class: 'wb-dialog wb-keyboard', 'aria-label': t('wb.keyboard.title') },
    h(
      'form',
      { method: 'dialog' },
      h('h2', { tabindex: -1, autofocus: true }, t('wb.keyboard.title')),
      h('p', { class: 'wb-note' }, t('wb.keyboard.mac')),
      ...SHEET.map(([place, keys]) =>
        h(
          'section',
          {},
          h('h3', {}, t(place)),
          h('dl', {}, ...keys.map(([key, does]) => h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, t(does))))),
        ),
      ),
      h('div', { class: 'wb-task-foot' }, h('button', { type: 'submit', class: 'wb-button' }, t('wb.keyboard.close'))),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  parent.append(dialog);
  dialog.showModal();
}
