import type { MapModel } from './model.ts';
import { relatedTo } from './relations.ts';

const NONE: ReadonlySet<string> = new Set();

/** Shows what hangs together with what is pointed at or focused: that is marked, the other pods step back. */
export class Links {
  private source: string | undefined;
  private marked = NONE;

  constructor(
    private readonly map: HTMLElement,
    private readonly model: MapModel,
    private readonly placeOf: (key: string) => Element | undefined,
  ) {
    const from = (event: Event): string | undefined =>
      event.target instanceof Element
        ? event.target.closest<HTMLElement>('.wb-chip[data-key], .wb-pod[data-key]')?.dataset['key']
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
    const linked = item === undefined ? undefined : relatedTo(this.model, item);
    // A pod that is pointed at shows its relations, and the other pods stay as they are.
    this.map.toggleAttribute('data-linking', item?.resource !== 'pods' && linked !== undefined && linked.size > 0);
    for (const key of this.marked) if (linked?.has(key) !== true) this.placeOf(key)?.removeAttribute('data-linked');
    for (const key of linked ?? []) this.placeOf(key)?.setAttribute('data-linked', '');
    this.marked = linked ?? NONE;
  }
}
