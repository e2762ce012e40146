import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { browserArgs, findBrowser } from '../scripts/browser.mjs';

const LESSON = 'lessons/pods/';
export const PROMPT = '~ $';

const PORT = Number(process.env['SKIFF_BENCH_PORT'] ?? 4397);

/** Serves the built site and hands over a browser for it, with more arguments than the tests' own. */
export async function inBrowser<T>(
  args: readonly string[],
  measure: (browser: Browser, address: string) => Promise<T>,
): Promise<T> {
  if (!existsSync(join(process.env['SKIFF_DIST'] ?? 'dist', 'index.html')))
    throw new Error('build the site first: npm run build');
  // Not bundled: it starts by itself when it is the file that Node was asked to run.
  const { serve }: { serve(port: number): Promise<string> } = await import(
    pathToFileURL(resolve('scripts/serve.mjs')).href
  );
  const address = await serve(PORT);
  // Loaded only here: it would weigh on the memory that other suites measure.
  const { chromium } = await import('@playwright/test');
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...browserArgs, ...args],
  });
  try {
    return await measure(browser, address);
  } finally {
    await browser.close();
  }
}

/** Opens a lesson with its workbench on the worker host; the lab has six workers, so that 500 pods fit. */
export async function openLesson(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.route('**/labs/03-pods.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('"nodes":2', '"nodes":6') });
  });
  await page.addInitScript(() => {
    localStorage.setItem('skiff:host', 'worker');
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      type: 'longtask',
    });
  });
  await page.goto(new URL(LESSON, address).href);
  return page;
}

/** Opens the workbench and waits for its prompt. */
export async function openWorkbench(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the cluster' }).first().click();
  await page.waitForFunction(
    (prompt) => document.querySelector('skiff-workbench .xterm-rows')?.textContent?.includes(prompt),
    PROMPT,
  );
}

/** Types a line into the terminal. */
export async function type(page: Page, line: string): Promise<void> {
  await page.locator('skiff-workbench .xterm-helper-textarea').focus();
  await page.keyboard.type(`${line}\n`);
}

/** Opens the lesson's lab and waits for its prompt. */
export async function openLab(page: Page): Promise<void> {
  await openWorkbench(page);
  await page.locator('skiff-workbench select').first().selectOption({ index: 1 });
  await page.locator('skiff-workbench .xterm-rows', { hasText: PROMPT }).waitFor();
}

/** Seconds on the cluster's clock since the session began. */
export async function elapsed(page: Page): Promise<number> {
  const text = (await page.locator('skiff-workbench .wb-clock').textContent()) ?? '0:00';
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
