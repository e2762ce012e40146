import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { late, missing } from '../late.ts';
import type { Travel } from '../past/travel.ts';

/** Where *Explain this moment* is in the workbench. It is loaded when it is first looked at, or behind the prompt. */
export class StoryPlace {
  readonly element = h('div', { class: 'wb-panel' });
  private loading = false;

  constructor(
    private readonly context: Context,
    private readonly travel: Travel,
  ) {}

  /** The panel is looked at. */
  shown(): void {
    if (!this.loading) void this.load();
  }

  private async load(): Promise<void> {
    this.loading = true;
    try {
      const { StoryPanel } = await late.story();
      this.element.replaceChildren(new StoryPanel(this.context, this.travel).element);
    } catch {
      this.element.replaceChildren(missing(this.context));
      this.loading = false;
    }
  }
}
