import type { Translate } from '../../../i18n/text.ts';
import { h } from '../dom.ts';
import { faultPlace } from './fault-place.ts';
import type { QueryLanguage } from './gallery.ts';
import { toJq } from './translate/to-jq.ts';
import { toJsonPath } from './translate/to-jsonpath.ts';
import type { Note, Reason, Translation } from './translate/translation.ts';

const NAMES: { readonly [language in QueryLanguage]: string } = { jsonpath: 'JSONPath', jq: 'jq' };

/** The language that a query is not in. */
export function otherOf(language: QueryLanguage): QueryLanguage {
  return language === 'jq' ? 'jsonpath' : 'jq';
}

/** The same query in the other language. */
export function translated(language: QueryLanguage, query: string): Translation {
  return language === 'jq' ? toJsonPath(query) : toJq(query);
}

function noteText(note: Note, t: Translate): string {
  const texts: { readonly [note in Note]: string } = {
    missing: t('wb.translate.missing'),
    spaces: t('wb.translate.spaces'),
    list: t('wb.translate.list'),
    raw: t('wb.translate.raw'),
    joined: t('wb.translate.joined'),
  };
  return texts[note];
}

function reasonText(why: Reason, language: string, what: string, t: Translate): string {
  const texts: { readonly [why in Reason]: string } = {
    builds: t('wb.translate.builds', { language, what }),
    computes: t('wb.translate.computes', { language, what }),
    filters: t('wb.translate.filters', { language, what }),
    steps: t('wb.translate.steps', { language, what }),
    recurses: t('wb.translate.recurses', { language, what }),
    ranges: t('wb.translate.ranges', { language, what }),
  };
  return texts[why];
}

/** The same query in the other language with what differs, or plainly why there is none. Nothing for a query that does not parse. */
export function otherLanguageView(
  language: QueryLanguage,
  query: string,
  translation: Translation,
  t: Translate,
  open: ((query: string) => void) | undefined,
): readonly Node[] {
  const name = NAMES[otherOf(language)];
  if (translation.is === 'wrong') return [];
  if (translation.is === 'none') {
    const { at, what, why } = translation;
    const where = at === undefined ? '' : ` ${t('wb.translate.at', { n: faultPlace(query, at).column })}`;
    return [h('p', { class: 'wb-play-none' }, `${reasonText(why, name, what, t)}${where}`)];
  }
  const { notes } = translation;
  return [
    h(
      'p',
      { class: 'wb-play-other' },
      h('strong', {}, t('wb.translate.same', { language: name })),
      ' ',
      h('code', { translate: 'no' }, translation.query),
    ),
    ...(open === undefined
      ? []
      : [
          h(
            'button',
            { type: 'button', class: 'wb-tool', onclick: () => open(translation.query) },
            t('wb.translate.open', { language: name }),
          ),
        ]),
    ...(notes.length === 0
      ? []
      : [h('ul', { class: 'wb-play-notes' }, ...notes.map((note) => h('li', {}, noteText(note, t))))]),
  ];
}
