import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { LatePart, late } from '../late.ts';
import type { Travel } from '../past/travel.ts';

/** Where *Explain this moment* is in the workbench. It is loaded when it is first looked at, or behind the prompt. */
export class StoryPlace {
  readonly element = h('div', { class: 'wb-panel' });
  private readonly panel;

  constructor(context: Context, travel: Travel) {
    this.panel = new LatePart(context, this.element, late.story, ({ StoryPanel }) => {
      this.element.replaceChildren(new StoryPanel(context, travel).element);
    });
  }

  /** The panel is looked at. */
  shown(): void {
    void this.panel.get();
  }
}
