import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import type { Opened } from './control.ts';
import type { PublishedLab } from './lab-source.ts';
import { type Place, placeKey, placeOf } from './place.ts';
import type { Head } from './place-head.ts';

/** The choice of session: the lesson's free cluster, or one of its labs. */
export class SessionSwitch implements Head {
  readonly element: HTMLSelectElement;

  constructor(
    context: Context,
    lesson: string,
    private readonly labs: readonly string[],
    private readonly load: (folder: string) => Promise<PublishedLab>,
    open: (place: Place) => void,
  ) {
    const { t, language } = context;
    const free = h('option', { value: placeKey({ kind: 'lesson', lesson }) }, t('wb.session.free'));
    const options = labs.map((folder) => h('option', { value: placeKey({ kind: 'lab', lab: folder }) }, folder));
    labs.forEach((folder, at) => {
      load(folder).then(
        ({ lab }) => {
          const option = options[at];
          if (option !== undefined) option.textContent = `${t('lab.label')}: ${lab.title[language]}`;
        },
        () => {
          // The folder's name stays; opening it says what is wrong.
        },
      );
    });
    this.element = h('select', { class: 'wb-session', 'aria-label': t('wb.session.label') }, free, ...options);
    this.element.addEventListener('change', () => open(placeOf(this.element.value, lesson, labs)));
  }

  opened({ place }: Opened): void {
    this.element.value = placeKey(place);
  }

  /** What can be chosen, by name. */
  choices(): readonly { readonly name: string; open(): void }[] {
    return [...this.element.options].map((option) => ({
      name: option.text,
      open: () => {
        this.element.value = option.value;
        this.element.dispatchEvent(new Event('change'));
      },
    }));
  }

  /** The folder of the lab with this id, if this lesson has it. */
  async folderOf(id: string): Promise<string | undefined> {
    for (const folder of this.labs) {
      const published = await this.load(folder).catch(() => undefined);
      if (published?.lab.id === id) return folder;
    }
    return undefined;
  }
}
