import { type HostSetting, hostSetting } from '../../../engine/hosts/client.ts';
import type { Context } from '../context.ts';
import { h, icon, setText } from '../dom.ts';
import { icons } from '../icons.ts';
import type { Opened } from '../session/control.ts';
import { preference, setPreference } from '../storage/preferences.ts';
import { hostReason, keepingWords } from './host-words.ts';

export interface MenuActions {
  readonly setting: HostSetting;
  setHost(setting: HostSetting): void;
  exportJournal(): void;
  importJournal(file: File): void;
  reset(): void;
  share(): void;
}

/** The id under which labs draw a student's variables and which stands in the journal; '' when none was given. */
export function studentId(): string {
  return preference('student') ?? '';
}

/** The menu of the workbench: where the session runs and why, what is kept, export, import, student id, reset. */
export class Menu {
  readonly element: HTMLElement;
  private readonly why = h('p', { class: 'wb-note' });
  private readonly kept = h('p', { class: 'wb-note' });

  constructor(
    private readonly context: Context,
    actions: MenuActions,
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
      if (chosen !== undefined) actions.importJournal(chosen);
      file.value = '';
    });
    const item = (label: string, run: () => void, kind = '') =>
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
      );
    const panel = h(
      'div',
      { class: 'wb-menu', id: 'wb-menu', popover: 'auto' },
      this.hostChoice(actions),
      this.why,
      h('hr'),
      this.kept,
      item(t('wb.menu.share'), actions.share),
      item(t('wb.menu.export'), actions.exportJournal),
      item(t('wb.menu.import'), () => file.click()),
      file,
      this.student(),
      h('hr'),
      item(t('wb.menu.reset'), actions.reset, 'wb-danger'),
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
      panel.style.top = `${bottom + 6}px`;
      panel.style.right = `${document.documentElement.clientWidth - right}px`;
    });
    this.element = h('div', {}, button, panel);
  }

  opened({ host, keeping }: Opened): void {
    const { t } = this.context;
    setText(this.why, host === undefined ? '' : hostReason(host, t));
    setText(this.kept, keeping === undefined ? '' : keepingWords(keeping, t));
  }

  private hostChoice(actions: MenuActions): HTMLElement {
    const { t } = this.context;
    const option = (value: HostSetting, label: string) =>
      h('option', { value, selected: actions.setting === value }, label);
    const select = h(
      'select',
      {},
      option('auto', t('wb.host.auto')),
      option('worker', t('wb.host.worker')),
      option('webcontainer', 'WebContainer'),
    );
    select.addEventListener('change', () => actions.setHost(hostSetting(select.value)));
    return h('label', { class: 'wb-field' }, t('wb.host.label'), select);
  }

  private student(): HTMLElement {
    const { t } = this.context;
    const input = h('input', { type: 'text', value: studentId(), autocomplete: 'off', spellcheck: 'false' });
    input.addEventListener('change', () => setPreference('student', input.value.trim()));
    return h('label', { class: 'wb-field' }, t('wb.menu.student'), input, h('small', {}, t('wb.menu.studentNote')));
  }
}
