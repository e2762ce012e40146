import '../../../i18n/late.ts';
import { MAP_RESOURCES, type MapItem } from '../../../engine/session/map-item.ts';
import type { Explanation } from '../../../engine/session/past/explain/step.ts';
import type { Context } from '../context.ts';
import { h, icon, setText } from '../dom.ts';
import { StoryList } from '../explain/story-list.ts';
import { icons } from '../icons.ts';
import { ObjectBrowser } from '../objects/browser.ts';
import { HistoryView, type Subject } from '../objects/history.ts';
import { yamlView } from '../objects/yaml-view.ts';
import { objectWords } from '../past/mark-words.ts';
import type { Travel } from '../past/travel.ts';
import type { Answer } from '../session/port.ts';
import { eventList } from './event-list.ts';
import { facts, waits } from './facts.ts';
import { faultMenu } from './fault-views.ts';
import type { FaultsModel } from './faults.ts';
import { LogsView } from './logs-view.ts';
import type { MapModel } from './model.ts';
import { whyNode } from './why-node.ts';

type View = 'status' | 'describe' | 'yaml' | 'events' | 'logs' | 'history' | 'story' | 'why' | 'faults';

/** Views that only some kinds of objects have. */
const ONLY_FOR: { readonly [view in View]?: readonly string[] } = {
  why: ['pods'],
  logs: ['pods'],
  faults: ['pods', 'nodes'],
};
/** Shown as a list of all objects instead of one. */
const ALL = '*';

function subjectOf(key: string): Subject {
  const [resource = '', namespace = '', name = ''] = key.split('/');
  return { resource, namespace, name };
}

/** Details follow their object, but ask the cluster at most this often, milliseconds. */
const FOLLOW_MS = 700;

/**
 * What there is to know of one object, now or at the moment that is looked at: its state, `kubectl describe`, its YAML, its versions, how it
 * came to be. Also the list of all objects. Escape closes it and gives the focus back.
 */
export class Details {
  readonly element: HTMLElement;
  private readonly title = h('h3', { class: 'wb-details-title' });
  private readonly body = h('div', { class: 'wb-details-body', tabindex: 0, role: 'region' });
  private readonly tabs: readonly (readonly [View, HTMLButtonElement])[];
  private view: View = 'status';
  private key: string | undefined;
  private opener: HTMLElement | undefined;
  private timer: number | undefined;
  private readonly bar: HTMLElement;
  private readonly browser: ObjectBrowser;
  /** Views that keep what the learner chose in them while their object changes. */
  private history: HistoryView | undefined;
  private story: StoryList | undefined;
  private logs: LogsView | undefined;

