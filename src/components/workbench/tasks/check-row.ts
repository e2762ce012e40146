import type { Check } from '../../../engine/grader/lab.ts';
import type { CounterExample, Verdict } from '../../../engine/grader/verdict.ts';
import type { Context } from '../context.ts';
import { h, richText } from '../dom.ts';
import { clockText } from '../time/clock-text.ts';
import { pointsText } from './points.ts';

const MARKS = { met: '✓', 'not-met': '✗', unchecked: '?', none: '○' } as const;

function counterExample({ t }: Context, { atMs, object, after }: CounterExample): HTMLElement {
  const when = t('wb.task.counter', { time: clockText(atMs), object });
  return h(
    'p',
    { class: 'wb-why' },
    when,
    ' ',
    h(
      'button',
      {
        type: 'button',
        class: 'wb-link',
        // The workbench goes there.
        onclick: ({ currentTarget }) =>
          currentTarget?.dispatchEvent(new CustomEvent('skiff:moment', { bubbles: true, detail: { atMs, object } })),
      },
      t('time.show'),
    ),
    ...(after === undefined ? [] : [` ${t('wb.task.counterAfter')} `, h('code', { translate: 'no' }, after)]),
    ` ${t('wb.task.counterStays', { button: t('wb.back.button') })}`,
  );
}

/** The box in which a question is answered; undefined for checks that ask nothing. */
function answerBox(
  context: Context,
  check: Check,
): { readonly label: HTMLElement; readonly input: HTMLInputElement } | undefined {
  const { subject } = check;
  if (subject.kind !== 'answer') return undefined;
  const { t, language, port } = context;
  const saved = h('span', { role: 'status', class: 'wb-file-state' });
  const input = h('input', { type: 'text', name: check.id, autocomplete: 'off', spellcheck: 'false' });
  input.addEventListener('change', () => {
    port.input({ do: 'answer', check: check.id, text: input.value });
    saved.textContent = t('wb.task.answered');
  });
  return {
    label: h('label', { class: 'wb-answer' }, h('span', {}, ...richText(subject.ask[language])), input, saved),
    input,
  };
}

/** One check: what must hold, whether it does, why not, and since when. */
export class CheckRow {
  readonly element: HTMLElement;
  private readonly mark = h('span', { class: 'wb-check-mark', 'aria-hidden': 'true' }, MARKS.none);
  private readonly outcome = h('span', { class: 'sr-only' });
  private readonly points = h('span', { class: 'wb-points' });
  private readonly why = h('div');
  private readonly answer: HTMLInputElement | undefined;
  /** Whether the row has said yes or no: until then a check by itself does not say no. */
  private hasSpoken = false;

  constructor(
    private readonly context: Context,
    private readonly check: Check,
    /** What counts as earned before there is a verdict; undefined where none is given before the end. */
    private readonly earnedYet: 0 | undefined,
  ) {
    const says = h('span', { class: 'wb-check-says' }, this.outcome, ...richText(check.says[context.language]));
    const box = answerBox(context, check);
    this.answer = box?.input;
    this.element = h(
      'li',
      { class: 'wb-check', 'data-outcome': 'none' },
      this.mark,
      h('div', {}, says, this.why, box?.label),
      this.points,
    );
    this.draw(undefined);
  }

  /** Shows an answer that was given before the page was loaded. */
  showAnswer(text: string): void {
    if (this.answer !== undefined) this.answer.value = text;
  }

  /** Shows what came of the check. Before the learner has asked, `byItself` tells only what holds: nobody is wrong who has not said anything. */
  draw(found: Verdict | undefined, byItself = false): void {
    const { t, language } = this.context;
    const verdict = byItself && !this.hasSpoken && found?.outcome !== 'met' ? undefined : found;
    this.hasSpoken = verdict !== undefined;
    const outcome = verdict?.outcome ?? 'none';
    this.element.dataset['outcome'] = outcome;
    this.mark.textContent = MARKS[outcome];
    const words = {
      met: t('wb.task.met'),
      'not-met': t('wb.task.notMet'),
      unchecked: t('wb.task.unchecked'),
      none: '',
    };
    this.outcome.textContent = words[outcome] === '' ? '' : `${words[outcome]}: `;
    const { points } = this.check;
    this.points.textContent = points === 0 ? '' : pointsText(t, points, verdict?.earned ?? this.earnedYet);
    const notes: Node[] = [];
    if (verdict?.why !== undefined) notes.push(h('p', { class: 'wb-why' }, ...richText(verdict.why[language])));
    if (verdict?.counterExample !== undefined) notes.push(counterExample(this.context, verdict.counterExample));
    this.why.replaceChildren(...notes);
  }
}
