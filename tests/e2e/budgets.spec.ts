// What the workbench may cost: bytes of JavaScript that load, and how much moves under the reader's eyes.
import { expect, test } from '@playwright/test';
import { list, loadedAhead, opened, STILL, shifted, total } from './support/loaded.ts';

const KB = 1_000;
/** All that the first opening of the workbench loads until the prompt: the page's side of it, and the first half of the cluster's program. */
const WORKBENCH = 350 * KB;
/** The cluster's other parts (kubectl, sh, images, what the API server seldom does): when one is asked for, or in the rest behind the prompt. */
const PARTS = 640 * KB;

for (const [language, lesson, open] of [
  ['English', '/lessons/pods/', 'Open the cluster'],
  ['Korean', '/ko/lessons/pods/', '클러스터 열기'],
] as const)
  test(`the workbench in ${language} costs at most 350 KB of JavaScript until its prompt, the rest comes behind it, and nothing moves when it opens`, async ({
    browser,
  }) => {
    const { context, page, scripts } = await opened(browser);
    await page.goto(lesson, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: open }).first().click();
    const ready = () => page.locator('skiff-workbench[data-ready]').waitFor();
    await ready();
    await expect(page.locator('skiff-workbench .wb-node[data-kind="worker"]').first()).toBeVisible();
    await expect(page.locator('skiff-workbench .xterm-rows')).toContainText('~ $');
    const loaded = [...scripts];
    const behind = await loadedAhead(page);
    const untilPrompt = loaded.filter(({ name, ahead }) => ahead !== true && !behind.has(name));
    expect(untilPrompt.filter(({ name }) => /\/worker\.[^/]*\.js$/.test(name))).toHaveLength(1);
    expect(
      untilPrompt.filter(({ name }) => /\/(?:shell|kubectl|images|cluster|session|details)\.[^/]*\.js$/.test(name)),
    ).toEqual([]);
    expect(total(untilPrompt), list(untilPrompt)).toBeLessThanOrEqual(WORKBENCH);
    await expect.poll(() => scripts.some(({ name }) => /\/details\.[^/]*\.js$/.test(name))).toBe(true);
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
