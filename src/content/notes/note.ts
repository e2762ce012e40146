import type { LessonSlug } from '../curriculum.ts';

/** Where something is taught: a lesson and the English text of one of its headings; '' is the lesson's beginning. */
export type Place = readonly [lesson: LessonSlug, heading: string];

/** A part of a source note, under a name of our own, with where the course teaches it. */
export interface NotePart {
  readonly en: string;
  readonly ko: string;
  readonly taught: readonly Place[];
}

/** One of the five source notes that the course follows. */
export interface SourceNote {
  /** As lessons name it in `follows`. */
  readonly id: '000' | '001' | '002' | '003' | '004';
  readonly en: string;
  readonly ko: string;
  readonly parts: readonly NotePart[];
}
