import type { Context } from '../context.ts';
import { h, icon, setText } from '../dom.ts';
import { icons } from '../icons.ts';
import type { Opened } from '../session/control.ts';
import { hostReason, keepingWords } from './host-words.ts';

export interface MenuActions {
  settings(): void;
  keyboard(): void;
  palette(): void;
  share(): void;
  exportJournal(): void;
  exportAll(): void;
  bringIn(file: File): void;
  reset(): void;
}

/** The menu of the workbench: where the session runs and why, what is kept, links, files in and out, settings, keys, reset. */
export class Menu {
  readonly element: HTMLElement;
  private readonly why = h('p', { class: 'wb-note' });
  private readonly kept = h('p', { class: 'wb-note' });
  private readonly file: HTMLInputElement;

  constructor(
    private readonly context: Context,
    actions: MenuActions,
    /** In an exam nothing goes in, nothing is passed on, and nothing begins anew. */
    isExam: boolean,
  ) {
    const { t } = context;
    const file = h('input', {
      type: 'file',
      accept: '.jsonl,.json,application/jsonl',
      hidden: true,
      'aria-label': t('wb.menu.import'),
    });
    file.addEventListener('change', () => {
      const [chosen] = file.files ?? [];
      if (chosen !== undefined) actions.bringIn(chosen);
      file.value = '';
    });
    this.file = file;
    const item = (label: string, run: () => void, { kind = '', keys }: { kind?: string; keys?: string } = {}) =>
      h(
        'button',
        {
          type: 'button',
          class: `wb-menu-item ${kind}`,
          onclick: () => {
            panel.hidePopover();
            run();
          },
        },
        label,
        keys === undefined ? undefined : h('kbd', { 'aria-hidden': 'true' }, keys),
      );
    const panel = h(
      'div',
      { class: 'wb-menu', id: 'wb-menu', popover: 'auto' },
      this.why,
      this.kept,
      h('hr'),
      item(t('wb.palette.open'), actions.palette, { keys: 'Ctrl+K' }),
      item(t('wb.keyboard.open'), actions.keyboard, { keys: '?' }),
      item(t('wb.settings.open'), actions.settings),
      h('hr'),
      isExam ? undefined : item(t('wb.menu.share'), actions.share),
      item(t('wb.menu.export'), actions.exportJournal),
      item(t('wb.menu.exportAll'), actions.exportAll),
      ...(isExam
        ? []
        : [
            item(t('wb.menu.import'), () => this.chooseFile()),
            file,
            h('hr'),
            item(t('wb.menu.reset'), actions.reset, { kind: 'wb-danger' }),
          ]),
    );
    const button = h(
      'button',
      {
        type: 'button',
        class: 'wb-tool',
        popovertarget: 'wb-menu',
        'aria-label': t('wb.menu.open'),
        title: t('wb.menu.open'),
      },
      icon(icons.more),
    );
    panel.addEventListener('beforetoggle', () => {
      const { bottom, right } = button.getBoundingClientRect();
      // Below its button, or as high up as a low screen asks for.
      panel.style.top = `min(${bottom + 6}px, max(0.5rem, 100dvh - 30rem))`;
      panel.style.right = `${document.documentElement.clientWidth - right}px`;
    });
    this.element = h('div', {}, button, panel);
  }

  /** Lets the learner choose a file to bring in. */
  chooseFile(): void {
    this.file.click();
  }

  opened({ host, keeping }: Opened): void {
    const { t } = this.context;
    setText(this.why, host === undefined ? '' : hostReason(host, t));
    setText(this.kept, keeping === undefined ? '' : keepingWords(keeping, t));
  }
}
