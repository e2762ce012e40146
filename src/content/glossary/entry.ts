import type { LessonSlug } from '../curriculum.ts';
import type { TermId } from './ids.ts';

/** A term in one language; `backticks` mark code in the text. */
export interface TermWords {
  readonly term: string;
  /** One to three sentences. */
  readonly text: string;
}

/** A term of the glossary. */
export interface GlossaryEntry {
  readonly id: TermId;
  readonly en: TermWords;
  readonly ko: TermWords;
  /** The lesson that teaches it. */
  readonly lesson: LessonSlug;
}
