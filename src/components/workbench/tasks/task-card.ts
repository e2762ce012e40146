import type { Task } from '../../../engine/grader/lab.ts';
import type { SolutionStep } from '../../../engine/grader/publish.ts';
import type { TaskReport } from '../../../engine/grader/verdict.ts';
import type { Progress } from '../../../engine/hosts/protocol.ts';
import type { Context } from '../context.ts';
import { h, richText, setText } from '../dom.ts';
import { CheckRow } from './check-row.ts';
import { pointsText } from './points.ts';
import { type HintState, hintStates, NOTHING_DONE } from './progress.ts';
import { type ShowBeside, solutionView } from './solution-view.ts';

/** What a task's buttons do; those that are left out have no button (an exam has none). */
export interface TaskActions {
  check?(task: Task): void;
  hint?(task: Task, hint: number): void;
  solution?(task: Task): void;
  reset?(task: Task): void;
}

/** One task of a lab: its text, its checks with what came of them, its hints, its solution, the way back to its beginning. */
export class TaskCard {
  readonly element: HTMLElement;
  private readonly rows: ReadonlyMap<string, CheckRow>;
  private readonly hints = h('div', { class: 'wb-hints' });
  /** The states of the hints that are drawn. */
  private hintsDrawn = '';
  private readonly score = h('span', { class: 'wb-points' });
  private readonly shown = h('div');
  private readonly isDone = h('span', { class: 'sr-only' });
  private readonly solutionButton: HTMLElement | undefined;
  /** What a card shows as earned before anything was graded: an exam shows nothing, for 0/4 would read as its score. */
  private readonly earnedYet: 0 | undefined;

  constructor(
    private readonly context: Context,
    private readonly task: Task,
    number: number,
    private readonly actions: TaskActions,
    needs: readonly Task[],
  ) {
    const { t, language } = context;
    const title = task.title[language];
    this.earnedYet = actions.check === undefined ? undefined : 0;
    this.rows = new Map(task.checks.map((check) => [check.id, new CheckRow(context, check, this.earnedYet)]));
    const button = (label: string, full: string, act: ((task: Task) => void) | undefined): HTMLElement | undefined =>
      act === undefined
        ? undefined
        : h(
            'button',
            { type: 'button', class: 'wb-tool', 'aria-label': full, title: full, onclick: () => act(task) },
            label,
          );
    this.solutionButton = button(
      t('wb.solution.show'),
      t('wb.solution.showNamed', { title }),
      actions.solution?.bind(actions),
    );
    const reset = button(t('wb.back.button'), t('wb.back.named', { title }), actions.reset?.bind(actions));
    this.element = h(
      'li',
      { class: 'wb-task' },
      h(
        'div',
        { class: 'wb-task-head' },
        h('h3', {}, `${number}. ${title}`, this.isDone),
        this.score,
        button(t('wb.task.checkOne'), t('wb.task.checkNamed', { title }), actions.check?.bind(actions)),
      ),
      needs.length === 0
        ? undefined
        : h(
            'p',
            { class: 'wb-note' },
            t('wb.task.needs', { tasks: needs.map((each) => each.title[language]).join(', ') }),
          ),
      task.text === undefined ? undefined : h('p', { class: 'wb-task-text' }, ...richText(task.text[language])),
      h('ul', { class: 'wb-checks', role: 'list' }, ...[...this.rows.values()].map(({ element }) => element)),
      this.hints,
      this.shown,
      this.solutionButton === undefined && reset === undefined
        ? undefined
        : h('div', { class: 'wb-task-more' }, this.solutionButton, reset),
    );
    this.draw(undefined, NOTHING_DONE);
  }

  draw(report: TaskReport | undefined, progress: Progress, byItself = false): void {
    const points = this.task.checks.reduce((sum, each) => sum + each.points, 0);
    this.score.textContent = pointsText(this.context.t, points, report?.earned ?? this.earnedYet);
    this.element.toggleAttribute('data-complete', report?.complete === true);
    setText(this.isDone, report?.complete === true ? ` (${this.context.t('wb.task.met')})` : '');
    if (report === undefined) for (const row of this.rows.values()) row.draw(undefined);
    else for (const verdict of report.verdicts) this.rows.get(verdict.check)?.draw(verdict, byItself);
    this.drawHints(progress);
  }

  showAnswer(check: string, text: string): void {
    this.rows.get(check)?.showAnswer(text);
  }

  /** Shows the way through this task below the learner's own; undefined takes it away. */
  showSolution(steps: readonly SolutionStep[] | undefined, showBeside: ShowBeside): void {
    this.shown.replaceChildren(...(steps === undefined ? [] : [solutionView(this.context, steps, showBeside)]));
  }

  /** The site shows no solution of this lab. */
  withoutSolution(): void {
    this.solutionButton?.remove();
  }

  drawHints(progress: Progress): void {
    if (this.actions.hint === undefined) return;
    const isDone = this.element?.hasAttribute('data-complete') === true;
    const states = hintStates(this.task, progress).filter(({ is }) => !isDone || is === 'taken');
    const drawn = states.map((state) => (state.is === 'locked' ? state.checksMore : state.is)).join();
    // A verdict comes whenever the cluster settles: whoever is on a hint's button meanwhile stays there.
    if (drawn === this.hintsDrawn) return;
    this.hintsDrawn = drawn;
    const isHere = this.hints.contains(document.activeElement);
    this.hints.replaceChildren(...states.map((state, at) => this.hint(state, at)));
    // Its button is gone: the hint itself is read, and Tab goes on from there.
    if (isHere) [...this.hints.querySelectorAll<HTMLElement>('.wb-hint')].at(-1)?.focus();
  }

  private hint(state: HintState, at: number): HTMLElement {
    const { t, language } = this.context;
    const label = t('wb.hint.label', { n: at + 1, of: this.task.hints.length });
    if (state.is === 'taken')
      return h(
        'p',
        { class: 'wb-hint', tabindex: -1 },
        h('strong', {}, `${label} `),
        ...richText(state.hint.text[language]),
      );
    if (state.is === 'locked')
      return h('p', { class: 'wb-note' }, `${label}: ${t('wb.hint.locked', { n: state.checksMore })}`);
    const costs = state.hint.costs === 0 ? '' : ` (${t('wb.hint.costs', { n: state.hint.costs })})`;
    return h(
      'button',
      { type: 'button', class: 'wb-tool', onclick: () => this.actions.hint?.(this.task, at) },
      `${t('wb.hint.show')} · ${label}${costs}`,
    );
  }
}
