import '../../../i18n/late.ts';
import type { Translate } from '../../../i18n/text.ts';
import { h, setText } from '../dom.ts';
import type { SessionPort } from '../session/port.ts';
import { commandLine } from './command.ts';
import { faultPlace } from './fault-place.ts';
import { gallery, type QueryLanguage } from './gallery.ts';
import { otherLanguageView, otherOf, translated } from './other-language.ts';
import { resultText } from './result.ts';
import { targetPath } from './target.ts';

const TYPING_MS = 250;
/** A result follows the cluster this slowly, milliseconds. */
const FOLLOW_MS = 1_000;

/** What a playground begins with. */
export interface PlaygroundOptions {
  readonly language: QueryLanguage;
  readonly target: string;
  readonly query: string;
  /** Both languages can be chosen: a pane of its own. In a lesson the text has chosen. */
  readonly both: boolean;
}

/** Objects, a query, what it finds on the cluster as it is now, and the same query in the other language. */
export class Playground {
  private language: QueryLanguage;
  private readonly target: HTMLInputElement;
  private readonly query: HTMLTextAreaElement;
  private readonly result: HTMLElement;
  private readonly place = h('pre', { class: 'wb-play-place', translate: 'no', hidden: true });
  private readonly status = h('p', { class: 'wb-note', role: 'status' });
  private readonly other = h('div', { class: 'wb-play-translation' });
  private readonly examples: HTMLElement;
  private readonly languages = new Map<QueryLanguage, HTMLButtonElement>();
  private timer: number | undefined;
  private turn = 0;
  private following = false;

  constructor(
    private readonly parent: HTMLElement,
    private readonly port: SessionPort,
    private readonly t: Translate,
    private readonly options: PlaygroundOptions,
  ) {
    this.language = options.language;
    const plain = { spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', translate: 'no' };
    this.target = h('input', { type: 'text', value: options.target, ...plain });
    this.query = h('textarea', { rows: 2, ...plain });
    this.query.value = options.query;
    this.result = h('pre', {
      class: 'wb-result',
      tabindex: 0,
      role: 'region',
      'aria-label': t('wb.play.result'),
      translate: 'no',
    });
    this.examples = h('div', { class: 'wb-play-examples', role: 'group', 'aria-label': t('wb.play.examples') });
    this.target.addEventListener('input', () => this.askSoon(TYPING_MS));
    this.query.addEventListener('input', () => this.askSoon(TYPING_MS));
    parent.replaceChildren(...this.view());
    this.drawExamples();
    port.on('map', () => this.follow());
    port.onPhase((phase) => {
      if (phase.is === 'ready') this.askSoon(0);
      else if (phase.is === 'starting') setText(this.status, t('wb.play.waiting'));
    });
  }

  private view(): readonly Node[] {
    const { t } = this;
    const run = h(
      'button',
      {
        type: 'button',
        class: 'wb-tool',
        onclick: () => {
          const command = commandLine(this.language, this.target.value, this.query.value);
          document.dispatchEvent(new CustomEvent('skiff:run', { detail: { command } }));
        },
      },
      t('wb.play.run'),
    );
    return [
      ...(this.options.both ? [this.languageChoice()] : []),
      h(
        'label',
        {},
        h('span', {}, t('wb.play.objects')),
        h('span', { class: 'wb-play-target' }, h('code', { 'aria-hidden': 'true' }, 'kubectl get'), this.target),
      ),
      h('label', {}, h('span', {}, t('wb.play.expression')), this.query),
      this.place,
      this.result,
      h('div', { class: 'wb-play-foot' }, this.status, run),
      this.other,
      h(
        'details',
        { class: 'wb-play-gallery', open: this.options.both },
        h('summary', {}, t('wb.play.gallery')),
        this.examples,
      ),
    ];
  }

  private languageChoice(): HTMLElement {
    const button = (language: QueryLanguage, label: string) => {
      const made = h(
        'button',
        {
          type: 'button',
          class: 'wb-tool',
          'aria-pressed': String(language === this.language),
          translate: 'no',
          onclick: () => this.choose(language),
        },
        label,
      );
      this.languages.set(language, made);
      return made;
    };
    return h(
      'div',
      { class: 'wb-play-languages', role: 'group', 'aria-label': this.t('wb.play.language') },
      button('jsonpath', 'JSONPath'),
      button('jq', 'jq'),
    );
  }

  /** The other language; the query goes along where it translates. */
  private choose(language: QueryLanguage, query?: string): void {
    if (language === this.language) return;
    const taken = translated(this.language, this.query.value);
    this.language = language;
    for (const [each, button] of this.languages) button.setAttribute('aria-pressed', String(each === language));
    this.query.value = query ?? (taken.is === 'same' ? taken.query : (gallery[0]?.[language] ?? ''));
    this.drawExamples();
    this.askSoon(0);
  }

  private drawExamples(): void {
    this.examples.replaceChildren(
      ...gallery.flatMap(({ title, target, ...queries }) => {
        const query = queries[this.language];
        if (query === undefined) return [];
        return [
          h(
            'button',
            {
              type: 'button',
              class: 'wb-play-example',
              onclick: () => {
                if (target !== undefined) this.target.value = target;
                this.query.value = query;
                this.askSoon(0);
              },
            },
            h('span', {}, this.t(title)),
            h('code', { translate: 'no' }, query),
          ),
        ];
      }),
    );
  }

  private askSoon(ms: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), ms);
  }

  private follow(): void {
    if (this.following) return;
    this.following = true;
    window.setTimeout(() => {
      this.following = false;
      if (this.parent.isConnected && this.parent.offsetParent !== null) void this.ask();
    }, FOLLOW_MS);
  }

  private async ask(): Promise<void> {
    const { t, language } = this;
    const query = this.query.value;
    const mine = ++this.turn;
    this.drawTranslation(query);
    const path = targetPath(this.target.value);
    if (path === undefined) {
      this.result.dataset['fault'] = '';
      setText(this.result, t('wb.play.noTarget'));
      setText(this.status, '');
      return;
    }
    const answer = await this.port.ask({ about: 'query', language, query, path });
    if (mine !== this.turn) return;
    this.result.toggleAttribute('data-fault', !answer.ok);
    setText(this.result, answer.ok ? resultText(answer.value) : answer.message);
    setText(this.status, answer.ok && this.result.textContent === '' ? t('wb.play.nothing') : this.faultText(query));
  }

  /** Where the query stops being one, as a mark below it and in words. */
  private faultText(query: string): string {
    const { at } = this.fault;
    if (at === undefined) return '';
    const { line, column } = faultPlace(query, at);
    return this.t('wb.play.place', { line, column });
  }

  private fault: { readonly at: number | undefined } = { at: undefined };

  private drawTranslation(query: string): void {
    const translation = translated(this.language, query);
    this.fault = { at: translation.is === 'wrong' ? translation.at : undefined };
    this.place.hidden = this.fault.at === undefined;
    setText(this.place, this.fault.at === undefined ? '' : faultPlace(query, this.fault.at).shown);
    const told = JSON.stringify([this.language, query]);
    if (this.other.dataset['told'] === told) return;
    this.other.dataset['told'] = told;
    const open = this.options.both ? (other: string) => this.choose(otherOf(this.language), other) : undefined;
    this.other.replaceChildren(...otherLanguageView(this.language, query, translation, this.t, open));
  }
}
