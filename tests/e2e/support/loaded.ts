import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { DIST } from './pages.ts';

/** A tenth of what counts as good: the mark of the present moves along its strip, and nothing else may. */
export const STILL = 0.01;

/** A script that a page loaded. */
export interface Loaded {
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

/** A page whose loading is watched. */
export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly scripts: Loaded[];
  /** Addresses that were asked. */
  readonly asked: string[];
}

/** An empty page in a browser that was never here, its workbench closed. */
export async function opened(browser: Browser): Promise<Watched> {
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

/** Those of the scripts that the page loaded ahead, behind its prompt (late.ts says from when on), by name. */
export async function loadedAhead(page: Page): Promise<ReadonlySet<string>> {
  const names = await page.evaluate(() => {
    const from = performance.getEntriesByName('skiff:ahead')[0]?.startTime ?? Number.POSITIVE_INFINITY;
    return performance.getEntriesByType('resource').flatMap(({ name, startTime }) => (startTime < from ? [] : [name]));
  });
  return new Set(names.map((name) => new URL(name).pathname));
}

/** Their bytes together. */
export const total = (scripts: readonly Loaded[]): number => scripts.reduce((sum, { bytes }) => sum + bytes, 0);
/** One a line, for a message. */
export const list = (scripts: readonly Loaded[]): string =>
  scripts.map(({ name, bytes }) => `${bytes} ${name}`).join('\n');

/** How much moved without the reader having asked for it: what Chrome counts into the layout shift of a page. */
export async function shifted(page: Page): Promise<number> {
  const shifts = await page.evaluate(() => Reflect.get(window, 'shifts') as { value: number; soon: boolean }[]);
  return shifts.filter(({ soon }) => !soon).reduce((sum, { value }) => sum + value, 0);
}
