import { preference } from '../storage/preferences.ts';

/** The id under which labs draw a student's variables and which stands in the journal; '' when none was given. */
export function studentId(): string {
  return preference('student') ?? '';
}
