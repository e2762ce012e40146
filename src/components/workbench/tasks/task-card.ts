import type { Task } from '../../../engine/grader/lab.ts';
import type { TaskReport } from '../../../engine/grader/verdict.ts';
import type { Progress } from '../../../engine/hosts/protocol.ts';
import type { Context } from '../context.ts';
import { h, richText } from '../dom.ts';
import { CheckRow } from './check-row.ts';
import { type HintState, hintStates, NOTHING_DONE } from './progress.ts';

/** One task of a lab: its text, its checks with what came of them, its hints. */
export class TaskCard {
  readonly element: HTMLElement;
  private readonly rows: ReadonlyMap<string, CheckRow>;
  private readonly hints = h('div', { class: 'wb-hints' });
  private readonly score = h('span', { class: 'wb-points' });

  constructor(
    private readonly context: Context,
    private readonly task: Task,
    number: number,
    private readonly takeHint: (task: string, hint: number) => void,
  ) {
    const { t, language, port } = context;
    this.rows = new Map(task.checks.map((check) => [check.id, new CheckRow(context, check)]));
    const check = h(
      'button',
      { type: 'button', class: 'wb-tool', onclick: () => port.input({ do: 'check', task: task.id }) },
      t('wb.task.checkOne'),
    );
    check.setAttribute('aria-label', t('wb.task.checkNamed', { title: task.title[language] }));
    this.element = h(
      'li',
      { class: 'wb-task' },
      h('div', { class: 'wb-task-head' }, h('h3', {}, `${number}. ${task.title[language]}`), this.score, check),
      task.text === undefined ? undefined : h('p', { class: 'wb-task-text' }, ...richText(task.text[language])),
      h('ul', { class: 'wb-checks', role: 'list' }, ...[...this.rows.values()].map(({ element }) => element)),
      this.hints,
    );
    this.draw(undefined, NOTHING_DONE);
  }

  draw(report: TaskReport | undefined, progress: Progress): void {
    const points = this.task.checks.reduce((sum, each) => sum + each.points, 0);
    this.score.textContent = `${report?.earned ?? 0}/${points}`;
    this.element.toggleAttribute('data-complete', report?.complete === true);
    if (report !== undefined) for (const verdict of report.verdicts) this.rows.get(verdict.check)?.draw(verdict);
    this.drawHints(progress);
  }

  showAnswer(check: string, text: string): void {
    this.rows.get(check)?.showAnswer(text);
  }

  drawHints(progress: Progress): void {
    this.hints.replaceChildren(...hintStates(this.task, progress).map((state, at) => this.hint(state, at)));
  }

  private hint(state: HintState, at: number): HTMLElement {
    const { t, language } = this.context;
    const label = t('wb.hint.label', { n: at + 1, of: this.task.hints.length });
    if (state.is === 'taken')
      return h('p', { class: 'wb-hint' }, h('strong', {}, `${label} `), ...richText(state.hint.text[language]));
    if (state.is === 'locked')
      return h('p', { class: 'wb-note' }, `${label}: ${t('wb.hint.locked', { n: state.checksMore })}`);
    const costs = state.hint.costs === 0 ? '' : ` (${t('wb.hint.costs', { n: state.hint.costs })})`;
    return h(
      'button',
      { type: 'button', class: 'wb-tool', onclick: () => this.takeHint(this.task.id, at) },
      `${t('wb.hint.show')} · ${label}${costs}`,
    );
  }
}
