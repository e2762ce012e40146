import { readdirSync, readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { LANGUAGES } from './support/pages.ts';

interface Pagefind {
  search(query: string): Promise<{ results: { data(): Promise<{ url: string }> }[] }>;
}

const lessons = readdirSync('src/content/lessons/en').map((file) => {
  const title = (language: string): string =>
    /^title: ['"]?(.*?)['"]?$/m.exec(readFileSync(`src/content/lessons/${language}/${file}`, 'utf8'))?.[1] ?? '';
  return { slug: file.replace(/^\d+-|\.mdx$/g, ''), en: title('en'), ko: title('ko') };
});

/** The first addresses (the dialog shows eight) that each search finds on a page. */
function found(page: Page, queries: readonly string[]): Promise<readonly (readonly string[])[]> {
  return page.evaluate(async (asked) => {
    const address = '/pagefind/pagefind.js';
    const index = (await import(address)) as Pagefind;
    return Promise.all(
      asked.map(async (query) => {
        const { results } = await index.search(query);
        return Promise.all(results.slice(0, 5).map(async (result) => (await result.data()).url));
      }),
    );
  }, queries);
}

for (const [language, prefix] of LANGUAGES)
  test(`every lesson is among the first that its title finds, in either language (${language})`, async ({ page }) => {
    await page.goto(`${prefix}/lessons/pods/`);
    for (const words of ['en', 'ko', 'slug'] as const) {
      const queries = lessons.map((lesson) => lesson[words].replaceAll('-', ' '));
      const urls = await found(page, queries);
      const lost = lessons.filter(({ slug }, at) => urls[at]?.includes(`${prefix}/lessons/${slug}/`) !== true);
      expect(lost.map((lesson) => lesson[words])).toEqual([]);
    }
  });
