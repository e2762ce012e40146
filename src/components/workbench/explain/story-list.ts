import type { Explanation, Step } from '../../../engine/session/past/explain/step.ts';
import type { Translate } from '../../../i18n/text.ts';
import { arrange, h, richText, setAttribute, setText } from '../dom.ts';
import { actorWords, requestWords, sawWords, stepWords } from './story-words.ts';

/** Milliseconds since the story began, as a learner reads them: `+0.13 s`, `+2:05`. */
function sinceText(ms: number): string {
  if (ms < 60_000) return `+${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `+${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;
}

function made(t: Translate, step: Step): Node | undefined {
  if (step.what.is !== 'created' || step.what.made.length === 0) return undefined;
  return h(
    'p',
    { class: 'wb-step-made' },
    `${t('story.made')} `,
    ...step.what.made.flatMap(([name, value], at) => [
      at === 0 ? '' : ', ',
      h('code', { translate: 'no' }, `${name}: ${value}`),
    ]),
  );
}

/** One story as a list of steps, each of which leads to its moment. */
export class StoryList {
  readonly element: HTMLElement;
  private readonly list = h('ol', { class: 'wb-steps' });
  private readonly note = h('p', { class: 'wb-note' });
  /** The steps that are shown, by all that is said of them. */
  private items = new Map<string, HTMLElement>();
  private steps: readonly { readonly atMs: number; readonly item: HTMLElement }[] = [];

  constructor(
    private readonly t: Translate,
    private readonly go: (atMs: number) => void,
  ) {
    this.element = h('div', { class: 'wb-story' }, this.list, this.note);
  }

  /** Tells a story. Steps that were told already stay: whoever is on one stays on it. */
  draw(story: Explanation): void {
    const before = this.items;
    this.items = new Map();
    this.steps = story.steps.map((step, at) => {
      const told = JSON.stringify([at, story.fromMs, step]);
      const item = before.get(told) ?? this.item(step, story.fromMs);
      this.items.set(told, item);
      return { atMs: step.atMs, item };
    });
    arrange(
      this.list,
      this.steps.map(({ item }) => item),
    );
    const notes = [
      story.steps.length === 0 ? this.t('story.nothing') : '',
      story.left > 0 ? this.t('story.left', { n: story.left }) : '',
      story.forgotten ? this.t('story.forgotten') : '',
    ];
    setText(this.note, notes.filter((note) => note !== '').join(' '));
  }

  /** Marks the step at a moment, and those that are still to come; undefined: none are. */
  markAt(atMs: number | undefined): void {
    const current = atMs === undefined ? undefined : this.steps.findLast((step) => step.atMs <= atMs + 0.001);
    for (const step of this.steps) {
      const { item } = step;
      item.toggleAttribute('data-later', atMs !== undefined && step.atMs > atMs + 0.001);
      if (step === current) setAttribute(item, 'aria-current', 'step');
      else item.removeAttribute('aria-current');
    }
    current?.item.scrollIntoView({ block: 'nearest' });
  }

  private item(step: Step, fromMs: number): HTMLElement {
    const { t } = this;
    const saw = sawWords(t, step);
    const since = sinceText(Math.max(0, step.atMs - fromMs));
    const others = step.n > 1 ? h('p', { class: 'wb-step-more' }, t('story.more', { n: step.n - 1 })) : undefined;
    return h(
      'li',
      { class: 'wb-step', 'data-part': step.actor.part },
      h(
        'button',
        {
          type: 'button',
          class: 'wb-step-time',
          'aria-label': t('story.go', { since }),
          title: t('story.go', { since }),
          onclick: () => this.go(step.atMs),
        },
        since,
      ),
      h(
        'div',
        { class: 'wb-step-body' },
        h('span', { class: 'wb-actor' }, actorWords(t, step)),
        h('p', { class: 'wb-step-words' }, ...richText(stepWords(t, step))),
        made(t, step),
        others,
        saw === '' ? undefined : h('p', { class: 'wb-step-saw' }, ...richText(saw)),
        h('code', { class: 'wb-step-request', translate: 'no' }, requestWords(step)),
      ),
    );
  }
}
