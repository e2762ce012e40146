// Every page that is built, in one walk: what it loads and from where, whether it moves, complains, fits a phone, and what axe finds.
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { violations } from './support/axe.ts';
import { list, opened, STILL, shifted, total } from './support/loaded.ts';
import { each, LANGUAGES, PAGES } from './support/pages.ts';

const TEXT_PAGE = 30_000;
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

for (const [language, prefix] of LANGUAGES)
  test(`every page costs at most 30 KB of JavaScript, stands still, fits a phone, and is accessible (${language})`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(400_000);
    expect(PAGES).toContain(`${prefix}/lessons/pods/`);
    const own = PAGES.filter((path) => path.startsWith('/ko/') === (language === 'ko'));
    const readers = await Promise.all(Array.from({ length: 2 }, () => opened(browser)));
    const wrong: string[] = [];
    for (const { page } of readers) {
      page.on('console', (message) => message.type() === 'error' && wrong.push(`${page.url()}: ${message.text()}`));
      page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
    }
    await each(own, readers, async (path, { page, scripts }) => {
      scripts.length = 0;
      await page.goto(path, { waitUntil: 'networkidle' });
      const inline = await page.evaluate(() =>
        [...document.querySelectorAll('script:not([src])')].map((script) => script.textContent).join('\n'),
      );
      const all = [...scripts, { name: 'inline', bytes: gzipSync(inline).length }];
      if (total(all) > TEXT_PAGE) wrong.push(`${path} loads ${total(all)} bytes:\n${list(all)}`);
      const moved = await shifted(page);
      if (moved >= STILL) wrong.push(`${path} moves: ${moved}`);
      await page.setViewportSize(PHONE);
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (excess > 0) wrong.push(`${path} is ${excess} px wider than a phone`);
      await page.setViewportSize(WIDE);
      // The theme is switched in the page; what moves would be in between.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      wrong.push(...(await violations(page, path)));
      await page.emulateMedia({ reducedMotion: null });
    });
    expect(wrong).toEqual([]);
    const asked = readers.flatMap((reader) => reader.asked);
    expect(asked.filter((url) => !url.startsWith(baseURL ?? ''))).toEqual([]);
    await Promise.all(readers.map(({ context }) => context.close()));
  });
