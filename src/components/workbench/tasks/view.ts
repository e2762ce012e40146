import type { Lab, Task } from '../../../engine/grader/lab.ts';
import type { PublishedSolution } from '../../../engine/grader/publish.ts';
import { drawVariables, instantiate, type Variables } from '../../../engine/grader/variables.ts';
import type { Report } from '../../../engine/grader/verdict.ts';
import type { Progress } from '../../../engine/hosts/protocol.ts';
import type { Context } from '../context.ts';
import { h, richText, setText } from '../dom.ts';
import { confirmed } from '../layout/dialog.ts';
import { keepScore } from '../storage/scores.ts';
import { checkWhenSettled } from './auto-check.ts';
import { cutAt, momentsBefore } from './go-back.ts';
import { chosenMoment } from './go-back-dialog.ts';
import type { LabMenu } from './lab-menu.ts';
import { markIn } from './marks.ts';
import { Meter } from './meter.ts';
import { hasTried, NOTHING_DONE, withHint } from './progress.ts';
import { type ShowBeside, solutionView } from './solution-view.ts';
import { type TaskActions, TaskCard } from './task-card.ts';

/** What the tasks need of the rest of the workbench. */
export interface TasksActions {
  reset(): void;
  /** The journal of the session as it is now. */
  journal(): string;
  /** Goes on from this journal instead, which takes the place of the one that is kept. */
  goBack(journal: string): void;
  solution(variables: Variables): Promise<PublishedSolution | undefined>;
  showBeside: ShowBeside;
  /** The score changed: `3/10`, or undefined where there is no lab. */
  scored(score: string | undefined): void;
}

/** A lab as it is being worked on. */
interface Open {
  readonly lab: Lab;
  readonly variables: Variables;
  readonly cards: ReadonlyMap<string, TaskCard>;
  /** An exam tells nothing before its end. */
  readonly isExam: boolean;
}

/** The lab's tasks: what to reach, what holds, why not; Check, hints, solutions, ways back. */
export class TasksView {
  readonly element: HTMLElement;
  private readonly body = h('div', { class: 'wb-tasks-body', tabindex: 0, role: 'region' });
  private readonly verdict = h('p', { class: 'wb-verdict', role: 'status' });
  private readonly foot = h('div', { class: 'wb-tasks-foot' });
  private readonly meter: Meter;
  private readonly whole = h('div');
  private readonly reached = new Set<string>();
  private open: Open | undefined;
  private progress: Progress = NOTHING_DONE;
  /** Whether the learner has asked since the session began: then the line under the tasks counts on by itself. */
  private hasAsked = false;
  /** All tasks are being checked on demand. */
  private looksForUnmet = false;
  /** Virtual time at which the learner came, milliseconds since the Unix epoch. */
  private arrivedMs = 0;

  constructor(
    private readonly context: Context,
    private readonly actions: TasksActions,
    private readonly menu: LabMenu,
  ) {
    const { port, t } = context;
    this.meter = new Meter(t);
    this.body.setAttribute('aria-label', t('wb.tab.tasks'));
    this.element = h('div', { class: 'wb-tasks' }, this.body, this.foot);
    port.onBegin(() => this.forget());
    port.on('report', ({ report, progress }) => {
      this.progress = progress;
      this.draw(report, false);
    });
    checkWhenSettled(
      port,
      () => this.open?.isExam === false,
      (report) => this.draw(report, true),
    );
    port.on('journal', ({ line }) => this.replayed(line));
    port.on('time', ({ startMs }) => {
      this.arrivedMs = startMs;
    });
    this.showLab(undefined, '');
  }

