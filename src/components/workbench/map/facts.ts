import type { Offer } from '../../../engine/session/browse/page.ts';
import type { MapContainer, MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { objectWords } from '../past/mark-words.ts';
import { shellButton } from '../terminal/shell-button.ts';
import type { MapModel } from './model.ts';
import { containerWord } from './pod-tile.ts';
import { ownersOf, podsOf } from './relations.ts';

function objectLink(item: MapItem): HTMLElement {
  return h('button', { type: 'button', class: 'wb-link', 'data-open': item.key }, `${item.kind} ${item.name}`);
}

function containerRow(context: Context, pod: MapItem, container: MapContainer): HTMLElement {
  const { t } = context;
  const notes = [
    container.kind === 'main' ? undefined : container.kind,
    container.image,
    container.generic === true ? t('wb.details.generic') : undefined,
    container.restarts === 0 ? undefined : t('wb.details.restarted', { n: container.restarts }),
  ];
  const state = container.state === 'running' && !container.ready ? 'unready' : container.state;
  return h(
    'li',
    {},
    h('span', { class: 'wb-container', 'data-state': state, 'data-kind': container.kind }),
    h('strong', {}, container.name),
    ` ${containerWord(container)}${container.ready ? ` · ${t('wb.details.isReady')}` : ''}`,
    container.state === 'running' ? shellButton(context, { pod, container: container.name }) : undefined,
    h('small', {}, notes.filter((note) => note !== undefined && note !== '').join(' · ')),
  );
}

/** What has addresses for a browser. */
const BROWSABLE = ['services', 'ingresses.networking.k8s.io'];

/** Opens the first address that an object has, or the browser's start page, which says how to make one. */
function openButton({ t, port }: Context, item: MapItem): HTMLElement {
  const button: HTMLElement = h(
    'button',
    {
      type: 'button',
      class: 'wb-button',
      onclick: () => {
        void port.ask({ about: 'offers' }).then((answer) => {
          const offers = answer.ok && Array.isArray(answer.value) ? (answer.value as unknown as readonly Offer[]) : [];
          const url = offers.find(({ object }) => object === item.key)?.url ?? '';
          button.dispatchEvent(new CustomEvent('skiff:browse', { bubbles: true, detail: { url } }));
        });
      },
    },
    t('map.open'),
  );
  return button;
}

/** Whether a Pod waits for a node. */
export function waits(item: MapItem | undefined): boolean {
  return item?.resource === 'pods' && item.node === undefined && item.tone === 'waiting';
}

/** Leads to what every plugin of the scheduler said. */
function whyButton({ t }: Context): HTMLElement {
  return h('button', { type: 'button', class: 'wb-link', 'data-why': '' }, t('wb.why.pending'));
}

/** What the map knows of an object, as a list of facts. */
export function facts(context: Context, model: MapModel, item: MapItem): readonly Node[] {
  const { t } = context;
  const rows: (readonly [string, (Node | string)[]])[] = [
    [t('wb.table.status'), [h('span', { class: 'wb-word', 'data-tone': item.tone }, item.status)]],
  ];
  const add = (name: string, ...value: (Node | string)[]) => rows.push([name, value]);
  if (item.ready !== undefined) add(t('wb.table.ready'), item.ready);
  if (item.namespace !== '') add(t('wb.table.namespace'), item.namespace);
  if (item.resource === 'pods') {
    const node = item.node === undefined ? undefined : model.get(`nodes//${item.node}`);
    add(t('wb.table.node'), node === undefined ? (item.node ?? t('wb.details.noNode')) : objectLink(node));
    if (waits(item)) rows.at(-1)?.[1].push(' ', whyButton(context));
  }
  if (item.address !== undefined) add(t('wb.details.address'), item.address);
  const owners = ownersOf(model, item);
  if (owners.length > 0)
    add(
      t('wb.details.owner'),
      ...owners.flatMap((owner, at) => (at === 0 ? [objectLink(owner)] : [' ← ', objectLink(owner)])),
    );
  const services =
    item.resource === 'pods' ? model.of('services').filter(({ targets }) => targets.includes(item.uid)) : [];
  if (services.length > 0) add(t('wb.details.services'), ...services.flatMap((service) => [objectLink(service), ' ']));
  const pods = item.resource === 'pods' ? [] : [...podsOf(model, item)].slice(0, 50);
  if (pods.length > 0)
    add(
      'Pods',
      ...pods.flatMap((key) => {
        const pod = model.get(key);
        return pod === undefined ? [] : [objectLink(pod), ' '];
      }),
    );
  const named = (keys: readonly string[]): (Node | string)[] =>
    keys.slice(0, 50).flatMap((key) => {
      const known = model.get(key);
      return [known === undefined ? `${objectWords(key)} (${t('map.missing')})` : objectLink(known), ' '];
    });
  if (item.uses !== undefined) add(t('map.uses'), ...named(item.uses));
  const users = [...model.all()].flatMap(({ key, uses }) => (uses?.includes(item.key) === true ? [key] : []));
  if (users.length > 0) add(t('map.usedByPods'), ...named(users));
  const list = h('dl', {}, ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, ...value)]));
  if (item.resource === 'nodes') return [list, shellButton(context, { node: item.name })];
  if (item.containers.length === 0)
    return [list, ...(BROWSABLE.includes(item.resource) ? [openButton(context, item)] : [])];
  const containers = h(
    'ul',
    { class: 'wb-containers' },
    ...item.containers.map((each) => containerRow(context, item, each)),
  );
  return [list, h('h4', {}, t('wb.details.containers')), containers];
}
