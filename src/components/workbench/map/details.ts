import type { MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h, icon } from '../dom.ts';
import { icons } from '../icons.ts';
import { facts } from './facts.ts';
import { faultMenu } from './fault-views.ts';
import type { FaultsModel } from './faults.ts';
import type { MapModel } from './model.ts';
import { whyNode } from './why-node.ts';

type View = 'status' | 'describe' | 'yaml' | 'why' | 'faults';

/** Views that only some kinds of objects have. */
const ONLY_FOR: { readonly [view in View]?: readonly string[] } = { why: ['pods'], faults: ['pods', 'nodes'] };

/** Details follow their object, but ask the cluster at most this often, milliseconds. */
const FOLLOW_MS = 700;

/** What there is to know of one object: its state, `kubectl describe`, its YAML. Escape closes it and gives the focus back. */
export class Details {
  readonly element: HTMLElement;
  private readonly title = h('h3', { class: 'wb-details-title' });
  private readonly body = h('div', { class: 'wb-details-body', tabindex: 0, role: 'region' });
  private readonly tabs: readonly (readonly [View, HTMLButtonElement])[];
  private view: View = 'status';
  private key: string | undefined;
  private opener: HTMLElement | undefined;
  private timer: number | undefined;

  constructor(
    private readonly context: Context,
    private readonly model: MapModel,
    private readonly faults: FaultsModel,
  ) {
    const { t } = context;
    const tab = (view: View, label: string) =>
      [view, h('button', { type: 'button', class: 'wb-tool', onclick: () => this.show(view) }, label)] as const;
    this.tabs = [
      tab('status', t('wb.details.status')),
      tab('describe', 'describe'),
      tab('yaml', 'YAML'),
      tab('why', t('wb.why.tab')),
      tab('faults', t('wb.fault.tab')),
    ];
    faults.onChange(() => {
      if (this.view === 'faults' && this.key !== undefined) void this.draw();
    });
    const close = h(
      'button',
      {
        type: 'button',
        class: 'wb-tool',
        'aria-label': t('wb.details.close'),
        title: t('wb.details.close'),
        onclick: () => this.close(),
      },
      icon(icons.close),
    );
    const bar = h('div', { class: 'wb-details-bar' }, ...this.tabs.map(([, button]) => button));
    this.element = h(
      'section',
      { class: 'wb-details', hidden: true, tabindex: -1, 'aria-label': t('wb.details.region') },
      h('div', { class: 'wb-details-head' }, this.title, close),
      bar,
      this.body,
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    });
    this.element.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-open]') : null;
      if (link?.dataset['open'] !== undefined) this.open(link.dataset['open'], this.opener);
    });
  }

  /** The object that is shown; undefined when closed. */
  get shown(): string | undefined {
    return this.key;
  }

  open(key: string, opener: HTMLElement | undefined): void {
    this.key = key;
    this.opener = opener;
    this.element.hidden = false;
    const resource = this.model.get(key)?.resource ?? '';
    const offers = (view: View): boolean => ONLY_FOR[view]?.includes(resource) ?? true;
    for (const [view, button] of this.tabs) button.hidden = !offers(view);
    this.show(offers(this.view) ? this.view : 'status');
    this.element.focus({ preventScroll: true });
  }

  close(): void {
    this.key = undefined;
    this.element.hidden = true;
    this.opener?.focus({ preventScroll: true });
  }

  /** The object may have changed: look again soon. */
  changed(): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      if (this.key !== undefined) void this.draw();
    }, FOLLOW_MS);
  }

  private show(view: View): void {
    this.view = view;
    for (const [name, button] of this.tabs) button.setAttribute('aria-pressed', String(name === view));
    this.body.replaceChildren();
    void this.draw();
  }

  private async draw(): Promise<void> {
    const { key, view } = this;
    const item = key === undefined ? undefined : this.model.get(key);
    if (item === undefined) {
      this.body.replaceChildren(h('p', { class: 'wb-note' }, this.context.t('wb.details.gone')));
      return;
    }
    this.title.replaceChildren(h('span', { class: 'wb-chip-kind' }, item.kind), ` ${item.name}`);
    this.body.setAttribute('aria-label', `${item.kind} ${item.name}`);
    if (view === 'status') {
      this.body.replaceChildren(...facts(this.context, this.model, item));
      return;
    }
    if (view === 'faults' || view === 'why') {
      const nodes = view === 'why' ? await whyNode(this.context, item) : faultMenu(this.context, this.faults, item);
      if (this.key === key && this.view === view) this.replace(nodes);
      return;
    }
    const text = await this.ask(view, item);
    if (this.key !== key || this.view !== view) return;
    const old = this.body.querySelector('pre');
    if (old?.textContent === text) return;
    const { scrollTop } = this.body;
    this.body.replaceChildren(h('pre', { translate: 'no' }, text));
    this.body.scrollTop = scrollTop;
  }

  /** Puts new content into the body unless it says the same: focus and scrolling stay where they are. */
  private replace(nodes: readonly Node[]): void {
    const made = h('div', { class: 'wb-details-view' }, ...nodes);
    const old = this.body.firstElementChild;
    if (old?.outerHTML === made.outerHTML) return;
    const focused = document.activeElement;
    const buttons = (root: Element): readonly HTMLElement[] => [...root.querySelectorAll('button')];
    const at = old !== null && focused instanceof HTMLElement ? buttons(old).indexOf(focused) : -1;
    const left = old?.querySelector('.wb-why-scroll')?.scrollLeft ?? 0;
    this.body.replaceChildren(made);
    if (at >= 0) (buttons(made)[at] ?? this.body).focus({ preventScroll: true });
    made.querySelector('.wb-why-scroll')?.scrollTo({ left });
  }

  private async ask(about: 'describe' | 'yaml', { resource, namespace, name }: MapItem): Promise<string> {
    const answer = await this.context.port.ask({ about, resource, namespace, name });
    return answer.ok ? String(answer.value) : answer.message;
  }
}
