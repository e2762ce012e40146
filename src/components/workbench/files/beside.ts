import type { Context } from '../context.ts';
import { h, icon } from '../dom.ts';
import { icons } from '../icons.ts';
import type { Comparison } from './merge.ts';

/** A pane over the editor that compares two texts; its code is loaded when it is first opened. Escape closes it. */
export class Beside {
  readonly element: HTMLElement;
  private readonly note = h('p', { class: 'wb-beside-note', role: 'status' });
  private readonly heads = [h('strong'), h('strong')] as const;
  private readonly place = h('div', { class: 'wb-beside-place' });
  private remove: () => void = () => {};
  private turn = 0;

  constructor(
    private readonly context: Context,
    private readonly closed: () => void,
  ) {
    const { t } = context;
    const close = h(
      'button',
      {
        type: 'button',
        class: 'wb-tool',
        'aria-label': t('wb.files.closeBeside'),
        title: t('wb.files.closeBeside'),
        onclick: () => this.close(),
      },
      icon(icons.close),
    );
    this.element = h(
      'section',
      { class: 'wb-beside', hidden: true, tabindex: -1, 'aria-label': t('wb.files.beside') },
      h('div', { class: 'wb-bar' }, this.note, close),
      h('div', { class: 'wb-beside-heads' }, ...this.heads),
      this.place,
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Shows two texts, and above them what there is to say. */
  async show(comparison: Omit<Comparison, 'narrow' | 'unchanged'>, note: string): Promise<void> {
    const turn = ++this.turn;
    const { showMerge } = await import('./merge.ts');
    if (turn !== this.turn) return;
    this.remove();
    this.element.hidden = false;
    this.note.textContent = note;
    this.heads[0].textContent = comparison.left.label;
    this.heads[1].textContent = comparison.right.label;
    this.element.toggleAttribute('data-new', comparison.left.text === '');
    const narrow = this.element.clientWidth < 560;
    this.element.toggleAttribute('data-narrow-merge', narrow);
    this.remove = showMerge(this.place, {
      ...comparison,
      narrow,
      unchanged: this.context.t('wb.files.unchangedLines', { n: '$' }),
    });
    this.element.focus({ preventScroll: true });
  }

  close(): void {
    this.turn++;
    if (!this.isOpen) return;
    this.remove();
    this.remove = () => {};
    this.element.hidden = true;
    this.closed();
  }
}
