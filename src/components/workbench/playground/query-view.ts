import type { Context } from '../context.ts';
import { h } from '../dom.ts';

/** The pane of queries: a playground of both languages, loaded when it is first seen. */
export class QueryView {
  readonly element = h('div', { class: 'wb-query' });
  private begun = false;

  constructor(private readonly context: Context) {
    new IntersectionObserver((entries, observer) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void this.begin();
    }).observe(this.element);
  }

  private async begin(): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    const { port, t } = this.context;
    const { Playground } = await import('./playground.ts');
    new Playground(this.element, port, t, {
      language: 'jsonpath',
      target: 'pods -A',
      query: '{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}',
      both: true,
    });
  }
}
