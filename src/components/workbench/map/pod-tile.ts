import type { MapContainer, MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h, setAttribute } from '../dom.ts';
import { PodWords, restartsOf } from './pod-words.ts';

/** A container's state in a word: `running`, `ImagePullBackOff`, `Completed`. */
export function containerWord(container: MapContainer): string {
  return container.reason === '' ? container.state : container.reason;
}

/**
 * One pod on the map. Its shape, its word and its colour all say how it does. Among many it is small: an empty box that the style sheet
 * paints its mark on, with the words in its title, so that hundreds cost little.
 */
export class PodTile {
  readonly element: HTMLButtonElement;
  private readonly glyph = h('span', { class: 'wb-glyph' });
  private words: PodWords | undefined;
  private drawn: MapItem | undefined;

  constructor(
    private readonly context: Context,
    key: string,
  ) {
    this.element = h('button', { type: 'button', class: 'wb-pod', 'data-key': key, tabindex: -1 });
  }

  /** Draws a pod; true when something that a learner watches has changed. */
  draw(item: MapItem, small: boolean): boolean {
    const { t } = this.context;
    const before = this.drawn;
    this.drawn = item;
    this.drawWords(item, small);
    if (before === item) return false;
    setAttribute(this.element, 'data-tone', item.tone);
    setAttribute(
      this.element,
      'title',
      t('wb.map.pod', {
        name: item.name,
        status: item.status,
        ready: item.ready ?? '0/0',
        restarts: restartsOf(item),
      }),
    );
    return (
      before === undefined || before.status !== item.status || before.node !== item.node || before.ready !== item.ready
    );
  }

  private drawWords(item: MapItem, small: boolean): void {
    if (small) {
      if (this.words !== undefined) this.element.replaceChildren();
      this.words = undefined;
      return;
    }
    if (this.words === undefined) {
      this.words = new PodWords();
      this.element.append(this.glyph, ...this.words.elements);
    }
    this.words.draw(item);
  }
}
