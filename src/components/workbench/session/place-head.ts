import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';
import { ANOTHER } from './beginning.ts';
import type { Opened } from './control.ts';

/** What stands at the head of the workbench and says what is open. */
export interface Head {
  readonly element: HTMLElement;
  opened(opened: Opened): void;
  /** The folder of the lab with this id, if this page has it. */
  folderOf(id: string): Promise<string | undefined>;
}

/** The head where a page has one session only: what it is, and in a playground the way to another. */
export class PlaceHead implements Head {
  readonly element: HTMLElement;
  private readonly name = h('strong', { class: 'wb-place' });

  constructor(private readonly context: Context) {
    const { t } = context;
    const another = h(
      'button',
      { type: 'button', class: 'wb-tool', onclick: () => document.dispatchEvent(new CustomEvent(ANOTHER)) },
      t('wb.play.another'),
    );
    this.element = h('div', { class: 'wb-place-head' }, this.name, another);
  }

  opened({ place, lab }: Opened): void {
    const { t, language } = this.context;
    const what = place.kind === 'shared' ? t('wb.play.shared') : t('wb.play.free');
    setText(this.name, lab === undefined ? what : `${what}: ${lab.lab.title[language]}`);
    this.element.toggleAttribute('hidden', place.kind === 'exam');
  }

  folderOf(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
