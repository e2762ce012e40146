import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import type { Subject } from '../objects/history.ts';
import { objectWords } from '../past/mark-words.ts';
import { clockText } from '../time/clock-text.ts';

/** An event, as far as the list shows it. */
interface EventView {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly metadata?: { readonly creationTimestamp?: string };
}

function timeOf({ lastTimestamp, eventTime, metadata }: EventView): string {
  return lastTimestamp ?? eventTime ?? metadata?.creationTimestamp ?? '';
}

/** What components said of an object, newest first; at a moment of the past what they had said by then. */
export async function eventList(
  { t, port }: Context,
  { resource, namespace, name }: Subject,
  at: number | undefined,
): Promise<readonly Node[]> {
  const [kind = ''] = objectWords(`${resource}/${namespace}/${name}`).split(' ');
  const fields = encodeURIComponent(`involvedObject.name=${name},involvedObject.kind=${kind}`);
  const where = namespace === '' ? '' : `/namespaces/${namespace}`;
  const answer = await port.ask({
    about: 'request',
    path: `/api/v1${where}/events?fieldSelector=${fields}`,
    ...(at === undefined ? {} : { at }),
  });
  if (!answer.ok) return [h('p', { class: 'wb-note' }, answer.message)];
  const list = answer.value as { readonly items?: readonly EventView[] } | null;
  const events = [...(list?.items ?? [])].sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  if (events.length === 0) return [h('p', { class: 'wb-note' }, t('map.noEvents'))];
  const row = (event: EventView): HTMLElement => {
    const count = event.count ?? 1;
    return h(
      'li',
      { 'data-type': event.type ?? 'Normal' },
      h('time', {}, clockText(Date.parse(timeOf(event)))),
      ' ',
      h('strong', { translate: 'no' }, event.type === 'Warning' ? `⚠ ${event.reason ?? ''}` : (event.reason ?? '')),
      count === 1 ? undefined : ` ${t('map.traffic.times', { n: count })}`,
      h('span', { translate: 'no', lang: 'en' }, ` ${event.message ?? ''}`),
    );
  };
  return [h('ol', { class: 'wb-event-list' }, ...events.map(row))];
}
