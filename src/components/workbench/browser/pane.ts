import '../../../i18n/late.ts';
import '../styles/browser.css';
import type { Context } from '../context.ts';
import { h, icon, setText } from '../dom.ts';
import { pageView, statusLine } from './page-view.ts';
import { startPage } from './start-page.ts';
import { type VisitState, Visits } from './visits.ts';

/** Arrows and signs on a 16 × 16 grid. */
const DRAWINGS = {
  back: 'M9.5 2.5 4 8l5.5 5.5 1-1L6 8l4.5-4.5z',
  forward: 'M6.5 2.5 12 8l-5.5 5.5-1-1L10 8 5.5 3.5z',
  reload: 'M8 3a5 5 0 1 0 4.9 6h-1.5A3.5 3.5 0 1 1 8 4.5c1 0 1.8.4 2.5 1L8.5 7.5H13V3l-1.4 1.4A5 5 0 0 0 8 3z',
} as const;

/** A browser on the learner's machine, beside the cluster: an address bar, what comes back, and the way that it took. */
export class BrowserPane {
  readonly element: HTMLElement;
  private readonly visits: Visits;
  private readonly address: HTMLInputElement;
  private readonly body = h('div', { class: 'wb-browser-body' });
  private readonly status = h('p', { class: 'wb-browser-status', role: 'status' });
  private readonly go: HTMLButtonElement;
  private readonly buttons: Readonly<Record<'back' | 'forward' | 'reload', HTMLButtonElement>>;
  private speed = 1;

  constructor(private readonly context: Context) {
    const { t, port } = context;
    this.visits = new Visits(context, (state) => this.draw(state));
    const tool = (label: string, drawing: string, run: () => void): HTMLButtonElement =>
      h('button', { type: 'button', class: 'wb-tool', 'aria-label': label, title: label, onclick: run }, icon(drawing));
    this.buttons = {
      back: tool(t('browser.back'), DRAWINGS.back, () => this.visits.back()),
      forward: tool(t('browser.forward'), DRAWINGS.forward, () => this.visits.forward()),
      reload: tool(t('browser.reload'), DRAWINGS.reload, () => this.visits.reload()),
    };
    this.address = h('input', {
      type: 'text',
      class: 'wb-browser-address',
      inputmode: 'url',
      autocapitalize: 'off',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-label': t('browser.address'),
      placeholder: 'http://worker-1:30080',
    });
    this.go = h('button', { type: 'submit', class: 'wb-button wb-primary' }, t('browser.open'));
    const form = h(
      'form',
      { class: 'wb-browser-bar', 'aria-label': t('browser.bar') },
      this.buttons.back,
      this.buttons.forward,
      this.buttons.reload,
      this.address,
      this.go,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.visits.now.is === 'loading' && !this.isEdited()) this.visits.stop();
      else if (this.address.value.trim() !== '') this.visits.open(this.address.value.trim());
    });
    this.element = h('div', { class: 'wb-browser' }, form, this.status, this.body);
    port.on('time', ({ speed }) => {
      if (speed === this.speed) return;
      this.speed = speed;
      if (this.visits.now.is === 'loading') this.say(this.visits.now);
    });
    this.draw(this.visits.now);
  }

  /** Opens an address that was chosen elsewhere. */
  open(url: string): void {
    this.visits.open(url);
  }

  /** The pane is looked at: what can be opened may have changed. */
  shown(): void {
    if (this.visits.now.is === 'start') this.draw(this.visits.now);
  }

  private isEdited(): boolean {
    const { now } = this.visits;
    return now.is === 'loading' && this.address.value.trim() !== now.url;
  }

  private draw(state: VisitState): void {
    const { t } = this.context;
    const disabled = (button: HTMLButtonElement, off: boolean): void => {
      // A button that has the focus keeps it: screen readers would lose their place.
      button.setAttribute('aria-disabled', String(off));
    };
    disabled(this.buttons.back, !this.visits.canGoBack);
    disabled(this.buttons.forward, !this.visits.canGoForward);
    disabled(this.buttons.reload, state.is !== 'done');
    setText(this.go, state.is === 'loading' ? t('browser.stop') : t('browser.open'));
    this.say(state);
    if (state.is === 'start') void this.drawStart();
    else if (state.is === 'loading') this.address.value = state.url;
    else {
      this.address.value = state.page.url;
      this.body.replaceChildren(...pageView(this.context, state.page, (url) => this.visits.open(url)));
    }
    this.body.toggleAttribute('data-loading', state.is === 'loading');
  }

  private async drawStart(): Promise<void> {
    const made = await startPage(this.context, (url) => this.visits.open(url));
    if (this.visits.now.is === 'start') this.body.replaceChildren(...made);
  }

  private say(state: VisitState): void {
    const { t } = this.context;
    if (state.is === 'done') setText(this.status, statusLine(this.context, state.page));
    else if (state.is === 'loading')
      setText(this.status, this.speed === 0 ? t('browser.paused') : t('browser.loading', { url: state.url }));
    else setText(this.status, '');
  }
}
