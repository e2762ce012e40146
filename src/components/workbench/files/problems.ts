import type { LintFault } from '../../../engine/session/lint.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';

/** So many are listed below the text. */
const MOST = 5;

/** A message as it is read: its first line, and below it line by line what it shows, such as how an update that is refused would differ. */
function said(message: string): readonly (HTMLElement | string)[] {
  const [first = '', ...shown] = message.trimEnd().split('\n');
  if (shown.length === 0) return [` ${first}`];
  const lines = shown.map((line) => {
    const change = /^\s*([-+])/.exec(line)?.[1];
    return h('span', { class: 'wb-problem-line', 'data-change': change }, line === '' ? '\u00a0' : line);
  });
  return [` ${first}`, h('span', { class: 'wb-problem-shown', translate: 'no' }, ...lines)];
}

/** What is wrong with the text, line by line, below the editor: for fingers, keyboards and screen readers. Each leads to its place. */
export class Problems {
  readonly element: HTMLElement;
  private told = '';

  constructor(
    private readonly context: Context,
    private readonly goTo: (line: number, column: number) => void,
  ) {
    this.element = h('div', { class: 'wb-problems', role: 'status', hidden: true });
  }

  /** One sentence in place of the list. */
  say(text: string): void {
    this.told = '';
    this.element.hidden = false;
    this.element.replaceChildren(h('p', {}, text));
  }

  show(faults: readonly LintFault[]): void {
    const { t } = this.context;
    const told = JSON.stringify(faults);
    if (told === this.told) return;
    this.told = told;
    this.element.hidden = faults.length === 0;
    this.element.replaceChildren(
      ...faults.slice(0, MOST).map(({ line, column, message, says }) =>
        h(
          'button',
          { type: 'button', class: 'wb-problem', onclick: () => this.goTo(line, column) },
          h('strong', {}, t('wb.files.line', { n: line })),
          // The API server speaks English.
          h('span', { lang: says === undefined ? 'en' : undefined }, ...said(message)),
        ),
      ),
      ...(faults.length > MOST ? [h('small', {}, t('wb.files.moreProblems', { n: faults.length - MOST }))] : []),
    );
  }
}
