import '../../../i18n/late.ts';
import { createWorkerHost } from '../../../engine/hosts/worker/host.ts';
import { type Language, texts } from '../../../i18n/text.ts';
import { openFullBench } from '../../site/full-bench.ts';
import { h } from '../dom.ts';
import { confirmed } from '../layout/dialog.ts';
import { SEAL } from '../session/beginning.ts';
import { download, journalHead } from '../session/journal-file.ts';
import { labSource } from '../session/lab-source.ts';
import { placeKey } from '../session/place.ts';
import { indexedJournals } from '../storage/indexed-journals.ts';
import { ExamBar } from './bar.ts';
import { drawExam, type ExamLab } from './draw.ts';
import { keepSheet, keptSheet } from './kept-sheet.ts';
import { replayed } from './replay.ts';
import { type ExamRun, endsMs, keepRun } from './run.ts';
import {
  claimedOtherwise,
  drawnOtherwise,
  type Objection,
  reportsOf,
  type Sheet,
  type StationResult,
  sumOf,
} from './sheet.ts';
import { objectionText, sheetView } from './sheet-view.ts';

/** Where the exam stands in its page. */
export interface ExamPlaces {
  /** Above the workbench. */
  readonly bar: HTMLElement;
  /** Where the result is shown. */
  readonly result: HTMLElement;
  readonly base: string;
  readonly language: Language;
}

/** What a teacher chose. */
export interface ExamWish {
  readonly seed: string;
  readonly count: number;
  readonly minutes: number;
  readonly student: string;
}

/** A timed exam: stations with clusters of their own, one open at a time; graded at the end by playing each journal again. */
export class ExamApp {
  private readonly t;
  private readonly store = indexedJournals();
  private readonly loadLab;
  private readonly sealed = new Map<string, string>();
  private run: ExamRun | undefined;
  private bar: ExamBar | undefined;
  private timer: number | undefined;

  constructor(
    private readonly places: ExamPlaces,
    private readonly labs: readonly ExamLab[],
  ) {
    this.t = texts(places.language);
    this.loadLab = labSource(places.base);
  }

  /** Begins an exam now. */
  begin(wish: ExamWish): void {
    const startedMs = Date.now();
    const stations = drawExam(this.labs, wish.seed, wish.count);
    const [first] = stations;
    if (first === undefined) return;
    this.goOn({ ...wish, id: startedMs.toString(36), startedMs, stations, open: first.folder });
  }

  /** Goes on with an exam that was begun; one whose time is up is graded. */
  goOn(run: ExamRun): void {
    this.run = run;
    this.bar = new ExamBar(this.t, this.places.language, run, this.labs, {
      open: (folder) => void this.open(folder),
      finish: () => void this.askToFinish(),
    });
    this.places.bar.replaceChildren(this.bar.element);
    this.timer = window.setInterval(() => this.tick(), 1000);
    if (Date.now() >= endsMs(run)) void this.finish();
    else void this.open(run.open);
    this.tick();
  }

  private tick(): void {
    if (this.run === undefined) return;
    const left = endsMs(this.run) - Date.now();
    this.bar?.tick(Math.max(0, left));
    if (left <= 0) void this.finish();
  }

  private async open(folder: string): Promise<void> {
    const { run } = this;
    const station = run?.stations.find((each) => each.folder === folder);
    if (run === undefined || station === undefined) return;
    await this.seal();
    this.run = { ...run, open: folder };
    keepRun(this.run);
    this.bar?.opened(folder);
    const place = { kind: 'exam', exam: run.id, lab: folder } as const;
    await openFullBench({ from: 'kept', place, exam: { tasks: station.tasks, student: run.student } });
  }

  /** Takes the open station's journal as it is now: time that passed after the last input counts. */
  private async seal(): Promise<void> {
    const { run } = this;
    if (run === undefined || document.querySelector('skiff-workbench[data-ready]') === null) return;
    const journal = await new Promise<string>((done) => {
      document.dispatchEvent(new CustomEvent(SEAL, { detail: { done } }));
    });
    if (journal !== '') this.sealed.set(run.open, journal);
  }

  private async askToFinish(): Promise<void> {
    const { t } = this;
    const sure = await confirmed(this.places.bar, {
      title: t('exam.finishTitle'),
      text: t('exam.finishText'),
      yes: t('exam.finish'),
      no: t('wb.reset.no'),
    });
    if (sure) await this.finish();
  }

