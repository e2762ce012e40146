import type { Report, TaskReport } from '../../../engine/grader/verdict.ts';
import { drawExam, type ExamLab } from './draw.ts';

/** What became of one station: the journal tells how, and anybody can play it again. */
export interface StationResult {
  readonly folder: string;
  readonly digest: string;
  readonly tasks: readonly string[];
  /** Empty where the station was never opened. */
  readonly journal: string;
  readonly reports: readonly TaskReport[];
}

/** The result of an exam as a file: what it claims, and the journals that prove it. */
export interface Sheet {
  readonly skiff: 'exam/v1';
  readonly seed: string;
  readonly count: number;
  readonly minutes: number;
  readonly student: string;
  readonly startedMs: number;
  readonly finishedMs: number;
  readonly stations: readonly StationResult[];
  readonly earned: number;
  readonly points: number;
}

/** The reports of the tasks that count; those of a station that was never opened earned nothing. */
export function reportsOf(lab: ExamLab, tasks: readonly string[], report: Report | undefined): readonly TaskReport[] {
  return tasks.map(
    (id): TaskReport =>
      report?.tasks.find(({ task }) => task === id) ?? {
        task: id,
        title: lab.tasks.find((task) => task.id === id)?.title ?? { en: id, ko: id },
        complete: false,
        earned: 0,
        points: lab.tasks.find((task) => task.id === id)?.points ?? 0,
        verdicts: [],
      },
  );
}

export const sumOf = (stations: readonly StationResult[], of: 'earned' | 'points'): number =>
  stations.flatMap(({ reports }) => reports).reduce((sum, report) => sum + report[of], 0);

/** Reads a sheet's file; undefined when it is none. */
export function readSheet(text: string): Sheet | undefined {
  try {
    const value = JSON.parse(text);
    const isStation = (each: unknown): boolean =>
      typeof each === 'object' &&
      each !== null &&
      'journal' in each &&
      typeof each.journal === 'string' &&
      'folder' in each &&
      typeof each.folder === 'string' &&
      /^[\w-]{1,80}$/.test(each.folder) &&
      'tasks' in each &&
      Array.isArray(each.tasks) &&
      'reports' in each &&
      Array.isArray(each.reports);
    const isSheet =
      value?.skiff === 'exam/v1' &&
      typeof value.seed === 'string' &&
      typeof value.student === 'string' &&
      [value.count, value.minutes, value.startedMs, value.finishedMs].every((each) => Number.isFinite(each)) &&
      Array.isArray(value.stations) &&
      value.stations.every(isStation);
    return isSheet ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What speaks against a sheet. */
export type Objection =
  /** Its seed draws other tasks from the labs of this site. */
  | { readonly is: 'other-tasks' }
  | { readonly is: 'lab-changed'; readonly folder: string }
  | { readonly is: 'not-replayed'; readonly folder: string; readonly why: string }
  | { readonly is: 'other-student'; readonly folder: string }
  | {
      readonly is: 'other-points';
      readonly folder: string;
      readonly task: string;
      readonly claimed: number;
      readonly found: number;
    };

/** Whether the tasks of a sheet are those that its seed draws. */
export function drawnOtherwise(sheet: Sheet, labs: readonly ExamLab[]): readonly Objection[] {
  const drawn = drawExam(labs, sheet.seed, sheet.count);
  const claimed = sheet.stations.map(({ folder, tasks }) => ({ folder, tasks }));
  return JSON.stringify(drawn) === JSON.stringify(claimed) ? [] : [{ is: 'other-tasks' }];
}

/** Where a station's claim differs from what its journal came to. */
export function claimedOtherwise(station: StationResult, found: readonly TaskReport[]): readonly Objection[] {
  return found.flatMap((report): Objection[] => {
    const claimed = station.reports.find(({ task }) => task === report.task)?.earned ?? 0;
    return claimed === report.earned
      ? []
      : [{ is: 'other-points', folder: station.folder, task: report.task, claimed, found: report.earned }];
  });
}
