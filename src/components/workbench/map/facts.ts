import type { MapContainer, MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
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

/** What the map knows of an object, as a list of facts. */
export function facts(context: Context, model: MapModel, item: MapItem): readonly Node[] {
  const { t } = context;
  const rows: (readonly [string, readonly (Node | string)[]])[] = [
    [t('wb.table.status'), [h('span', { class: 'wb-word', 'data-tone': item.tone }, item.status)]],
  ];
  const add = (name: string, ...value: (Node | string)[]) => rows.push([name, value]);
  if (item.ready !== undefined) add(t('wb.table.ready'), item.ready);
  if (item.namespace !== '') add(t('wb.table.namespace'), item.namespace);
  if (item.resource === 'pods') {
    const node = item.node === undefined ? undefined : model.get(`nodes//${item.node}`);
    add(t('wb.table.node'), node === undefined ? (item.node ?? t('wb.details.noNode')) : objectLink(node));
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
  const list = h('dl', {}, ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, ...value)]));
  if (item.resource === 'nodes') return [list, shellButton(context, { node: item.name })];
  if (item.containers.length === 0) return [list];
  const containers = h(
    'ul',
    { class: 'wb-containers' },
    ...item.containers.map((each) => containerRow(context, item, each)),
  );
  return [list, h('h4', {}, t('wb.details.containers')), containers];
}
