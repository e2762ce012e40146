import { preference, setPreference } from '../storage/preferences.ts';
import type { Station } from './draw.ts';

/** An exam as it was begun. Times are the wall clock's, milliseconds since the Unix epoch. */
export interface ExamRun {
  /** Names its sessions in storage. */
  readonly id: string;
  readonly seed: string;
  readonly count: number;
  readonly minutes: number;
  readonly student: string;
  readonly startedMs: number;
  readonly stations: readonly Station[];
  /** The folder of the station that is open. */
  readonly open: string;
}

export const endsMs = ({ startedMs, minutes }: Pick<ExamRun, 'startedMs' | 'minutes'>): number =>
  startedMs + minutes * 60_000;

/** Keeps the exam that runs, so that a reload goes on with it; undefined forgets it. */
export function keepRun(run: ExamRun | undefined): void {
  setPreference('exam', run === undefined ? '' : JSON.stringify(run));
}

/** The exam that was running in this browser. */
export function keptRun(): ExamRun | undefined {
  try {
    const run = JSON.parse(preference('exam') ?? '');
    return typeof run?.id === 'string' && Array.isArray(run.stations) && typeof run.startedMs === 'number'
      ? run
      : undefined;
  } catch {
    return undefined;
  }
}
