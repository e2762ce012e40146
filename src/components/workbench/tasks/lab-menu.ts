import type { Context } from '../context.ts';
import { h, richText } from '../dom.ts';
import type { PublishedLab } from '../session/lab-source.ts';

/** In a lesson's free cluster: the labs of this lesson, each with the button that opens it. */
export class LabMenu {
  readonly element: HTMLElement;

  constructor(
    private readonly context: Context,
    labs: readonly string[],
    load: (folder: string) => Promise<PublishedLab>,
    private readonly open: (folder: string) => void,
  ) {
    const { t } = context;
    this.element = h(
      'div',
      { class: 'wb-labs' },
      h('p', {}, labs.length === 0 ? t('wb.labs.none') : t('wb.labs.free')),
    );
    for (const folder of labs) {
      const card = h('section', { class: 'wb-lab-card' });
      this.element.append(card);
      load(folder).then(
        (published) => this.fill(card, folder, published),
        (error) => card.replaceChildren(h('p', { role: 'alert' }, t('wb.problem.labMissing'), ` ${String(error)}`)),
      );
    }
  }

  private fill(card: HTMLElement, folder: string, { lab }: PublishedLab): void {
    const { t, language } = this.context;
    card.replaceChildren(
      h('p', { class: 'wb-lab-kind' }, t(`lab.kind.${lab.kind ?? 'guided'}`)),
      h('h2', { class: 'wb-lab-title' }, lab.title[language]),
      h('p', {}, ...richText(lab.summary[language])),
      h('ol', {}, ...lab.tasks.map((task) => h('li', {}, task.title[language]))),
      h('button', { type: 'button', class: 'wb-button wb-primary', onclick: () => this.open(folder) }, t('lab.open')),
    );
  }
}
