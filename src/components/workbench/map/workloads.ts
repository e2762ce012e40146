import type { MapItem } from '../../../engine/session/map-item.ts';
import { LEARNER } from '../../../engine/session/traffic-view.ts';
import type { Context } from '../context.ts';
import { h, setAttribute, setText } from '../dom.ts';
import { consumers, type Lane, laneItems, parentKey } from './lanes.ts';
import type { MapModel } from './model.ts';

/** A Service, a Deployment, a ConfigMap … as a chip that points at its pods. */
class Chip {
  readonly element: HTMLElement;
  readonly children = h('ul', { class: 'wb-chip-children' });
  readonly button: HTMLButtonElement;
  private readonly name = h('span', { class: 'wb-chip-name' });
  private readonly status = h('span', { class: 'wb-chip-status' });

  constructor(item: MapItem) {
    this.button = h(
      'button',
      { type: 'button', class: 'wb-chip', 'data-key': item.key, tabindex: -1 },
      h('span', { class: 'wb-chip-kind' }, item.kind),
      this.name,
      this.status,
    );
    this.element = h('li', { class: 'wb-chip-row', 'data-resource': item.resource }, this.button, this.children);
  }

  /** True when it says something else than before. */
  draw(item: MapItem, status: string): boolean {
    const own = item.namespace === 'default' || item.namespace === '';
    setText(this.name, own ? item.name : `${item.namespace}/${item.name}`);
    const changed = this.status.textContent !== status || this.button.getAttribute('data-tone') !== item.tone;
    setText(this.status, status);
    setAttribute(this.button, 'data-tone', item.tone);
    return changed;
  }
}

/** One lane of chips around the nodes: the ways to the pods, what owns them, or what they need. */
export class Workloads {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;
  private readonly chips = new Map<string, Chip>();
  private readonly you: HTMLElement | undefined;

  constructor(
    private readonly context: Context,
    private readonly model: MapModel,
    private readonly lane: Lane,
    private readonly pulse: (element: HTMLElement) => void,
  ) {
    const { t } = context;
    const label = { ways: t('map.ways'), owners: t('wb.map.workloads'), data: t('map.data') }[lane];
    this.you = lane === 'ways' ? h('li', { class: 'wb-you', 'data-end': LEARNER }, t('browser.you')) : undefined;
    this.list = h('ul', { class: 'wb-chips', role: 'list', 'aria-label': label }, this.you);
    this.element = h('div', { class: 'wb-workloads', 'data-lane': lane, hidden: true }, this.list);
  }

  /** The element that stands for an object here. */
  find(key: string): Element | undefined {
    return key === LEARNER ? this.you : this.chips.get(key)?.button;
  }

  /** Draws the lane anew from the model, reusing the chips that stay. */
  draw(showSystem: boolean): void {
    const wanted = laneItems(this.model, this.lane, showSystem);
    const kept = new Set(wanted.map(({ key }) => key));
    for (const [key, chip] of this.chips)
      if (!kept.has(key)) {
        chip.element.remove();
        this.chips.delete(key);
      }
    const uses = this.lane === 'data' ? consumers(this.model) : undefined;
    for (const item of wanted) {
      const known = this.chips.get(item.key);
      const chip = known ?? new Chip(item);
      if (known === undefined) this.chips.set(item.key, chip);
      if (chip.draw(item, this.statusOf(item, uses))) this.pulse(chip.button);
      const parent = parentKey(this.model, item);
      const place = (parent === undefined ? undefined : this.chips.get(parent)?.children) ?? this.list;
      if (chip.element.parentElement !== place) place.append(chip.element);
    }
    this.element.toggleAttribute('hidden', wanted.length === 0);
  }

  private statusOf(item: MapItem, uses: ReadonlyMap<string, number> | undefined): string {
    const { t } = this.context;
    if (item.resource === 'services') return t('wb.map.answering', { n: item.targets.length });
    if (item.resource === 'ingresses.networking.k8s.io')
      return item.address === undefined ? t('map.noAddress', { hosts: item.status }) : item.status;
    if (uses === undefined) return item.ready ?? item.status;
    if (item.resource === 'persistentvolumes') return item.status;
    const n = uses.get(item.key) ?? 0;
    return [item.status, n === 0 ? t('map.unused') : t('map.usedBy', { n })].filter((text) => text !== '').join(' · ');
  }
}
