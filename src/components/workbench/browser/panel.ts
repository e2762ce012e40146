import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { late, missing } from '../late.ts';
import type { BrowserPane } from './pane.ts';

/** Where the browser is in the workbench. It is loaded when it is first looked at, or behind the prompt. */
export class BrowserPanel {
  readonly element = h('div', { class: 'wb-panel' });
  private pane: Promise<BrowserPane | undefined> | undefined;

  constructor(private readonly context: Context) {}

  /** The panel is looked at. */
  shown(): void {
    void this.load().then((pane) => pane?.shown());
  }

  /** Opens an address that was chosen elsewhere; without one there is nothing to open. */
  open(url: string): void {
    if (url !== '') void this.load().then((pane) => pane?.open(url));
  }

  private load(): Promise<BrowserPane | undefined> {
    this.pane ??= late.browser().then(
      ({ BrowserPane }) => {
        const pane = new BrowserPane(this.context);
        this.element.replaceChildren(pane.element);
        return pane;
      },
      () => {
        this.element.replaceChildren(missing(this.context));
        this.pane = undefined;
        return undefined;
      },
    );
    return this.pane;
  }
}