  /** Shows a lab's tasks, of an exam only those named; or, without a lab, the labs that this lesson has. */
  showLab(published: Lab | undefined, student: string, exam?: readonly string[]): void {
    this.progress = NOTHING_DONE;
    this.verdict.textContent = '';
    if (published === undefined) {
      this.open = undefined;
      this.actions.scored(undefined);
      this.body.replaceChildren(this.menu.element);
      this.foot.replaceChildren();
      return;
    }
    const { language } = this.context;
    const variables = drawVariables(published, student);
    const whole = instantiate(published, variables);
    const lab = exam === undefined ? whole : { ...whole, tasks: whole.tasks.filter(({ id }) => exam.includes(id)) };
    const taskActions = exam === undefined ? this.taskActions() : {};
    const cards = new Map(
      lab.tasks.map((task, at) => {
        const needs = lab.tasks.filter(({ id }) => task.needs.includes(id));
        return [task.id, new TaskCard(this.context, task, at + 1, taskActions, needs)];
      }),
    );
    this.open = { lab, variables, cards, isExam: exam !== undefined };
    const points = lab.tasks.flatMap(({ checks }) => checks).reduce((sum, check) => sum + check.points, 0);
    this.meter.draw({ earned: 0, points, tasks: lab.tasks.map(() => NO_REPORT) });
    this.actions.scored(exam === undefined ? `0/${points}` : undefined);
    this.body.replaceChildren(
      h('h2', { class: 'wb-lab-title' }, lab.title[language]),
      // An exam may have drawn one task of many: the summary tells of all of them.
      ...(exam === undefined
        ? [h('p', { class: 'wb-lab-summary' }, ...richText(lab.summary[language])), this.meter.element]
        : []),
      h('ol', { class: 'wb-task-list', role: 'list' }, ...[...cards.values()].map(({ element }) => element)),
      this.whole,
    );
    this.whole.replaceChildren();
    this.foot.replaceChildren(...(exam === undefined ? this.footer() : []));
  }

  /** Grades every task of the lab. */
  check(): void {
    if (this.open === undefined || this.open.isExam) return;
    this.looksForUnmet = true;
    this.verdict.textContent = this.context.t('wb.task.checking');
    this.context.port.input({ do: 'check', task: null });
  }

  private footer(): Node[] {
    const { t } = this.context;
    const button = (label: string, kind: string, act: () => void, title?: string) =>
      h('button', { type: 'button', class: `wb-button ${kind}`, onclick: act, title }, label);
    return [
      button(t('wb.task.check'), 'wb-primary', () => this.check(), t('wb.task.key')),
      button(t('wb.task.reset'), '', () => this.actions.reset()),
      this.verdict,
      h('small', { class: 'wb-tip' }, t('wb.task.key')),
    ];
  }

  private taskActions(): TaskActions {
    return {
      check: ({ id }) => this.context.port.input({ do: 'check', task: id }),
      hint: (task, hint) => {
        this.context.port.input({ do: 'hint', task: task.id, hint });
        this.progress = withHint(this.progress, task.id);
        this.open?.cards.get(task.id)?.drawHints(this.progress);
      },
      solution: (task) => void this.solve(task),
      reset: (task) => void this.goBack(task),
    };
  }

  private forget(): void {
    for (const card of this.open?.cards.values() ?? []) {
      card.draw(undefined, NOTHING_DONE);
      card.showSolution(undefined, this.actions.showBeside);
    }
    this.whole.replaceChildren();
    this.reached.clear();
    this.progress = NOTHING_DONE;
    this.hasAsked = false;
    this.verdict.textContent = '';
  }

  /** What the journal says of tasks, while it is replayed or as it grows. */
  private replayed(line: string): void {
    const mark = markIn(line);
    if (mark?.is === 'reached') this.reached.add(mark.task);
    if (mark?.is !== 'answer' || this.context.port.phase.is === 'ready') return;
    for (const card of this.open?.cards.values() ?? []) card.showAnswer(mark.check, mark.text);
  }

