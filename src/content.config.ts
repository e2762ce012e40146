import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import type { Loader } from 'astro/loaders';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import type { LessonFrontMatter } from './content/front-matter.ts';
import { lessonPlace, readFrontMatter } from './content/front-matter.ts';

/** Lessons as Starlight's pages: `en/03-pods.mdx` is /lessons/pods/, `ko/03-pods.mdx` is /ko/lessons/pods/. */
const lessons: Loader = {
  name: 'skiff-lessons',
  load: (context) =>
    glob({
      base: './src/content/lessons',
      pattern: '**/*.{md,mdx}',
      generateId: ({ entry }) => {
        const { language, slug } = lessonPlace(entry);
        return `${language === 'en' ? '' : `${language}/`}lessons/${slug}`;
      },
    }).load({
      ...context,
      // Starlight's own pages (start, limits) share the collection's schema: a lesson is checked here, before it.
      parseData: ({ data, ...entry }) => {
        const lesson = readFrontMatter(entry.filePath ?? entry.id, data);
        const page = { title: lesson.title, description: lesson.summary, lesson };
        return context.parseData({ ...entry, data: page as unknown as typeof data });
      },
    }),
};

export const collections = {
  // Starlight calls its pages `docs`.
  docs: defineCollection({
    loader: lessons,
    schema: docsSchema({ extend: z.object({ lesson: z.custom<LessonFrontMatter>().optional() }) }),
  }),
};
