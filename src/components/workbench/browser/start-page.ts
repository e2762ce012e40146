import type { Offer } from '../../../engine/session/browse/page.ts';
import type { Context } from '../context.ts';
import { h, richText } from '../dom.ts';
import { objectWords } from '../past/mark-words.ts';

const KINDS = {
  'node-port': 'browser.kind.nodePort',
  'load-balancer': 'browser.kind.loadBalancer',
  ingress: 'browser.kind.ingress',
  'port-forward': 'browser.kind.portForward',
} as const;

/** What the browser shows before anything is opened: the ways into this cluster that exist now, or how to make one. */
export async function startPage({ t, port }: Context, open: (url: string) => void): Promise<readonly Node[]> {
  const answer = await port.ask({ about: 'offers' });
  const offers = answer.ok && Array.isArray(answer.value) ? (answer.value as unknown as readonly Offer[]) : [];
  const intro = h('p', {}, ...richText(t('browser.intro')));
  if (offers.length === 0)
    return [
      intro,
      h('h2', {}, t('browser.none')),
      h(
        'ul',
        { class: 'wb-browser-ways' },
        ...[t('browser.make.nodePort'), t('browser.make.portForward'), t('browser.make.ingress')].map((text) =>
          h('li', {}, ...richText(text)),
        ),
      ),
    ];
  const row = ({ url, kind, object }: Offer): HTMLElement =>
    h(
      'li',
      {},
      h('button', { type: 'button', class: 'wb-link', onclick: () => open(url) }, url),
      h('small', {}, t(KINDS[kind]), object === '' ? '' : ` · ${objectWords(object)}`),
    );
  return [intro, h('h2', {}, t('browser.offers')), h('ul', { class: 'wb-browser-offers' }, ...offers.map(row))];
}