  private async solve(task: Task): Promise<void> {
    const { open, context } = this;
    const { t, language, port } = context;
    if (open === undefined) return;
    if (!hasTried(task.id, this.progress)) {
      const sure = await confirmed(this.element, {
        title: t('wb.solution.sureTitle'),
        text: t('wb.solution.sureText', { task: task.title[language] }),
        yes: t('wb.solution.sureYes'),
        no: t('wb.solution.sureNo'),
      });
      if (!sure) return;
    }
    try {
      const solution = await this.actions.solution(open.variables);
      if (this.open !== open) return;
      if (solution === undefined) {
        for (const card of open.cards.values()) card.withoutSolution();
        setText(this.verdict, t('wb.solution.none'));
        return;
      }
      port.input({ do: 'solution', task: task.id });
      this.progress = { ...this.progress, solutions: [...this.progress.solutions, task.id] };
      const own = solution.tasks[task.id];
      if (own !== undefined) open.cards.get(task.id)?.showSolution(own, this.actions.showBeside);
      else this.whole.replaceChildren(solutionView(context, solution.whole, this.actions.showBeside));
      if (own === undefined) this.whole.scrollIntoView({ block: 'nearest' });
    } catch (error) {
      setText(this.verdict, `${t('wb.problem.labMissing')} ${String(error)}`);
    }
  }

  private async goBack(task: Task): Promise<void> {
    const { open } = this;
    const journal = this.actions.journal();
    if (open === undefined || journal === '') return;
    const { moments, usual } = momentsBefore(journal, open.lab, task, this.arrivedMs);
    const title = task.title[this.context.language];
    const chosen = await chosenMoment(this.context, this.element, title, moments, usual);
    if (chosen !== undefined) this.actions.goBack(cutAt(journal, chosen));
  }

  /** Who asked how it stands sees what is missing: the first task that does not hold, unless another such task is in view. */
  private showUnmet(report: Report): void {
    this.looksForUnmet = false;
    const { top, bottom } = this.body.getBoundingClientRect();
    const unmet = report.tasks.flatMap(({ task, complete }) => (complete ? [] : (this.open?.cards.get(task) ?? [])));
    const isSeen = unmet.some(({ element }) => {
      const box = element.getBoundingClientRect();
      return box.top < bottom - SEEN_PX && box.bottom > top + SEEN_PX;
    });
    if (!isSeen) unmet[0]?.element.scrollIntoView({ block: 'start' });
  }

  private draw(report: Report, byItself: boolean): void {
    const { open } = this;
    if (open === undefined || open.isExam) return;
    const { t, language, port } = this.context;
    for (const task of report.tasks) open.cards.get(task.task)?.draw(task, this.progress, byItself);
    this.meter.draw(report);
    if (!byItself && this.looksForUnmet) this.showUnmet(report);
    const done = report.tasks.filter(({ complete }) => complete);
    const fresh = done.filter(({ task }) => !this.reached.has(task));
    for (const { task } of port.phase.is === 'ready' ? fresh : []) {
      this.reached.add(task);
      port.input({ do: 'reached', task });
    }
    const complete = done.length === report.tasks.length;
    const { earned, points } = report;
    const [news] = fresh;
    this.hasAsked ||= !byItself;
    if (complete) setText(this.verdict, t('wb.task.allDone', { earned, points }));
    else if (byItself && news !== undefined)
      setText(this.verdict, t('wb.task.newlyDone', { task: news.title[language] }));
    else if (this.hasAsked)
      setText(this.verdict, t('wb.task.someDone', { earned, points, done: done.length, of: report.tasks.length }));
    this.verdict.toggleAttribute('data-complete', complete);
    this.actions.scored(`${earned}/${points}`);
    keepScore(report.lab, { earned, points, done: done.length, of: report.tasks.length });
  }
}

/** So much of a task must be in view to be seen: its name and what it asks for, pixels. */
const SEEN_PX = 80;

const NO_REPORT = { task: '', title: { en: '', ko: '' }, complete: false, earned: 0, points: 0, verdicts: [] } as const;
