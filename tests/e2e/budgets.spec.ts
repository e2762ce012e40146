// What a page may cost: bytes of JavaScript that load, and how much moves under the reader's eyes.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { DIST, each, PAGES } from './support/pages.ts';

const KB = 1_000;
const TEXT_PAGE = 30 * KB;
/** All that the first opening of the workbench loads until the prompt: the page's side of it, and the first half of the cluster's program. */
const WORKBENCH = 355 * KB;
/** The cluster's other parts (kubectl, sh, images, what the API server seldom does): when one is asked for, or in the rest behind the prompt. */
const PARTS = 640 * KB;
/** A tenth of what counts as good: the mark of the present moves along its strip, and nothing else may. */
const STILL = 0.01;

interface Loaded {
  readonly name: string;
  readonly bytes: number;
  /** Fetched into the cache behind the prompt, not asked for. */
  readonly ahead?: boolean;
}

const sizes = new Map<string, number>();

/** Bytes of a file of the built site, as a server sends it. */
function gzipped(name: string): number {
  const known = sizes.get(name) ?? gzipSync(readFileSync(`${DIST}${name}`)).length;
  sizes.set(name, known);
  return known;
}

async function opened(browser: Browser): Promise<{
  context: BrowserContext;
  page: Page;
  scripts: Loaded[];
  /** Addresses that were asked. */
  asked: string[];
}> {
  const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const scripts: Loaded[] = [];
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname;
    if (response.request().resourceType() !== 'script' && !name.endsWith('.js')) return;
    scripts.push({ name, ahead: response.request().resourceType() === 'fetch', bytes: gzipped(name) });
  });
  await page.addInitScript(() => {
    localStorage.setItem('skiff:host', 'worker');
    const shifts: { value: number; soon: boolean }[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push({ value: Reflect.get(entry, 'value'), soon: Reflect.get(entry, 'hadRecentInput') });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return { context, page, scripts, asked };
}

const total = (scripts: readonly Loaded[]): number => scripts.reduce((sum, { bytes }) => sum + bytes, 0);
const list = (scripts: readonly Loaded[]): string => scripts.map(({ name, bytes }) => `${bytes} ${name}`).join('\n');

/** How much moved without the reader having asked for it: what Chrome counts into the layout shift of a page. */
async function shifted(page: Page): Promise<number> {
  const shifts = await page.evaluate(() => Reflect.get(window, 'shifts') as { value: number; soon: boolean }[]);
  return shifts.filter(({ soon }) => !soon).reduce((sum, { value }) => sum + value, 0);
}

test('no page costs more than 30 KB of JavaScript before its workbench is opened, and none moves while it loads', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(300_000);
  expect(PAGES).toContain('/ko/lessons/pods/');
  const readers = await Promise.all(Array.from({ length: 4 }, () => opened(browser)));
  await each(PAGES, readers, async (path, { page, scripts }) => {
    scripts.length = 0;
    await page.goto(path, { waitUntil: 'networkidle' });
    const inline = await page.evaluate(() =>
      [...document.querySelectorAll('script:not([src])')].map((script) => script.textContent).join('\n'),
    );
    const all = [...scripts, { name: 'inline', bytes: gzipSync(inline).length }];
    expect(total(all), `${path}\n${list(all)}`).toBeLessThanOrEqual(TEXT_PAGE);
    expect(await shifted(page), path).toBeLessThan(STILL);
  });
  const asked = readers.flatMap((reader) => reader.asked);
  expect(asked.filter((url) => !url.startsWith(baseURL ?? ''))).toEqual([]);
  await Promise.all(readers.map(({ context }) => context.close()));
});

test('the workbench costs at most 355 KB of JavaScript until its prompt, the rest comes behind it, and nothing moves when it opens', async ({
  browser,
}) => {
  const { context, page, scripts } = await opened(browser);
  await page.goto('/lessons/pods/', { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Open the cluster' }).first().click();
  const ready = () => page.locator('skiff-workbench[data-ready]').waitFor();
  await ready();
  await expect(page.locator('skiff-workbench .wb-node[data-kind="worker"]').first()).toBeVisible();
  await expect(page.locator('skiff-workbench .xterm-rows')).toContainText('~ $');
  const untilPrompt = scripts.filter(({ ahead }) => ahead !== true);
  expect(untilPrompt.filter(({ name }) => /\/worker\.[^/]*\.js$/.test(name))).toHaveLength(1);
  expect(untilPrompt.filter(({ name }) => /\/(?:shell|kubectl|images|cluster|session)\.[^/]*\.js$/.test(name))).toEqual(
    [],
  );
  expect(total(untilPrompt), list(untilPrompt)).toBeLessThanOrEqual(WORKBENCH);
  console.log(total(untilPrompt));
  await expect.poll(() => scripts.some(({ name }) => /\/shell\.[^/]*\.js$/.test(name))).toBe(true);
  const later = scripts.filter(({ ahead }) => ahead === true);
  expect(total(later), list(later)).toBeLessThanOrEqual(PARTS);
  // Besides a line that says where jq's file is.
  expect(scripts.filter(({ name, bytes }) => bytes > 100 && /\/(jq|descriptions|editor)[-.]/.test(name))).toEqual([]);
  expect(await shifted(page), 'opened by the reader').toBeLessThan(STILL);
  // Whoever comes back to a page whose workbench was open sees it in its place from the first paint on.
  await page.reload();
  await ready();
  await page.waitForTimeout(1_000);
  expect(await shifted(page), 'open from the start').toBeLessThan(STILL);
  await context.close();
});
