import type { Browser, Page } from '@playwright/test';
import type { Measurement } from './measurement.ts';
import { inBrowser, openLab, openLesson, openWorkbench, PROMPT, type } from './page-support.ts';
import { scrub } from './scrub.ts';

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

/** Notes the time between frames from now on. */
function watchFrames(page: Page): Promise<void> {
  return page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frameTimes: frames });
    let last = performance.now();
    const next = (): void => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

/**
 * While 500 pods roll to another image: the longest task of the page's own thread (0 when none was longer than 50 ms) and the 95th
 * percentile of the time between frames, milliseconds.
 */
async function rolling(browser: Browser, address: string): Promise<{ longestTask: number; frame: number }> {
  const page = await openLesson(browser, address);
  await openLab(page);
  await page.locator('skiff-workbench').getByRole('tab', { name: 'Map' }).click();
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
  await watchFrames(page);
  await page.waitForTimeout(12_000);
  const { tasks, frames } = await page.evaluate(() => ({
    tasks: Reflect.get(window, 'tasks') as number[],
    frames: Reflect.get(window, 'frameTimes') as number[],
  }));
  await page.context().close();
  const sorted = frames.sort((a, b) => a - b);
  return { longestTask: Math.max(0, ...tasks), frame: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN };
}

/** From a press of Check to the verdict on the page: the longest of five, while a Deployment of 20 runs in the lab. */
async function check(browser: Browser, address: string): Promise<number> {
  const page = await openLesson(browser, address);
  await openLab(page);
  await type(
    page,
    'kubectl create deployment big --image=nginx:1.25 --replicas=20; kubectl rollout status deployment/big | tail -1',
  );
  await page
    .locator('skiff-workbench .xterm-rows', { hasText: 'successfully rolled out' })
    .waitFor({ timeout: 120_000 });
  await page.locator('skiff-workbench').getByRole('tab', { name: 'Tasks' }).click();
  const took = await page.evaluate(async () => {
    const button = document.querySelector<HTMLElement>('skiff-workbench .wb-tasks-foot .wb-primary');
    const verdict = document.querySelector<HTMLElement>('skiff-workbench .wb-verdict');
    const all: number[] = [];
    for (let time = 0; time < 5; time++) {
      const began = performance.now();
      button?.click();
      const checking = verdict?.textContent;
      while (verdict?.textContent === checking && performance.now() - began < 10_000)
        await new Promise(requestAnimationFrame);
      all.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return all;
  });
  await page.context().close();
  return Math.max(...took);
}

/** What the reader's page costs, in Chromium, from the built site on this machine. */
export function page(): Promise<readonly Measurement[]> {
  return inBrowser([], async (browser, address) => {
    const firstPromptMs = await firstPrompt(browser, address);
    const { longestTask, frame } = await rolling(browser, address);
    return [
      { name: 'first-prompt-ms', value: firstPromptMs, unit: 'ms' },
      { name: 'map-500-longest-task-ms', value: longestTask, unit: 'ms' },
      { name: 'map-500-frame-p95-ms', value: frame, unit: 'ms' },
      { name: 'check-ms', value: await check(browser, address), unit: 'ms' },
      { name: 'scrub-ms', value: await scrub(browser, address), unit: 'ms' },
    ];
  });
}
