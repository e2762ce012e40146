import type { Language, Translate } from '../../../i18n/text.ts';
import { h, setText } from '../dom.ts';
import { durationText } from '../time/clock-text.ts';
import type { ExamLab } from './draw.ts';
import type { ExamRun } from './run.ts';

/** Above the workbench during an exam: the time that is left, the stations, the end. */
export class ExamBar {
  readonly element: HTMLElement;
  private readonly clock = h('strong', { class: 'exam-clock', role: 'timer' });
  private readonly warning = h('span', { class: 'sr-only', role: 'status' });
  private readonly buttons: ReadonlyMap<string, HTMLButtonElement>;

  constructor(
    private readonly t: Translate,
    language: Language,
    run: ExamRun,
    labs: readonly ExamLab[],
    actions: { open(folder: string): void; finish(): void },
  ) {
    this.buttons = new Map(
      run.stations.map(({ folder, tasks }, at) => {
        const title = labs.find((lab) => lab.folder === folder)?.title[language] ?? folder;
        const button = h(
          'button',
          { type: 'button', class: 'exam-station', onclick: () => actions.open(folder) },
          `${at + 1}. ${title} `,
          h('small', {}, t('exam.tasks', { n: tasks.length })),
        );
        return [folder, button];
      }),
    );
    this.element = h(
      'div',
      { class: 'exam-bar', role: 'region', 'aria-label': t('exam.title') },
      h('span', { class: 'exam-left' }, t('exam.left'), ' ', this.clock, this.warning),
      h('div', { class: 'exam-stations' }, ...this.buttons.values()),
      h('button', { type: 'button', class: 'exam-finish', onclick: () => actions.finish() }, t('exam.finish')),
    );
  }

  /** `leftMs` of wall time are left. */
  tick(leftMs: number): void {
    setText(this.clock, durationText(leftMs));
    this.element.toggleAttribute('data-short', leftMs < 5 * 60_000);
    if (leftMs < 5 * 60_000) setText(this.warning, this.t('exam.fiveMinutes'));
  }

  opened(folder: string): void {
    for (const [each, button] of this.buttons) button.setAttribute('aria-pressed', String(each === folder));
  }
}
