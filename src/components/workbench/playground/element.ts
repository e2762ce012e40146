import type { Json } from '../../../engine/cluster/json.ts';
import { languageOf, texts } from '../../../i18n/text.ts';
import '../styles/playground.css';
import { h, setText } from '../dom.ts';
import type { SessionPort } from '../session/port.ts';
import { examples } from './examples.ts';
import { targetPath } from './target.ts';

const TYPING_MS = 250;
/** A result follows the cluster this slowly, milliseconds. */
const FOLLOW_MS = 1_000;
const MOST_CHARACTERS = 20_000;

/** A text as it is, unless it is an object or a list: then with a line for each field. */
function pretty(text: string): string {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function resultText(value: Json): string {
  const text = Array.isArray(value)
    ? value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each, null, 2))).join('\n')
    : pretty(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n…` : text;
}

/** One playground: objects, an expression, and what it gives on the cluster as it is now. */
function setUp(place: HTMLElement, port: SessionPort): void {
  const language = place.dataset['kind'] === 'jq' ? 'jq' : 'jsonpath';
  const t = texts(languageOf(place.dataset['language']));
  const target = h('input', {
    type: 'text',
    value: place.dataset['target'] ?? 'pods',
    spellcheck: 'false',
    autocapitalize: 'off',
    translate: 'no',
  });
  const expression = h('textarea', { rows: 2, spellcheck: 'false', autocapitalize: 'off', translate: 'no' });
  expression.value = place.dataset['expression'] ?? '';
  const result = h('pre', {
    class: 'wb-result',
    tabindex: 0,
    role: 'region',
    'aria-label': t('wb.play.result'),
    translate: 'no',
  });
  const status = h('p', { class: 'wb-note', role: 'status' });
  let timer: number | undefined;
  let turn = 0;

  const ask = async (): Promise<void> => {
    const mine = ++turn;
    const path = targetPath(target.value);
    if (path === undefined) {
      result.dataset['fault'] = '';
      setText(result, t('wb.play.noTarget'));
      return;
    }
    const answer = await port.ask({ about: 'query', language, query: expression.value, path });
    if (mine !== turn) return;
    result.toggleAttribute('data-fault', !answer.ok);
    setText(result, answer.ok ? resultText(answer.value) : answer.message);
    setText(status, !answer.ok ? '' : result.textContent === '' ? t('wb.play.nothing') : '');
  };
  const later = (ms: number): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), ms);
  };
  let following = false;
  const follow = (): void => {
    if (following) return;
    following = true;
    window.setTimeout(() => {
      following = false;
      if (place.isConnected && place.offsetParent !== null) void ask();
    }, FOLLOW_MS);
  };

  target.addEventListener('input', () => later(TYPING_MS));
  expression.addEventListener('input', () => later(TYPING_MS));
  const tries = examples[language].map((text) =>
    h(
      'button',
      {
        type: 'button',
        class: 'wb-tool',
        translate: 'no',
        onclick: () => {
          expression.value = text;
          later(0);
        },
      },
      text,
    ),
  );
  place.replaceChildren(
    h(
      'label',
      {},
      h('span', {}, t('wb.play.objects')),
      h('span', { class: 'wb-play-target' }, h('code', { 'aria-hidden': 'true' }, 'kubectl get'), target),
    ),
    h('label', {}, h('span', {}, t('wb.play.expression')), expression),
    h('div', { class: 'wb-play-examples', role: 'group', 'aria-label': t('wb.play.examples') }, ...tries),
    result,
    status,
  );
  port.on('map', follow);
  port.onPhase((phase) => {
    if (phase.is === 'ready') later(0);
    else if (phase.is === 'starting') setText(status, t('wb.play.waiting'));
  });
}

/** Defines `<skiff-playground>`, which works on the session that the port leads to. */
export function definePlayground(port: SessionPort): void {
  if (customElements.get('skiff-playground') !== undefined) return;
  customElements.define(
    'skiff-playground',
    class extends HTMLElement {
      connectedCallback(): void {
        if (this.querySelector('textarea') === null) setUp(this, port);
      }
    },
  );
}
