import { addressText, follow, readAddress } from '../../../engine/session/browse/address.ts';
import type { Page } from '../../../engine/session/browse/page.ts';
import type { Context } from '../context.ts';
import { h, richText } from '../dom.ts';
import { safePage } from './sandbox.ts';
import { hopWords, meaning, REFUSALS } from './words.ts';

type Answer = Extract<Page['result'], { is: 'answer' }>;

function isHtml({ contentType, body }: Answer): boolean {
  return (
    /^(text\/html|application\/xhtml)/i.test(contentType) || (contentType === '' && /^\s*<(!doctype|html)/i.test(body))
  );
}

/** JSON with its lines; anything else as it came. */
function plain({ contentType, body }: Answer): string {
  if (!/json/i.test(contentType)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function htmlPage({ t, language }: Context, page: Page, answer: Answer, open: (url: string) => void): readonly Node[] {
  const { srcdoc, title, links, reduced } = safePage(answer.body, language);
  const from = readAddress(page.url);
  const frame = h('iframe', {
    class: 'wb-browser-frame',
    // Empty: no scripts, no origin, no forms, no windows.
    sandbox: '',
    referrerpolicy: 'no-referrer',
    tabindex: 0,
    title: t('browser.frame', { title: title === '' ? page.url : title }),
    srcdoc,
  });
  const buttons = links.flatMap(({ text, href }) => {
    const to = from === undefined ? undefined : follow(from, href);
    if (to === undefined) return [];
    const url = addressText(to);
    const button = h(
      'button',
      { type: 'button', class: 'wb-link', title: url, onclick: () => open(url) },
      text === '' ? url : text,
    );
    return [h('li', {}, button)];
  });
  return [
    ...(buttons.length === 0
      ? []
      : [
          h(
            'nav',
            { class: 'wb-browser-links', 'aria-label': t('browser.links') },
            t('browser.links'),
            h('ul', {}, ...buttons),
          ),
        ]),
    frame,
    ...(reduced ? [h('p', { class: 'wb-note' }, t('browser.reduced'))] : []),
  ];
}

function refusal({ t }: Context, page: Page): readonly Node[] {
  if (page.result.is !== 'refusal') return [];
  const { says, code } = REFUSALS[page.result.why];
  const host = readAddress(page.url)?.host ?? page.url;
  return [
    h(
      'div',
      { class: 'wb-browser-refusal' },
      h('h2', {}, t('browser.cannot')),
      h('p', {}, t(says, { host })),
      h('p', { class: 'wb-note', translate: 'no', lang: 'en' }, code),
    ),
  ];
}

function hops({ t }: Context, page: Page): HTMLElement {
  return h(
    'section',
    { class: 'wb-browser-hops', 'aria-label': t('browser.hops') },
    h('h2', {}, t('browser.hops')),
    h(
      'ol',
      {},
      ...page.hops.map((hop) =>
        h('li', { 'data-outcome': hop.is === 'connection' ? hop.outcome : undefined }, hopWords(t, hop)),
      ),
    ),
  );
}

/** What came of a visit: the page or the refusal, what it means in a cluster, and the way that the request took. */
export function pageView(context: Context, page: Page, open: (url: string) => void): readonly Node[] {
  const { t } = context;
  const { result } = page;
  const means = meaning(t, page);
  const shown =
    result.is === 'refusal'
      ? refusal(context, page)
      : isHtml(result)
        ? htmlPage(context, page, result, open)
        : [
            h(
              'pre',
              {
                class: 'wb-browser-text',
                tabindex: 0,
                translate: 'no',
                role: 'region',
                'aria-label': t('browser.text'),
              },
              result.body === '' ? t('browser.emptyBody') : plain(result),
            ),
          ];
  return [
    ...(means === undefined
      ? []
      : [h('div', { class: 'wb-browser-means' }, h('strong', {}, t('browser.means')), ' ', ...richText(means))]),
    ...shown,
    ...(result.is === 'answer' && result.cut ? [h('p', { class: 'wb-note' }, t('browser.cut'))] : []),
    ...(page.hops.length === 0 ? [] : [hops(context, page)]),
  ];
}

/** The answer in one line, for the bar and for screen readers. */
export function statusLine({ t }: Context, { result, tookMs }: Page): string {
  const ms = Math.round(tookMs);
  if (result.is === 'refusal') return t('browser.failed', { code: REFUSALS[result.why].code, n: ms });
  return t('browser.answered', { status: `${result.status} ${result.reason}`.trim(), n: ms });
}
