import type { Page } from '../../../engine/session/browse/page.ts';
import type { Context } from '../context.ts';

/** The addresses that were opened, and what the one that is looked at came to. */
export type VisitState =
  | { readonly is: 'start' }
  | { readonly is: 'loading'; readonly url: string }
  | { readonly is: 'done'; readonly page: Page };

/** Opens addresses in the session, with the history of a browser's tab: back, forward, reload. */
export class Visits {
  private state: VisitState = { is: 'start' };
  private readonly urls: string[] = [];
  private at = -1;
  private visit = 0;

  constructor(
    private readonly context: Context,
    private readonly changed: (state: VisitState) => void,
  ) {
    const { port } = context;
    port.on('page', ({ visit, page }) => {
      if (visit !== this.visit || this.state.is !== 'loading') return;
      this.urls[this.at] = page.url;
      this.set({ is: 'done', page });
    });
    port.onBegin(() => {
      this.urls.length = 0;
      this.at = -1;
      this.set({ is: 'start' });
    });
  }

  get now(): VisitState {
    return this.state;
  }

  get canGoBack(): boolean {
    return this.at >= 0;
  }

  get canGoForward(): boolean {
    return this.at + 1 < this.urls.length;
  }

  /** Opens an address, typed or followed. */
  open(url: string): void {
    this.urls.length = ++this.at;
    this.urls.push(url);
    this.load();
  }

  reload(): void {
    if (this.at >= 0) this.load();
  }

  /** One step back; from the first page to the start page. */
  back(): void {
    if (this.at < 0) return;
    this.at--;
    if (this.at >= 0) this.load();
    else {
      this.breakOff();
      this.set({ is: 'start' });
    }
  }

  forward(): void {
    if (!this.canGoForward) return;
    this.at++;
    this.load();
  }

  /** Gives up waiting. */
  stop(): void {
    if (this.state.is !== 'loading') return;
    this.breakOff();
    this.at--;
    this.set({ is: 'start' });
  }

  private breakOff(): void {
    if (this.state.is === 'loading') this.context.port.input({ do: 'browse', visit: ++this.visit, url: '' });
  }

  private load(): void {
    const url = this.urls[this.at] ?? '';
    this.visit++;
    this.set({ is: 'loading', url });
    this.context.port.input({ do: 'browse', visit: this.visit, url });
  }

  private set(state: VisitState): void {
    this.state = state;
    this.changed(state);
  }
}
