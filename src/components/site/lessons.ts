import { getCollection } from 'astro:content';
import type { LessonFrontMatter } from '../../content/front-matter.ts';
import type { Language } from '../../i18n/text.ts';
import { pathIn } from './paths.ts';

/** A lesson as lists and links show it. */
export interface LessonCard extends LessonFrontMatter {
  readonly slug: string;
  readonly href: string;
}

/** The lessons of one language in the curriculum's order. */
export async function lessonsIn(language: Language): Promise<LessonCard[]> {
  const prefix = language === 'en' ? 'lessons/' : `${language}/lessons/`;
  const entries = await getCollection('docs', ({ id }) => id.startsWith(prefix));
  return entries
    .flatMap(({ id, data }) => {
      const slug = id.slice(prefix.length);
      return data.lesson === undefined ? [] : [{ ...data.lesson, slug, href: pathIn(language, `/lessons/${slug}/`) }];
    })
    .sort((a, b) => a.order - b.order);
}
