import type { Lab } from '../../../engine/grader/lab.ts';
import { drawVariables, instantiate } from '../../../engine/grader/variables.ts';
import type { Report } from '../../../engine/grader/verdict.ts';
import type { Progress } from '../../../engine/hosts/protocol.ts';
import type { Context } from '../context.ts';
import { h, richText } from '../dom.ts';
import { setPreference } from '../storage/preferences.ts';
import type { LabMenu } from './lab-menu.ts';
import { answerIn, NOTHING_DONE, withHint } from './progress.ts';
import { TaskCard } from './task-card.ts';

/** What the tasks need of the rest of the workbench. */
export interface TasksActions {
  reset(): void;
  /** The score changed: `3/10`, or undefined where there is no lab. */
  scored(score: string | undefined): void;
}

/** The lab's tasks: what to reach, what holds, why not; Check, hints, reset. */
export class TasksView {
  readonly element: HTMLElement;
  private readonly body = h('div', { class: 'wb-tasks-body', tabindex: 0, role: 'region' });
  private readonly verdict = h('p', { class: 'wb-verdict', role: 'status' });
  private readonly foot = h('div', { class: 'wb-tasks-foot' });
  private cards: ReadonlyMap<string, TaskCard> = new Map();
  private lab: Lab | undefined;
  private progress: Progress = NOTHING_DONE;

  constructor(
    private readonly context: Context,
    private readonly actions: TasksActions,
    private readonly menu: LabMenu,
  ) {
    this.body.setAttribute('aria-label', context.t('wb.tab.tasks'));
    this.element = h('div', { class: 'wb-tasks' }, this.body, this.foot);
    context.port.onBegin(() => this.forget());
    context.port.on('report', ({ report, progress }) => this.draw(report, progress));
    context.port.on('journal', ({ line }) => {
      const given = answerIn(line);
      if (given === undefined || context.port.phase.is === 'ready') return;
      for (const card of this.cards.values()) card.showAnswer(given.check, given.text);
    });
    this.showLab(undefined, '');
  }

  /** Shows a lab's tasks, or, without one, the labs that this lesson has. */
  showLab(published: Lab | undefined, student: string): void {
    const lab = published === undefined ? undefined : instantiate(published, drawVariables(published, student));
    this.lab = lab;
    this.progress = NOTHING_DONE;
    this.verdict.textContent = '';
    this.actions.scored(lab === undefined ? undefined : this.scoreText(0));
    if (lab === undefined) {
      this.cards = new Map();
      this.body.replaceChildren(this.menu.element);
      this.foot.replaceChildren();
      return;
    }
    const { t, language } = this.context;
    this.cards = new Map(
      lab.tasks.map((task, at) => [
        task.id,
        new TaskCard(this.context, task, at + 1, (id, hint) => this.takeHint(id, hint)),
      ]),
    );
    const check = h(
      'button',
      { type: 'button', class: 'wb-button wb-primary', onclick: () => this.check() },
      t('wb.task.check'),
    );
    const reset = h(
      'button',
      { type: 'button', class: 'wb-button', onclick: () => this.actions.reset() },
      t('wb.task.reset'),
    );
    this.body.replaceChildren(
      h('h2', { class: 'wb-lab-title' }, lab.title[language]),
      h('p', { class: 'wb-lab-summary' }, ...richText(lab.summary[language])),
      h('ol', { class: 'wb-task-list', role: 'list' }, ...[...this.cards.values()].map(({ element }) => element)),
    );
    this.foot.replaceChildren(check, reset, this.verdict, h('small', { class: 'wb-tip' }, t('wb.task.key')));
  }

  /** Grades every task of the lab. */
  check(): void {
    if (this.lab === undefined) return;
    this.verdict.textContent = this.context.t('wb.task.checking');
    this.context.port.input({ do: 'check', task: null });
  }

  private forget(): void {
    for (const card of this.cards.values()) card.draw(undefined, NOTHING_DONE);
    this.progress = NOTHING_DONE;
    this.verdict.textContent = '';
  }

  private points(): number {
    return (this.lab?.tasks ?? []).flatMap(({ checks }) => checks).reduce((sum, { points }) => sum + points, 0);
  }

  private scoreText(earned: number): string {
    return `${earned}/${this.points()}`;
  }

  private takeHint(task: string, hint: number): void {
    this.context.port.input({ do: 'hint', task, hint });
    this.progress = withHint(this.progress, task);
    this.cards.get(task)?.drawHints(this.progress);
  }

  private draw(report: Report, progress: Progress): void {
    const { t } = this.context;
    this.progress = progress;
    for (const task of report.tasks) this.cards.get(task.task)?.draw(task, progress);
    for (const [id, card] of this.cards) if (!report.tasks.some(({ task }) => task === id)) card.drawHints(progress);
    const complete = report.tasks.every((task) => task.complete);
    const text = complete
      ? t('wb.task.allDone', { earned: report.earned, points: report.points })
      : t('wb.task.someDone', {
          earned: report.earned,
          points: report.points,
          done: report.tasks.filter((task) => task.complete).length,
          of: report.tasks.length,
        });
    this.verdict.textContent = text;
    this.verdict.toggleAttribute('data-complete', complete);
    this.actions.scored(`${report.earned}/${report.points}`);
    setPreference(`progress:${report.lab}`, JSON.stringify({ earned: report.earned, points: report.points, complete }));
  }
}
