import '../../../i18n/late.ts';
import { type HostSetting, hostSetting } from '../../../engine/hosts/client.ts';
import type { TextKey } from '../../../i18n/text.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { setPreference } from '../storage/preferences.ts';
import { type LookName, look, setLook } from './look.ts';
import { startSpeed } from './start-speed.ts';
import { studentId } from './student.ts';

/** What the settings change beyond how things look. */
export interface SettingsActions {
  readonly setting: () => HostSetting;
  setHost(setting: HostSetting): void;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

function field(label: string, choices: readonly Choice[], chosen: string, set: (value: string) => void, note?: string) {
  const select = h(
    'select',
    {},
    ...choices.map(({ value, label: text }) => h('option', { value, selected: value === chosen }, text)),
  );
  select.addEventListener('change', () => set(select.value));
  return h('label', { class: 'wb-field' }, label, select, note === undefined ? undefined : h('small', {}, note));
}

/** The settings: where the cluster runs, how fast it begins, who works here, language, and how everything looks. */
export function settingsDialog({ t, language }: Context, parent: HTMLElement, actions: SettingsActions): void {
  const looks = (name: LookName, label: TextKey, choices: readonly (readonly [string, TextKey])[]) =>
    field(
      t(label),
      choices.map(([value, key]) => ({ value, label: t(key) })),
      look(name),
      (value) => setLook(name, value),
    );
  const student = h('input', { type: 'text', value: studentId(), autocomplete: 'off', spellcheck: 'false' });
  student.addEventListener('change', () => setPreference('student', student.value.trim()));
  const speeds = [1, 10, 60].map((speed) => ({ value: String(speed), label: `×${speed}` }));
  const dialog = h(
    'dialog',
    { class: 'wb-dialog wb-settings', 'aria-label': t('wb.settings.title') },
    h(
      'form',
      { method: 'dialog' },
      h('h2', {}, t('wb.settings.title')),
      field(
        t('wb.host.label'),
        [
          { value: 'auto', label: t('wb.host.auto') },
          { value: 'worker', label: t('wb.host.worker') },
          { value: 'webcontainer', label: 'WebContainer' },
        ],
        actions.setting(),
        (value) => actions.setHost(hostSetting(value)),
      ),
      field(t('wb.settings.speed'), speeds, String(startSpeed()), (value) => setPreference('speed', value)),
      h('label', { class: 'wb-field' }, t('wb.menu.student'), student, h('small', {}, t('wb.menu.studentNote'))),
      field(
        t('wb.settings.language'),
        [
          { value: 'en', label: 'English' },
          { value: 'ko', label: '한국어' },
        ],
        language,
        (value) => document.querySelector<HTMLAnchorElement>(`a[hreflang="${value}"]`)?.click(),
        t('wb.settings.languageNote'),
      ),
      looks('text', 'wb.settings.text', [
        ['small', 'wb.settings.small'],
        ['normal', 'wb.settings.normal'],
        ['large', 'wb.settings.large'],
        ['huge', 'wb.settings.huge'],
      ]),
      looks('contrast', 'wb.settings.contrast', [
        ['auto', 'wb.settings.system'],
        ['more', 'wb.settings.more'],
      ]),
      looks('motion', 'wb.settings.motion', [
        ['auto', 'wb.settings.system'],
        ['reduce', 'wb.settings.reduce'],
      ]),
      h('div', { class: 'wb-task-foot' }, h('button', { type: 'submit', class: 'wb-button' }, t('wb.settings.done'))),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  parent.append(dialog);
  dialog.showModal();
}
