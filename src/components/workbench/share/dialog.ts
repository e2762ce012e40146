import '../../../i18n/late.ts';
import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';
import { LINK_LIMIT } from './codec.ts';
import { fragmentOf, type Shared } from './shared.ts';

/** What can be shared of the session that is open. */
export interface Shareable {
  /** Undefined where there are no files. */
  readonly files: Shared | undefined;
  readonly journal: Shared;
}

/** Shows a link that carries the session or its files, with a button that copies it; says so when it is too big for a link. */
export function shareDialog(context: Context, parent: HTMLElement, page: string, shareable: Shareable): void {
  const { t } = context;
  const link = h('input', { type: 'text', readonly: true, class: 'wb-share-link', 'aria-label': t('wb.share.link') });
  const state = h('p', { class: 'wb-note', role: 'status' });
  const copy = h('button', { type: 'button', class: 'wb-button wb-primary' }, t('wb.share.copy'));
  let turn = 0;
  const show = async (shared: Shared): Promise<void> => {
    const mine = ++turn;
    const { fragment, fits } = await fragmentOf(shared);
    if (mine !== turn) return;
    const url = new URL(page, location.href);
    url.hash = fragment;
    link.value = fits ? url.href : '';
    copy.disabled = !fits;
    const size = Math.ceil(fragment.length / 1000);
    setText(state, fits ? t('wb.share.size', { n: size }) : t('wb.share.tooBig', { n: size, most: LINK_LIMIT / 1000 }));
  };
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(link.value).then(
      () => setText(state, t('wb.share.copied')),
      () => {
        link.select();
        setText(state, t('wb.share.copyYourself'));
      },
    );
  });
  const choice = (
    label: string,
    note: string,
    shared: Shared | undefined,
    checked: boolean,
  ): HTMLElement | undefined =>
    shared === undefined
      ? undefined
      : h(
          'label',
          { class: 'wb-choice' },
          h('input', { type: 'radio', name: 'what', checked, onchange: () => void show(shared) }),
          h('span', {}, label, h('small', {}, note)),
        );
  const { files, journal } = shareable;
  const close = h('button', { type: 'submit', class: 'wb-button' }, t('wb.share.close'));
  const dialog = h(
    'dialog',
    { class: 'wb-dialog', 'aria-label': t('wb.share.title') },
    h(
      'form',
      { method: 'dialog' },
      h('h2', {}, t('wb.share.title')),
      h('p', {}, t('wb.share.text')),
      h(
        'fieldset',
        { class: 'wb-choices' },
        h('legend', {}, t('wb.share.what')),
        choice(t('wb.share.files'), t('wb.share.filesNote'), files, files !== undefined),
        choice(t('wb.share.session'), t('wb.share.sessionNote'), journal, files === undefined),
      ),
      link,
      state,
      h('div', { class: 'wb-task-foot' }, close, copy),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  parent.append(dialog);
  dialog.showModal();
  void show(files ?? journal);
}
