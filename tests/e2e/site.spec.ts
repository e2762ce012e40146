import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

test('the site is served cross-origin isolated', async ({ page }) => {
  await page.goto('/');
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
});

test('the start page leads to the first lesson, and the language switch to the same page in Korean', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Start with lesson 1' }).click();
  await expect(page).toHaveURL(/\/lessons\/what-kubernetes-is\/$/);
  await page.getByRole('link', { name: '한국어' }).click();
  await expect(page).toHaveURL(/\/ko\/lessons\/what-kubernetes-is\/$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
});

test('search finds a lesson in the language of the page', async ({ page }) => {
  await page.goto('/lessons/pods/');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill('pod');
  await expect(page.locator('skiff-search .results a').first()).toHaveAttribute('href', /^\/lessons\//);
});

test('an address that leads nowhere says so and lists the lessons', async ({ page }) => {
  const response = await page.goto('/nowhere/at/all');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: /Pod/ }).first()).toBeVisible();
  await page.goto('/lessons/pod/');
  await expect(page.getByText('You asked for /lessons/pod/.')).toBeVisible();
  await page.locator('.asked').getByRole('link').click();
  await expect(page).toHaveURL(/\/lessons\/pods\/$/);
  await page.goto('/ko/nowhere/');
  await expect(page.getByRole('heading', { name: '없는 페이지예요' })).toBeVisible();
});

test('after one visit everything is there offline, isolated, searchable', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto('/');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null) {
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    }
  });
  await context.setOffline(true);
  for (const [path, heading] of [
    ['/lessons/pods/', /./],
    ['/ko/lessons/pods', /./],
    ['/limits/', 'What is not simulated'],
    ['/nowhere/', 'No such page'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
  }
  await page.goto('/lessons/pods/');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill('pod');
  await expect(page.locator('skiff-search .results a').first()).toBeVisible();
  await context.close();
});

test('the about page shows the figures that were measured and the list of limits', async ({ page }) => {
  const text = readFileSync('docs/benchmarks.md', 'utf8');
  const boot = /^\| `engine-boot-ms` \| [^|]+ \| ([^|]+) \|/m.exec(text)?.[1]?.trim();
  await page.goto('/about/');
  await expect(page.getByRole('row', { name: /three nodes/ })).toContainText(`${boot} ms`);
  await expect(page.getByRole('heading', { name: 'Images' })).toBeVisible();
  await page.goto('/ko/about/');
  await expect(page.getByRole('row', { name: /노드 세 개/ })).toContainText(`${boot}ms`);
});

test('the list of lessons says how far its reader came', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('[data-progress]').first()).toBeHidden();
  await page.evaluate(() =>
    localStorage.setItem('skiff:progress:pods', JSON.stringify({ earned: 6, points: 10, done: 2, of: 4 })),
  );
  await page.reload();
  await expect(page.getByText('2 of 4 tasks')).toBeVisible();
});

test('a lesson prints as text: no buttons, no bars, no workbench', async ({ page }) => {
  await page.goto('/lessons/pods/');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  for (const hidden of ['header.header', '.bench-tabs', '.open-bench', '.sidebar-pane', '.lab button'])
    await expect(page.locator(hidden).first()).toBeHidden();
});

test('a self-check answers without JavaScript, and a lesson can be read', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/lessons/pods/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[data-bench-open]').first()).toBeHidden();
  const option = page.locator('.quiz details').first();
  await option.locator('summary').click();
  await expect(option.locator('p')).toBeVisible();
  await context.close();
});

test('the search dialog opens with Ctrl+K, follows the first result with Enter, and closes with Escape', async ({
  page,
}) => {
  await page.goto('/limits/');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox', { name: 'Search' }).fill('ωψωψωψ');
  await expect(dialog.getByRole('status')).toHaveText('Nothing found for “ωψωψωψ”.');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox', { name: 'Search' }).fill('pod');
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/lessons\//);
});

test('the workbench opens on request, is remembered, and its width follows the arrow keys', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/lessons/pods/');
  const bench = page.getByRole('complementary', { name: 'Cluster workbench' });
  await expect(bench).toBeHidden();
  await page.getByRole('main').getByRole('button', { name: 'Open the cluster' }).first().click();
  await expect(bench).toBeVisible();
  const width = async () => (await bench.boundingBox())?.width ?? 0;
  const before = await width();
  // The bar is drawn before the page's script listens to it.
  await expect(async () => {
    await bench.getByRole('separator', { name: 'Width of the cluster workbench' }).press('ArrowRight');
    expect(await width()).toBeLessThan(before);
  }).toPass();
  const after = await width();
  await page.reload();
  await expect(bench).toBeVisible();
  expect(await width()).toBeCloseTo(after, 0);
  await page.getByRole('button', { name: 'Close the cluster' }).click();
  await expect(bench).toBeHidden();
  await page.reload();
  await expect(bench).toBeHidden();
});

test('a phone shows the lesson or the cluster, one at a time', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto('/lessons/pods/');
  const bench = page.getByRole('complementary', { name: 'Cluster workbench' });
  await page.getByRole('button', { name: 'Cluster', exact: true }).click();
  await expect(bench).toBeVisible();
  await page.getByRole('button', { name: 'Lesson', exact: true }).click();
  await expect(bench).toBeHidden();
  await context.close();
});

for (const [width, path] of [
  [1440, '/lessons/pod-lifecycle/'],
  [1440, '/ko/lessons/pods/'],
  [1024, '/ko/lessons/probes/'],
  [390, '/lessons/pods/'],
  [390, '/lessons/troubleshooting/'],
] as const)
  test(`what a table's rows are about stays whole, and no table is wider than the page (${path}, ${width} px)`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(() => localStorage.setItem('skiff:bench', innerWidth > 800 ? 'open' : 'closed'));
    await page.goto(path);
    const found = await page.locator('.sl-markdown-content').evaluate((text) => {
      const names = [...text.querySelectorAll<HTMLElement>('td:first-child code')];
      const inPieces = (name: HTMLElement): boolean => {
        const line = Number.parseFloat(getComputedStyle(name).lineHeight);
        return name.textContent.length <= 18 && !/\s/.test(name.textContent) && name.offsetHeight > line * 1.9;
      };
      return {
        names: names.length,
        broken: names.filter(inPieces).map(({ textContent }) => textContent),
        scrolls: document.documentElement.scrollWidth - innerWidth,
      };
    });
    expect(found.names).toBeGreaterThan(3);
    expect(found.broken).toEqual([]);
    expect(found.scrolls).toBeLessThanOrEqual(0);
    await context.close();
  });

test('on a phone a table keeps its words whole and a manifest wraps', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto('/lessons/what-kubernetes-is/');
  const broken = await page.locator('td .term').evaluateAll((terms) =>
    terms.flatMap((term) => {
      const text = term.firstChild;
      return [...(text?.textContent ?? '').matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text as Node, index);
        range.setEnd(text as Node, index + word.length);
        return range.getClientRects().length > 1 ? [word] : [];
      });
    }),
  );
  expect(broken).toEqual([]);
  await page.goto('/lessons/multi-container-pods/');
  const cut = await page
    .locator('.manifest pre')
    .evaluateAll((blocks) => blocks.filter((block) => block.scrollWidth > block.clientWidth).length);
  expect(cut).toBe(0);
  await context.close();
});
