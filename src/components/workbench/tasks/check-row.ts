import type { Check } from '../../../engine/grader/lab.ts';
import type { CounterExample, Verdict } from '../../../engine/grader/verdict.ts';
import type { Context } from '../context.ts';
import { h, richText, setText } from '../dom.ts';
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

/** Where a question is answered. */
interface AnswerBox {
  readonly label: HTMLElement;
  readonly input: HTMLInputElement;
  /** What is said of an answer that nobody has judged yet. */
  readonly noted: HTMLElement;
}

/** The box in which a question is answered; undefined for checks that ask nothing. `given` runs when there is a new answer. */
function answerBox(context: Context, check: Check, given: () => void): AnswerBox | undefined {
  const { subject } = check;
  if (subject.kind !== 'answer') return undefined;
  const { language, port } = context;
  const noted = h('span', { role: 'status', class: 'wb-file-state' });
  const input = h('input', { type: 'text', name: check.id, autocomplete: 'off', spellcheck: 'false' });
  input.addEventListener('change', () => {
    port.input({ do: 'answer', check: check.id, text: input.value });
    given();
  });
  return {
    label: h('label', { class: 'wb-answer' }, h('span', {}, ...richText(subject.ask[language])), input, noted),
    input,
    noted,
  };
}

/** One check: what must hold, whether it does, why not, and since when. */
export class CheckRow {
  readonly element: HTMLElement;
  private readonly mark = h('span', { class: 'wb-check-mark', 'aria-hidden': 'true' }, MARKS.none);
  private readonly outcome = h('span', { class: 'sr-only' });
  private readonly points = h('span', { class: 'wb-points' });
  private readonly why = h('div');
  private readonly answer: AnswerBox | undefined;
  /** Whether the row has said yes or no: until then a check by itself does not say no. */
  private hasSpoken = false;

  constructor(
    private readonly context: Context,
    private readonly check: Check,
    /** What counts as earned before there is a verdict; undefined where none is given before the end. */
    private readonly earnedYet: 0 | undefined,
  ) {
    const says = h('span', { class: 'wb-check-says' }, this.outcome, ...richText(check.says[context.language]));
    this.answer = answerBox(context, check, () => this.noted());
    this.element = h(
      'li',
      { class: 'wb-check', 'data-outcome': 'none' },
      this.mark,
      h('div', {}, says, this.why, this.answer?.label),
      this.points,
    );
    if (check.points === 0) this.points.title = context.t('wb.task.guardWhy');
    this.draw(undefined);
  }

  /** Shows an answer that was given before the page was loaded. */
  showAnswer(text: string): void {
    if (this.answer !== undefined) this.answer.input.value = text;
  }

  /** There is a new answer: what was said of the one before it goes, until the next check. */
  private noted(): void {
    const { t } = this.context;
    this.draw(undefined);
    if (this.answer === undefined) return;
    setText(this.answer.noted, this.earnedYet === undefined ? t('wb.task.answeredExam') : t('wb.task.answered'));
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
    // Full points with a task still open would be a riddle.
    setText(this.points, points === 0 ? t('wb.task.guard') : pointsText(t, points, verdict?.earned ?? this.earnedYet));
    const notes: Node[] = [];
    if (verdict?.why !== undefined) notes.push(h('p', { class: 'wb-why' }, ...richText(verdict.why[language])));
    if (verdict?.counterExample !== undefined) notes.push(counterExample(this.context, verdict.counterExample));
    this.why.replaceChildren(...notes);
    if (verdict !== undefined && this.answer !== undefined) setText(this.answer.noted, '');
  }
}
