import type { Context } from '../context.ts';
import { h, icon, setText } from '../dom.ts';
import { icons } from '../icons.ts';
import { clockText, durationText } from '../time/clock-text.ts';
import { markWords } from './mark-words.ts';
import type { MarksModel } from './marks-model.ts';
import type { Place, Travel } from './travel.ts';

/** Says that the page shows the past, and which moment; leads from mark to mark, and back. Hidden in the present. */
export class Banner {
  readonly element: HTMLElement;
  private readonly time = h('strong', { class: 'wb-past-time' });
  private readonly mark = h('span', { class: 'wb-past-mark', translate: 'no' });
  private readonly held = h('span', { class: 'wb-past-held' });
  private readonly drop: HTMLButtonElement;
  private readonly words: HTMLElement;
  private readonly said = h('span', { class: 'sr-only', role: 'status' });
  private was: Place['is'] = 'now';

  constructor(
    private readonly context: Context,
    private readonly travel: Travel,
    private readonly marks: MarksModel,
    /** The bar goes away while the keyboard is on it. */
    leave: () => void,
  ) {
    const { t } = context;
    const tool = (label: string, path: string, act: () => void) =>
      h('button', { type: 'button', class: 'wb-tool', 'aria-label': label, title: label, onclick: act }, icon(path));
    this.drop = h(
      'button',
      { type: 'button', class: 'wb-tool', hidden: true, onclick: () => context.port.dropHeld() },
      t('time.dropHeld'),
    );
    const back = h(
      'button',
      { type: 'button', class: 'wb-button wb-primary wb-back-to-now', onclick: () => travel.backToNow() },
      t('time.backToNow'),
    );
    this.words = h(
      'p',
      { class: 'wb-past-words' },
      t('time.youSee'),
      ' ',
      this.time,
      ' ',
      this.mark,
      ' ',
      this.held,
      this.drop,
    );
    const bar = h(
      'section',
      { class: 'wb-past', 'aria-label': t('time.past'), hidden: true },
      h('span', { class: 'wb-past-sign', 'aria-hidden': 'true' }, '⟲'),
      this.words,
      h(
        'div',
        { class: 'wb-past-tools' },
        tool(t('time.previousMark'), icons.previous, () => this.jump('before')),
        tool(t('time.nextMark'), icons.next, () => this.jump('after')),
        back,
      ),
    );
    this.element = h('div', {}, bar, this.said);
    travel.onChange((place) => {
      if (place.is === 'now' && bar.querySelector(':focus-visible') !== null) leave();
      bar.hidden = place.is === 'now';
      this.draw(place);
    });
  }

  private jump(side: 'before' | 'after'): void {
    const { at } = this.travel;
    if (at === undefined) return;
    const mark = this.marks.neighbour(at, side);
    if (mark !== undefined) this.travel.go(mark.atMs);
    else if (side === 'after') this.travel.backToNow();
  }

  private draw(place: Place): void {
    const { t } = this.context;
    if (place.is !== this.was) setText(this.said, place.is === 'now' ? t('time.saidNow') : t('time.saidPast'));
    this.was = place.is;
    if (place.is === 'now') return;
    const { startMs, nowMs } = this.travel.bounds;
    const { atMs } = place;
    setText(
      this.time,
      t('time.when', {
        since: durationText(atMs - startMs),
        time: clockText(atMs),
        ago: durationText(nowMs - atMs),
      }),
    );
    const mark = this.marks.marks.findLast((each) => each.atMs <= atMs);
    setText(this.mark, place.problem ?? (mark === undefined ? '' : markWords(this.context, mark)));
    setText(this.held, place.held === 0 ? '' : t('time.held', { n: place.held }));
    this.drop.hidden = place.held === 0;
    this.words.toggleAttribute('data-held', place.held > 0);
  }
}
