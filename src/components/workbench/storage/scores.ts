import { preference, setPreference } from './preferences.ts';

/** How far a learner came in a lab. */
export interface Score {
  readonly earned: number;
  readonly points: number;
  readonly done: number;
  readonly of: number;
}

/** Keeps how far the learner is in a lab, for lists of labs and lessons. */
export function keepScore(lab: string, score: Score): void {
  setPreference(`progress:${lab}`, JSON.stringify(score));
}

/** How far the learner was when they last worked on a lab. */
export function keptScore(lab: string): Score | undefined {
  try {
    const { earned, points, done, of } = JSON.parse(preference(`progress:${lab}`) ?? '');
    return [earned, points, done, of].every((each) => typeof each === 'number')
      ? { earned, points, done, of }
      : undefined;
  } catch {
    return undefined;
  }
}