  constructor(
    private readonly context: Context,
    private readonly model: MapModel,
    private readonly faults: FaultsModel,
    private readonly travel: Travel,
  ) {
    const { t } = context;
    const tab = (view: View, label: string) =>
      [view, h('button', { type: 'button', class: 'wb-tool', onclick: () => this.show(view) }, label)] as const;
    this.tabs = [
      tab('status', t('wb.details.status')),
      tab('describe', 'describe'),
      tab('yaml', 'YAML'),
      tab('events', t('map.events')),
      tab('logs', t('map.logs')),
      tab('history', t('objects.history')),
      tab('story', t('objects.story')),
      tab('why', t('wb.why.tab')),
      tab('faults', t('wb.fault.tab')),
    ];
    this.browser = new ObjectBrowser(context, travel);
    travel.onChange((place) => {
      // A place on the way is not looked up: the moment must have come.
      if (this.key !== undefined && (place.is === 'now' || place.moment?.atMs === place.atMs)) this.changed(0);
    });
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
    this.bar = h('div', { class: 'wb-details-bar' }, ...this.tabs.map(([, button]) => button));
    this.element = h(
      'section',
      { class: 'wb-details', hidden: true, tabindex: -1, 'aria-label': t('wb.details.region') },
      h('div', { class: 'wb-details-head' }, this.title, close),
      this.bar,
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
      if (event.target instanceof Element && event.target.closest('[data-why]') !== null) {
        this.show('why');
        this.tabs.find(([view]) => view === 'why')?.[1].focus();
      }
    });
  }

  /** The object that is shown; undefined when closed. */
  get shown(): string | undefined {
    return this.key;
  }

  open(key: string, opener: HTMLElement | undefined): void {
    this.key = key;
    this.opener = opener;
    this.history = undefined;
    this.story = undefined;
    this.logs?.dispose();
    this.logs = undefined;
    this.element.hidden = false;
    this.bar.hidden = false;
    const offered = this.tabs.filter(([view]) => this.offers(view)).map(([view]) => view);
    this.show(offered.includes(this.view) ? this.view : (offered[0] ?? 'yaml'));
    this.element.focus({ preventScroll: true });
  }

  /** Lists every object there is. */
  browse(opener: HTMLElement | undefined): void {
    this.key = ALL;
    this.opener = opener;
    this.element.hidden = false;
    this.bar.hidden = true;
    this.title.textContent = this.context.t('objects.all');
    this.body.setAttribute('aria-label', this.context.t('objects.all'));
    this.body.replaceChildren(this.browser.element);
    void this.browser.refresh();
    this.browser.focus();
  }

  close(): void {
    this.key = undefined;
    this.element.hidden = true;
    this.opener?.focus({ preventScroll: true });
  }

  /** The object may have changed: look again soon. */
  changed(ms: number = FOLLOW_MS): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      if (this.key === ALL) void this.browser.refresh();
      else if (this.key !== undefined) void this.draw();
    }, ms);
  }

  /** Whether the object that is shown has this view: only what the map draws has a state. */
  private offers(view: View): boolean {
    const { resource } = subjectOf(this.key ?? '');
    if ((view === 'faults' || view === 'logs') && this.travel.at !== undefined) return false;
    if (view === 'status') return MAP_RESOURCES.some((known) => known === resource);
    return ONLY_FOR[view]?.includes(resource) ?? true;
  }

  private show(view: View): void {
    this.view = view;
    for (const [name, button] of this.tabs) button.setAttribute('aria-pressed', String(name === view));
    this.body.replaceChildren();
    void this.draw();
  }

  private async draw(): Promise<void> {
    const { key, view } = this;
    if (key === undefined) return;
    const item = this.model.get(key);
    for (const [each, button] of this.tabs) {
      button.hidden = !this.offers(each);
      if (each === 'why') setText(button, this.context.t(waits(item) ? 'wb.why.pending' : 'wb.why.tab'));
    }
    const [kind = '', name = ''] = objectWords(key).split(' ');
    this.title.replaceChildren(h('span', { class: 'wb-chip-kind' }, item?.kind ?? kind), ` ${item?.name ?? name}`);
    this.body.setAttribute('aria-label', `${item?.kind ?? kind} ${item?.name ?? name}`);
    const nodes = await this.viewOf(key, view, item);
    if (this.key !== key || this.view !== view || nodes === undefined) return;
    if (nodes.is === 'live') {
      if (this.body.firstElementChild !== nodes.element) this.body.replaceChildren(nodes.element);
    } else this.replace(nodes.nodes);
  }

  /** What a view shows: an element that keeps itself up to date, or nodes made anew. */
  private async viewOf(
    key: string,
    view: View,
    item: MapItem | undefined,
  ): Promise<
    | { readonly is: 'live'; readonly element: HTMLElement }
    | { readonly is: 'made'; readonly nodes: readonly Node[] }
    | undefined
  > {
    const { context, travel } = this;
    const made = (...nodes: readonly Node[]) => ({ is: 'made', nodes }) as const;
    if (view === 'history') {
      this.history ??= new HistoryView(context, travel, subjectOf(key));
      const { history } = this;
      void history.refresh();
      return { is: 'live', element: history.element };
    }
    if (view === 'story') return this.storyOf(key);
    if (view === 'describe' || view === 'yaml') {
      const answer = await this.ask(view, subjectOf(key));
      if (!answer.ok) return made(h('p', { class: 'wb-note' }, answer.message));
      const text = String(answer.value);
      return made(view === 'yaml' ? yamlView(context.t, text) : h('pre', { translate: 'no', lang: 'en' }, text));
    }
    if (view === 'events') return made(...(await eventList(context, subjectOf(key), travel.at)));
    if (item === undefined) return made(h('p', { class: 'wb-note' }, context.t('wb.details.gone')));
    if (view === 'logs') {
      this.logs ??= new LogsView(context, item);
      const { logs } = this;
      void logs.refresh();
      return { is: 'live', element: logs.element };
    }
    if (view === 'status') return made(...facts(context, this.model, item));
    return made(...(view === 'why' ? await whyNode(context, item) : faultMenu(context, this.faults, item)));
  }

  private async storyOf(key: string): Promise<{ readonly is: 'live'; readonly element: HTMLElement } | undefined> {
    const { context, travel } = this;
    const { resource, namespace, name } = subjectOf(key);
    const place = { ...(namespace === '' ? {} : { namespace }), ...(travel.at === undefined ? {} : { at: travel.at }) };
    const answer = await context.port.ask({ about: 'explain-object', object: `${resource}/${name}`, ...place });
    if (!answer.ok || answer.value === null) return undefined;
    this.story ??= new StoryList(context.t, (atMs) => travel.go(atMs));
    this.story.draw(answer.value as unknown as Explanation);
    this.story.markAt(travel.at);
    return { is: 'live', element: this.story.element };
  }

  /** Puts new content into the body unless it says the same: focus and scrolling stay where they are. */
  private replace(nodes: readonly Node[]): void {
    const made = h('div', { class: 'wb-details-view' }, ...nodes);
    const old = this.body.firstElementChild;
    const wasOpen = old?.querySelector('details')?.open === true;
    const fold = made.querySelector('details');
    if (fold !== null) fold.open = wasOpen;
    if (old?.outerHTML === made.outerHTML) return;
    const focused = document.activeElement;
    const buttons = (root: Element): readonly HTMLElement[] => [...root.querySelectorAll('button')];
    const at = old !== null && focused instanceof HTMLElement ? buttons(old).indexOf(focused) : -1;
    const left = old?.querySelector('.wb-why-scroll')?.scrollLeft ?? 0;
    const { scrollTop } = this.body;
    this.body.replaceChildren(made);
    this.body.scrollTop = scrollTop;
    if (at >= 0) (buttons(made)[at] ?? this.body).focus({ preventScroll: true });
    made.querySelector('.wb-why-scroll')?.scrollTo({ left });
  }

  private ask(about: 'describe' | 'yaml', subject: Subject): Promise<Answer> {
    const { at } = this.travel;
    return this.context.port.ask({
      about,
      ...subject,
      managedFields: about === 'yaml',
      ...(at === undefined ? {} : { at }),
    });
  }
}