  private async finish(): Promise<void> {
    window.clearInterval(this.timer);
    await this.seal();
    const { run, t } = this;
    if (run === undefined) return;
    this.run = undefined;
    const { result, bar } = this.places;
    bar.replaceChildren();
    delete document.documentElement.dataset['bench'];
    result.hidden = false;
    result.replaceChildren(h('p', { role: 'status' }, t('exam.grading')));
    const stations: StationResult[] = [];
    const failures: Objection[] = [];
    for (const { folder, tasks } of run.stations) stations.push(await this.grade(run, folder, tasks, failures));
    const finishedMs = Math.min(Date.now(), endsMs(run));
    const { seed, count, minutes, student, startedMs } = run;
    const [earned, points] = [sumOf(stations, 'earned'), sumOf(stations, 'points')];
    keepRun(undefined);
    const figures = { seed, count, minutes, student, startedMs, finishedMs, stations, earned, points };
    const sheet: Sheet = { skiff: 'exam/v1', ...figures };
    this.show(sheet, failures.length === 0 ? undefined : failures);
    await keepSheet(this.store, sheet);
  }

  /** Shows the sheet of the exam that was finished last in this browser. */
  async showKept(): Promise<void> {
    const sheet = await keptSheet(this.store);
    if (sheet === undefined) throw new Error('no sheet is kept in this browser');
    this.show(sheet);
  }

  private async journalOf(run: ExamRun, folder: string): Promise<string> {
    const key = placeKey({ kind: 'exam', exam: run.id, lab: folder });
    const lines = await this.store.read(key).catch(() => []);
    return this.sealed.get(folder) ?? (lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  }

  private async grade(
    run: ExamRun,
    folder: string,
    tasks: readonly string[],
    failures: Objection[],
  ): Promise<StationResult> {
    const lab = this.labs.find((each) => each.folder === folder);
    if (lab === undefined) return { folder, digest: '', tasks, journal: '', reports: [] };
    const journal = await this.journalOf(run, folder);
    const nothing = { folder, digest: lab.digest, tasks, journal, reports: reportsOf(lab, tasks, undefined) };
    if (journal === '') return nothing;
    try {
      const report = await replayed(createWorkerHost(), await this.loadLab(folder), run.student, journal);
      return { ...nothing, reports: reportsOf(lab, tasks, report) };
    } catch (error) {
      // The journal goes along: who reads the sheet can try it again.
      failures.push({ is: 'not-replayed', folder, why: error instanceof Error ? error.message : String(error) });
      return nothing;
    }
  }

  /** Shows a sheet; `objections` are there when it was checked again. */
  show(sheet: Sheet, objections?: readonly Objection[]): void {
    const { t } = this;
    const { result, language } = this.places;
    const button = (label: string, act: () => void, kind = ''): HTMLElement =>
      h('button', { type: 'button', class: kind, onclick: act }, label);
    const name = `skiff-exam-${sheet.student === '' ? sheet.seed : sheet.student}.json`.replace(/[^\w.-]+/g, '-');
    const verdict =
      objections === undefined
        ? []
        : [
            h(
              'div',
              { class: 'exam-recheck', role: 'status', 'data-same': objections.length === 0 ? 'yes' : 'no' },
              h('p', {}, objections.length === 0 ? t('exam.recheck.same') : t('exam.recheck.differs')),
              h('ul', {}, ...objections.map((objection) => h('li', {}, objectionText(objection, t)))),
            ),
          ];
    result.hidden = false;
    result.replaceChildren(
      ...verdict,
      sheetView(sheet, this.labs, t, language),
      h(
        'p',
        { class: 'row exam-buttons' },
        button(t('exam.print'), () => window.print(), 'primary'),
        button(t('exam.export'), () => download(name, JSON.stringify(sheet))),
      ),
    );
    result.querySelector('h2')?.setAttribute('tabindex', '-1');
    result.querySelector('h2')?.focus();
  }

  /** Plays the journals of a sheet again and shows it with what speaks against it. */
  async recheck(sheet: Sheet): Promise<void> {
    const { result } = this.places;
    result.hidden = false;
    result.replaceChildren(h('p', { role: 'status' }, this.t('exam.grading')));
    const objections: Objection[] = [...drawnOtherwise(sheet, this.labs)];
    for (const station of sheet.stations) objections.push(...(await this.recheckStation(sheet, station)));
    this.show(sheet, objections);
  }

  private async recheckStation(sheet: Sheet, station: StationResult): Promise<readonly Objection[]> {
    const { folder, journal, tasks } = station;
    const lab = this.labs.find((each) => each.folder === folder);
    if (lab === undefined) return [{ is: 'lab-changed', folder }];
    if (journal === '') return claimedOtherwise(station, reportsOf(lab, tasks, undefined));
    const head = journalHead(journal);
    if (head.lab?.digest !== lab.digest) return [{ is: 'lab-changed', folder }];
    const objections: Objection[] = head.student === sheet.student ? [] : [{ is: 'other-student', folder }];
    try {
      const report = await replayed(createWorkerHost(), await this.loadLab(folder), sheet.student, journal);
      return [...objections, ...claimedOtherwise(station, reportsOf(lab, tasks, report))];
    } catch (error) {
      return [
        ...objections,
        { is: 'not-replayed', folder, why: error instanceof Error ? error.message : String(error) },
      ];
    }
  }
}
