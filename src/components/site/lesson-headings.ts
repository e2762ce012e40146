import { getCollection, render } from 'astro:content';
import type { Place } from '../../content/notes/note.ts';
import type { Language } from '../../i18n/text.ts';
import { lessonsIn } from './lessons.ts';

/** A place in a lesson, in the language of the page. */
export interface LessonLink {
  readonly href: string;
  readonly lesson: string;
  /** The heading's words; undefined for the lesson's beginning. */
  readonly heading: string | undefined;
}

/** A page has typographic quotes where its source has the keyboard's. */
const plain = (text: string): string => text.replaceAll('’', "'").replace(/[“”]/g, '"').replaceAll('…', '...');

/**
 * Finds places that are named by English headings in the lessons of a language: both languages have the same headings in the same order.
 * What it gives throws where a place leads nowhere.
 */
export async function lessonPlaces(language: Language): Promise<(place: Place) => LessonLink> {
  const headingsOf = async (prefix: string) => {
    const entries = await getCollection('docs', ({ id }) => id.startsWith(prefix));
    const rendered = entries.map(
      async (entry) => [entry.id.slice(prefix.length), (await render(entry)).headings] as const,
    );
    return new Map(await Promise.all(rendered));
  };
  const english = await headingsOf('lessons/');
  const own = language === 'en' ? english : await headingsOf(`${language}/lessons/`);
  const lessons = new Map((await lessonsIn(language)).map((lesson) => [lesson.slug, lesson]));
  return ([slug, heading]) => {
    const lesson = lessons.get(slug);
    if (lesson === undefined) throw new Error(`src/content/notes: there is no lesson "${slug}" (${language})`);
    if (heading === '') return { href: lesson.href, lesson: lesson.title, heading: undefined };
    const at = english.get(slug)?.findIndex(({ text }) => plain(text) === plain(heading)) ?? -1;
    const found = own.get(slug)?.[at];
    if (found === undefined)
      throw new Error(`src/content/notes: lesson "${slug}" has no heading "${heading}" (${language})`);
    return { href: `${lesson.href}#${found.slug}`, lesson: lesson.title, heading: found.text };
  };
}
