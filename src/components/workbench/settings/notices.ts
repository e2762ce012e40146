import type { Context } from '../context.ts';
import { h, icon } from '../dom.ts';
import { icons } from '../icons.ts';
import type { Keeping } from '../storage/keeper.ts';
import { keepingWords } from './host-words.ts';

/** Lines above the panes for what a learner must know at once: nothing is kept, a file could not be brought in. */
export class Notices {
  readonly element = h('div', { class: 'wb-notices' });
  private keeping: Keeping['is'] = 'kept';

  constructor(private readonly context: Context) {}

  /** Says it until the learner has closed it. */
  say(text: string): void {
    const { t } = this.context;
    const close = h(
      'button',
      { type: 'button', class: 'wb-tool', 'aria-label': t('wb.notice.close'), title: t('wb.notice.close') },
      icon(icons.close),
    );
    const notice = h('div', { class: 'wb-notice', role: 'alert' }, h('span', {}, text), close);
    close.addEventListener('click', () => notice.remove());
    this.element.append(notice);
  }

  /** Says once when work is no longer kept. */
  kept(keeping: Keeping | undefined): void {
    const now = keeping?.is ?? 'kept';
    if (keeping !== undefined && now !== this.keeping && now !== 'kept')
      this.say(keepingWords(keeping, this.context.t));
    this.keeping = now;
  }

  clear(): void {
    this.element.replaceChildren();
    this.keeping = 'kept';
  }
}
