import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { LatePart, late } from '../late.ts';

/** Where the browser is in the workbench. It is loaded when it is first looked at, or behind the prompt. */
export class BrowserPanel {
  readonly element = h('div', { class: 'wb-panel' });
  private readonly pane;

  constructor(context: Context) {
    this.pane = new LatePart(context, this.element, late.browser, ({ BrowserPane }) => {
      const pane = new BrowserPane(context);
      this.element.replaceChildren(pane.element);
      return pane;
    });
  }

  /** The panel is looked at. */
  shown(): void {
    void this.pane.get().then((pane) => pane?.shown());
  }

  /** Opens an address that was chosen elsewhere; without one there is nothing to open. */
  open(url: string): void {
    if (url !== '') void this.pane.get().then((pane) => pane?.open(url));
  }
}
