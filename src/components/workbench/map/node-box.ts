import type { MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h, setAttribute, setText } from '../dom.ts';

/** A node on the map, or the lane of pods that have none yet: a head and the pods' tiles. */
export class NodeBox {
  readonly element: HTMLElement;
  /** Where the tiles go. */
  readonly pods: HTMLElement;
  private readonly head: HTMLButtonElement | HTMLElement;
  private readonly status = h('span', { class: 'wb-node-status' });
  private readonly count = h('span', { class: 'wb-node-count' });

  /** Without a key it is the lane of pods that no node has taken. */
  constructor(
    private readonly context: Context,
    key: string | undefined,
    name: string,
  ) {
    const title = h('span', { class: 'wb-node-name' }, name);
    this.head =
      key === undefined
        ? h('div', { class: 'wb-node-head' }, title, this.status, this.count)
        : h(
            'button',
            { type: 'button', class: 'wb-node-head', 'data-key': key, tabindex: -1 },
            h('span', { class: 'wb-glyph' }),
            title,
            this.status,
            this.count,
          );
    this.pods = h('div', { class: 'wb-pods' });
    const kind = key === undefined ? 'pending' : name.includes('control-plane') ? 'control-plane' : 'worker';
    this.element = h('section', { class: 'wb-node', 'data-kind': kind, 'aria-label': name }, this.head, this.pods);
  }

  draw(item: MapItem): void {
    setText(this.status, item.status);
    setAttribute(this.head, 'data-tone', item.tone);
  }

  /** Says how many pods it holds; `hidden` of them are the system's and not drawn. */
  drawCount(shown: number, hidden: number): void {
    const { t } = this.context;
    const own = shown === 0 ? '' : t('wb.map.pods', { n: shown });
    setText(
      this.count,
      [own, hidden === 0 ? '' : t('wb.map.systemPods', { n: hidden })].filter((text) => text !== '').join(' · '),
    );
    this.element.toggleAttribute('data-empty', shown === 0);
  }
}
