import type { ManifestHelp } from '../../../engine/session/manifest/hover.ts';
import { h } from '../dom.ts';

/** So much of a description is shown, in characters: it is read beside the text. */
const MOST = 700;

/** What `kubectl explain` says of a field, to be shown beside it. */
export function helpView(help: ManifestHelp, required: string): HTMLElement {
  const { path, type, values, description } = help;
  const text = description.length > MOST ? `${description.slice(0, MOST).trimEnd()} …` : description;
  return h(
    'div',
    { class: 'wb-field-help' },
    h(
      'p',
      { class: 'wb-field-path', translate: 'no' },
      h('code', {}, path),
      h('span', {}, ` <${type}>`),
      help.required ? h('strong', {}, ` ${required}`) : undefined,
    ),
    text === '' ? undefined : h('p', { lang: 'en' }, text),
    values.length === 0
      ? undefined
      : h('p', { translate: 'no' }, h('code', {}, values.map((value) => value || '""').join(' · '))),
  );
}
