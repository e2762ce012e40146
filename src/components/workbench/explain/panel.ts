import '../../../i18n/late.ts';
import type { EventRow } from '../../../engine/session/past/events-at.ts';
import type { Explanation } from '../../../engine/session/past/explain/step.ts';
import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';
import type { Travel } from '../past/travel.ts';
import { clockText } from '../time/clock-text.ts';
import { StoryList } from './story-list.ts';

/** It follows what it shows, but asks at most this often, wall milliseconds. */
const FOLLOW_MS = 600;

type View = 'story' | 'events';

/** Explain this moment: who did what since the last command; or the events that the cluster knew. */
export class StoryPanel {
  readonly element: HTMLElement;
  private readonly title = h('h3', { class: 'wb-story-title' });
  private readonly intro = h('p', { class: 'wb-note' });
  private readonly story: StoryList;
  private readonly events = h('tbody');
  private readonly table: HTMLElement;
  private readonly none = h('p', { class: 'wb-note' });
  private readonly buttons: readonly (readonly [View, HTMLButtonElement])[];
  private view: View = 'story';
  private visible = false;
  private asking = false;
  private timer: number | undefined;

  constructor(
    private readonly context: Context,
    private readonly travel: Travel,
  ) {
    const { t, port } = context;
    this.story = new StoryList(t, (atMs) => travel.go(atMs));
    const tab = (view: View, label: string) =>
      [view, h('button', { type: 'button', class: 'wb-tool', onclick: () => this.show(view) }, label)] as const;
    this.buttons = [tab('story', t('story.tab.story')), tab('events', t('story.tab.events'))];
    const column = (label: string) => h('th', { scope: 'col' }, label);
    this.table = h(
      'div',
      { class: 'wb-events', tabindex: 0, role: 'region', 'aria-label': t('story.tab.events') },
      h(
        'table',
        {},
        h('caption', { class: 'sr-only' }, t('story.tab.events')),
        h(
          'thead',
          {},
          h('tr', {}, ...[t('story.time'), t('story.about'), t('story.reason'), t('story.message')].map(column)),
        ),
        this.events,
      ),
    );
    this.element = h(
      'div',
      { class: 'wb-story-panel' },
      h('div', { class: 'wb-bar' }, this.title, ...this.buttons.map(([, button]) => button)),
      h(
        'div',
        { class: 'wb-story-scroll', tabindex: 0, role: 'region', 'aria-label': t('story.region') },
        this.intro,
        this.story.element,
      ),
      this.table,
      this.none,
    );
    this.show('story');
    port.on('map', () => this.soon());
    port.on('ready', () => this.soon());
    travel.onChange(() => this.soon());
    new ResizeObserver(([entry]) => {
      this.visible = entry !== undefined && entry.contentRect.width > 0;
      if (this.visible) void this.ask();
    }).observe(this.element);
  }

  private show(view: View): void {
    this.view = view;
    for (const [name, button] of this.buttons) button.setAttribute('aria-pressed', String(name === view));
    this.element.dataset['view'] = view;
    void this.ask();
  }

  private soon(): void {
    if (!this.visible) return;
    this.timer ??= window.setTimeout(
      () => {
        this.timer = undefined;
        void this.ask();
      },
      // Who travels wants to see it at once.
      this.travel.at === undefined ? FOLLOW_MS : 60,
    );
  }

  private async ask(): Promise<void> {
    if (!this.visible || this.asking) return;
    this.asking = true;
    const { at } = this.travel;
    await (this.view === 'story' ? this.askStory(at) : this.askEvents(at));
    this.asking = false;
    if (this.travel.at !== at) this.soon();
  }

  private async askStory(at: number | undefined): Promise<void> {
    const { port, t } = this.context;
    const answer = await port.ask({ about: 'explain', at: at ?? this.travel.bounds.nowMs });
    if (!answer.ok) return;
    const story = answer.value as unknown as Explanation;
    this.title.replaceChildren(
      ...(story.command === undefined
        ? [t('story.noCommand')]
        : [h('code', { translate: 'no' }, `$ ${story.command}`)]),
    );
    setText(this.intro, t('story.intro', { time: clockText(story.fromMs) }));
    this.story.draw(story);
    this.story.markAt(at);
  }

  private async askEvents(at: number | undefined): Promise<void> {
    const { port, t } = this.context;
    const answer = await port.ask({ about: 'events', ...(at === undefined ? {} : { at }) });
    if (!answer.ok) return;
    const rows = answer.value as unknown as readonly EventRow[];
    setText(this.title, t('story.tab.events'));
    setText(this.none, rows.length === 0 ? t('story.noEvents') : '');
    this.events.replaceChildren(
      ...rows.map(({ atMs, type, about, reason, count, message }) =>
        h(
          'tr',
          { 'data-type': type },
          h('td', {}, clockText(atMs)),
          h('td', { translate: 'no' }, about),
          h('td', { translate: 'no' }, `${type === 'Warning' ? '⚠ ' : ''}${reason}${count > 1 ? ` ×${count}` : ''}`),
          h('td', { translate: 'no', lang: 'en' }, message),
        ),
      ),
    );
  }
}
