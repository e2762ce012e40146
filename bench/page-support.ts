import type { Browser, Page } from '@playwright/test';

const LESSON = 'lessons/pods/';
export const PROMPT = '~ $';

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
