import type { TaskReport } from '../../../engine/grader/verdict.ts';
import type { Language, Translate } from '../../../i18n/text.ts';
import { h, richText } from '../dom.ts';
import { durationText } from '../time/clock-text.ts';
import type { ExamLab } from './draw.ts';
import type { Objection, Sheet } from './sheet.ts';
import { sumOf } from './sheet.ts';

function taskRows(report: TaskReport, t: Translate, language: Language): HTMLElement[] {
  const head = h(
    'tr',
    { class: 'exam-task' },
    h('th', { scope: 'row' }, report.title[language]),
    h('td', {}, report.complete ? t('wb.task.met') : report.earned > 0 ? t('exam.partly') : t('wb.task.notMet')),
    h('td', { class: 'exam-points' }, `${report.earned}/${report.points}`),
  );
  const checks = report.verdicts.map((verdict) =>
    h(
      'tr',
      {},
      h(
        'td',
        {},
        ...richText(verdict.says[language]),
        ...(verdict.why === undefined ? [] : [h('small', {}, ...richText(verdict.why[language]))]),
      ),
      h('td', {}, verdict.outcome === 'met' ? `✓ ${t('wb.task.met')}` : `✗ ${t('wb.task.notMet')}`),
      h('td', { class: 'exam-points' }, `${verdict.earned}/${verdict.points}`),
    ),
  );
  return [head, ...checks];
}

/** What speaks against a sheet, as a sentence. */
export function objectionText(objection: Objection, t: Translate): string {
  switch (objection.is) {
    case 'other-tasks':
      return t('exam.recheck.otherTasks');
    case 'lab-changed':
      return t('exam.recheck.labChanged', { lab: objection.folder });
    case 'not-replayed':
      return t('exam.recheck.notReplayed', { lab: objection.folder, why: objection.why });
    case 'other-student':
      return t('exam.recheck.otherStudent', { lab: objection.folder });
    case 'other-points':
      return t('exam.recheck.otherPoints', {
        lab: objection.folder,
        task: objection.task,
        claimed: objection.claimed,
        found: objection.found,
      });
  }
}

/** A result sheet to be read, printed and handed in. */
export function sheetView(sheet: Sheet, labs: readonly ExamLab[], t: Translate, language: Language): HTMLElement {
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(sheet.startedMs);
  const facts: readonly (readonly [string, string])[] = [
    [t('exam.student'), sheet.student === '' ? '–' : sheet.student],
    [t('exam.seed'), sheet.seed],
    [t('exam.begun'), when],
    [
      t('exam.took'),
      t('exam.tookOf', { took: durationText(sheet.finishedMs - sheet.startedMs), minutes: sheet.minutes }),
    ],
  ];
  const [earned, points] = [sumOf(sheet.stations, 'earned'), sumOf(sheet.stations, 'points')];
  return h(
    'section',
    { class: 'exam-sheet' },
    h('h2', {}, t('exam.result')),
    h('p', { class: 'exam-score' }, t('exam.score', { earned, points })),
    h('dl', {}, ...facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    ...sheet.stations.map((station) =>
      h(
        'table',
        {},
        h('caption', {}, labs.find(({ folder }) => folder === station.folder)?.title[language] ?? station.folder),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, t('exam.task')),
            h('th', { scope: 'col' }, t('exam.verdict')),
            h('th', { scope: 'col' }, t('exam.points')),
          ),
        ),
        h('tbody', {}, ...station.reports.flatMap((report) => taskRows(report, t, language))),
      ),
    ),
    h('p', { class: 'exam-note' }, t('exam.note')),
  );
}
