import type { MapModel } from './model.ts';
import { podsOf } from './relations.ts';

/** Shows which pods belong to what is pointed at or focused: those pods are marked, the others step back. */
export class Links {
  private source: string | undefined;

  constructor(
    private readonly map: HTMLElement,
    private readonly model: MapModel,
  ) {
    const from = (event: Event): string | undefined =>
      event.target instanceof Element
        ? event.target.closest<HTMLElement>('.wb-chip[data-key]')?.dataset['key']
        : undefined;
    map.addEventListener('pointerover', (event) => this.point(from(event)));
    map.addEventListener('focusin', (event) => this.point(from(event)));
    map.addEventListener('pointerleave', () => this.point(undefined));
    map.addEventListener('focusout', () => this.point(undefined));
  }

  /** Marks again after the map has changed. */
  refresh(): void {
    if (this.source !== undefined) this.mark();
  }

  private point(key: string | undefined): void {
    if (this.source === key) return;
    this.source = key;
    this.mark();
  }

  private mark(): void {
    const item = this.source === undefined ? undefined : this.model.get(this.source);
    const linked = item === undefined ? undefined : podsOf(this.model, item);
    this.map.toggleAttribute('data-linking', linked !== undefined && linked.size > 0);
    for (const tile of this.map.querySelectorAll<HTMLElement>('.wb-pod'))
      tile.toggleAttribute('data-linked', linked?.has(tile.dataset['key'] ?? '') === true);
  }
}
