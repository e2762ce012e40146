import type { Report } from '../../../engine/grader/verdict.ts';
import type { Translate } from '../../../i18n/text.ts';
import { h, setAttribute, setText } from '../dom.ts';

/** How far the learner is: a bar over the points, and the same in words. */
export class Meter {
  readonly element: HTMLElement;
  private readonly bar = h('progress', { max: 1, value: 0 });
  private readonly words = h('span', { class: 'wb-meter-words' });

  constructor(private readonly t: Translate) {
    this.bar.setAttribute('aria-label', t('wb.task.progress'));
    this.element = h('div', { class: 'wb-meter' }, this.bar, this.words);
  }

  draw(report: Pick<Report, 'earned' | 'points' | 'tasks'>): void {
    const done = report.tasks.filter(({ complete }) => complete).length;
    setAttribute(this.bar, 'max', String(Math.max(1, report.points)));
    setAttribute(this.bar, 'value', String(report.earned));
    setText(
      this.words,
      this.t('wb.task.meter', { done, of: report.tasks.length, earned: report.earned, points: report.points }),
    );
  }
}
