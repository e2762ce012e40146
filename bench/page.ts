import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from '@playwright/test';
import { browserArgs, findBrowser } from '../scripts/browser.mjs';
import type { Measurement } from './measurement.ts';
import { openLesson, openWorkbench, PROMPT, type } from './page-support.ts';
import { scrub } from './scrub.ts';

const PORT = 4397;
/** From page load to a prompt: the reader had the workbench open when they were last here. */
async function firstPrompt(browser: Browser, address: string): Promise<number> {
  const page = await openLesson(browser, address);
  await openWorkbench(page);
  await page.reload();
  await page.waitForFunction(
    (prompt) => document.querySelector('skiff-workbench .xterm-rows')?.textContent?.includes(prompt),
    PROMPT,
  );
  const ms = await page.evaluate(() => performance.now());
  await page.context().close();
  return ms;
}

/** The longest task of the page's own thread while 500 pods roll to another image; 0 when none was longer than 50 ms. */
async function rolling(browser: Browser, address: string): Promise<number> {
  const page = await openLesson(browser, address);
  await openWorkbench(page);
  await page.locator('skiff-workbench select').first().selectOption({ index: 1 });
  await page.locator('skiff-workbench .xterm-rows', { hasText: PROMPT }).waitFor();
  await type(
    page,
    'kubectl create deployment big --image=nginx:1.25 --replicas=500; kubectl rollout status deployment/big | tail -1',
  );
  await page
    .locator('skiff-workbench .xterm-rows', { hasText: 'successfully rolled out' })
    .waitFor({ timeout: 120_000 });
  await page.evaluate(() => (Reflect.get(window, 'tasks') as number[]).splice(0));
  await type(
    page,
    'clear; kubectl set image deployment/big nginx=nginx:1.26; kubectl rollout status deployment/big | tail -1',
  );
  await page.waitForTimeout(12_000);
  const tasks = await page.evaluate(() => Reflect.get(window, 'tasks') as number[]);
  await page.context().close();
  return Math.max(0, ...tasks);
}

/** What the reader's page costs, in Chromium, from the built site on this machine. */
export async function page(): Promise<readonly Measurement[]> {
  if (!existsSync('dist/index.html')) throw new Error('build the site first: npm run build');
  // Not bundled: it starts by itself when it is the file that Node was asked to run.
  const { serve }: { serve(port: number): Promise<string> } = await import(
    pathToFileURL(resolve('scripts/serve.mjs')).href
  );
  const address = await serve(PORT);
  // Loaded only here: it would weigh on the memory that other suites measure.
  const { chromium } = await import('@playwright/test');
  const executablePath = findBrowser();
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: browserArgs });
  try {
    return [
      { name: 'first-prompt-ms', value: await firstPrompt(browser, address), unit: 'ms' },
      { name: 'map-500-longest-task-ms', value: await rolling(browser, address), unit: 'ms' },
      { name: 'scrub-ms', value: await scrub(browser, address), unit: 'ms' },
    ];
  } finally {
    await browser.close();
  }
}
