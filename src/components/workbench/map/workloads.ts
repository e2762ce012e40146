import type { MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h, setAttribute, setText } from '../dom.ts';
import { isSystem, type MapModel } from './model.ts';

/** Kinds that own pods, and the order in which they are listed. */
const WORKLOADS = ['deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'replicasets.apps', 'jobs.batch'];

/** Is it drawn in the lane of owners? Replica sets that are scaled to nothing are a Deployment's past, not its present. */
function isPast(item: MapItem): boolean {
  return item.resource === 'replicasets.apps' && item.ownerUid !== undefined && item.ready === '0/0';
}

/** A Service, a Deployment or a ReplicaSet as a chip that points at its pods. */
class Chip {
  readonly element: HTMLElement;
  readonly children = h('ul', { class: 'wb-chip-children' });
  private readonly name = h('span', { class: 'wb-chip-name' });
  private readonly status = h('span', { class: 'wb-chip-status' });
  private readonly button: HTMLButtonElement;

  constructor(item: MapItem) {
    this.button = h(
      'button',
      { type: 'button', class: 'wb-chip', 'data-key': item.key },
      h('span', { class: 'wb-chip-kind' }, item.kind),
      this.name,
      this.status,
    );
    this.element = h('li', { class: 'wb-chip-row', 'data-resource': item.resource }, this.button, this.children);
  }

  draw(item: MapItem, status: string): void {
    setText(this.name, item.namespace === 'default' ? item.name : `${item.namespace}/${item.name}`);
    setText(this.status, status);
    setAttribute(this.button, 'data-tone', item.tone);
  }
}

/** The lane above the nodes: Services and what owns pods, each Deployment followed by its ReplicaSets. */
export class Workloads {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;
  private readonly chips = new Map<string, Chip>();

  constructor(
    private readonly context: Context,
    private readonly model: MapModel,
  ) {
    this.list = h('ul', { class: 'wb-chips', role: 'list', 'aria-label': context.t('wb.map.workloads') });
    this.element = h('div', { class: 'wb-workloads' }, this.list);
  }

  static shows(resource: string): boolean {
    return resource === 'services' || WORKLOADS.includes(resource);
  }

  /** Draws the lane anew from the model, reusing the chips that stay. */
  draw(showSystem: boolean): void {
    const wanted = [...WORKLOADS, 'services'].flatMap((resource) =>
      this.model.of(resource).filter((item) => (showSystem || !isSystem(item)) && !isPast(item)),
    );
    const kept = new Set(wanted.map(({ key }) => key));
    for (const [key, chip] of this.chips)
      if (!kept.has(key)) {
        chip.element.remove();
        this.chips.delete(key);
      }
    for (const item of wanted) {
      let chip = this.chips.get(item.key);
      if (chip === undefined) {
        chip = new Chip(item);
        this.chips.set(item.key, chip);
      }
      chip.draw(item, this.statusOf(item));
      const owner = this.model.byUid(item.ownerUid);
      const place = (owner === undefined ? undefined : this.chips.get(owner.key)?.children) ?? this.list;
      if (chip.element.parentElement !== place) place.append(chip.element);
    }
    this.element.toggleAttribute('hidden', wanted.length === 0);
  }

  private statusOf(item: MapItem): string {
    if (item.resource !== 'services') return item.ready ?? item.status;
    return this.context.t('wb.map.answering', { n: item.targets.length });
  }
}
