import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { StoryPlace } from '../explain/place.ts';
import { Banner } from './banner.ts';
import { MarksModel } from './marks-model.ts';
import { Strip } from './strip.ts';
import type { TerminalsThen } from './terminal-then.ts';
import { Travel } from './travel.ts';

/** The parts of the workbench that look at the past, put together: strip, banner, story, the terminals as they were. */
export class TimeTravel {
  /** The strip with the banner under it. */
  readonly element: HTMLElement;
  /** Lies over the terminals while the past is shown. */
  readonly terminals = h('div', { class: 'wb-then' });
  readonly travel: Travel;
  readonly story: StoryPlace;
  private readonly marks: MarksModel;
  private screens: TerminalsThen | undefined;
  private loading = false;

  constructor(
    private readonly context: Context,
    root: HTMLElement,
    explain: () => void,
  ) {
    const { t, port } = context;
    this.travel = new Travel(port);
    this.marks = new MarksModel(port, this.travel, () => this.element.offsetParent !== null);
    const strip = new Strip(context, this.travel, this.marks);
    const banner = new Banner(context, this.travel, this.marks, () => strip.focus());
    this.story = new StoryPlace(context, this.travel);
    const button = h(
      'button',
      { type: 'button', class: 'wb-tool wb-explain', title: t('time.explainLong'), onclick: explain },
      t('time.explain'),
    );
    this.element = h(
      'div',
      { class: 'wb-time-line', role: 'group', 'aria-label': t('time.line') },
      h('div', { class: 'wb-strip-row' }, strip.element, button),
      banner.element,
    );
    this.travel.onChange((place) => {
      root.toggleAttribute('data-past', place.is === 'then');
      // Keys must not reach a terminal that is not seen.
      for (const terminal of root.querySelectorAll('.wb-terminal'))
        terminal.toggleAttribute('inert', place.is === 'then');
      if (place.is === 'now') this.screens?.close();
      else if (place.moment !== undefined) void this.drawTerminals();
    });
  }

  /** Shows the moment at which a check failed. */
  showFailure(atMs: number, object: string): void {
    this.marks.failedAt(atMs, object);
    this.travel.go(atMs);
  }

  private async drawTerminals(): Promise<void> {
    if (this.screens === undefined) {
      if (this.loading) return;
      this.loading = true;
      const { TerminalsThen } = await import('./terminal-then.ts');
      this.screens = new TerminalsThen(this.context);
      this.terminals.replaceChildren(this.screens.element);
    }
    const { place } = this.travel;
    if (place.is === 'then' && place.moment !== undefined) this.screens.draw(place.moment.terminals);
  }
}
