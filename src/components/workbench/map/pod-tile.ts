import type { MapContainer, MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h, setAttribute, setText } from '../dom.ts';

/** A container's state in a word: `running`, `ImagePullBackOff`, `Completed`. */
export function containerWord(container: MapContainer): string {
  return container.reason === '' ? container.state : container.reason;
}

/** One pod on the map. Its shape, its word and its colour all say how it does. */
export class PodTile {
  readonly element: HTMLButtonElement;
  private readonly name = h('span', { class: 'wb-pod-name' });
  private readonly status = h('span', { class: 'wb-pod-status' });
  private readonly restarts = h('span', { class: 'wb-pod-restarts' });
  private readonly containers = h('span', { class: 'wb-pod-containers' });
  private drawn: MapItem | undefined;

  constructor(
    private readonly context: Context,
    key: string,
  ) {
    const glyph = h('span', { class: 'wb-glyph' });
    const words = h('span', { class: 'wb-pod-words' }, this.name, this.status);
    this.element = h(
      'button',
      { type: 'button', class: 'wb-pod', 'data-key': key },
      glyph,
      words,
      this.restarts,
      this.containers,
    );
  }

  /** Draws a pod; true when something that a learner watches has changed. */
  draw(item: MapItem): boolean {
    const { t } = this.context;
    const before = this.drawn;
    if (before === item) return false;
    this.drawn = item;
    const restarts = item.containers.reduce((sum, each) => sum + each.restarts, 0);
    setText(this.name, item.namespace === 'default' ? item.name : `${item.namespace}/${item.name}`);
    setText(this.status, item.status);
    setText(this.restarts, restarts === 0 ? '' : `↻${restarts}`);
    setAttribute(this.element, 'data-tone', item.tone);
    // It is also the tile's name where the tiles are too small for words.
    setAttribute(
      this.element,
      'title',
      t('wb.map.pod', { name: item.name, status: item.status, ready: item.ready ?? '0/0', restarts }),
    );
    this.drawContainers(item.containers);
    return (
      before === undefined || before.status !== item.status || before.node !== item.node || before.ready !== item.ready
    );
  }

  private drawContainers(containers: readonly MapContainer[]): void {
    const row = this.containers;
    while (row.childElementCount > containers.length) row.lastElementChild?.remove();
    containers.forEach((container, at) => {
      const mark = row.children[at] ?? row.appendChild(h('span', { class: 'wb-container' }));
      setAttribute(mark, 'data-state', container.state === 'running' && !container.ready ? 'unready' : container.state);
      setAttribute(mark, 'data-kind', container.kind);
    });
  }
}
