import type { Browser, Page } from '@playwright/test';
import { elapsed, openLab, openLesson, type } from './page-support.ts';

/** Images between which the deployment goes to and fro, so that there is something to see at every moment. */
const IMAGES = ['1.26', '1.25', '1.27', '1.26', '1.25'];

/** Presses keys on the strip one after the other; of each the time until the map shows the moment, milliseconds. */
function scrubbed(page: Page, keys: readonly string[]): Promise<readonly number[]> {
  return page.evaluate(async (pressed) => {
    const strip = document.querySelector<HTMLElement>('.wb-track');
    const map = document.querySelector<HTMLElement>('.wb-map');
    const frame = () => new Promise(requestAnimationFrame);
    const took: number[] = [];
    for (const key of pressed) {
      const before = map?.dataset['at'];
      const began = performance.now();
      strip?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      while (map?.dataset['at'] === before && performance.now() - began < 5_000) await frame();
      // The frame in which it was drawn has been painted.
      await frame();
      took.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return took;
  }, keys);
}

/** From a key on the time line to the map of that moment on the page: the longest of 22 moments of ten minutes with 100 pods that roll. */
export async function scrub(browser: Browser, address: string): Promise<number> {
  const page = await openLesson(browser, address);
  await openLab(page);
  await page.locator('skiff-workbench').getByRole('tab', { name: 'Map' }).click();
  const faster = page.locator('skiff-workbench').getByRole('button', { name: /^×60/ });
  await type(page, 'kubectl create deployment big --image=nginx:1.25 --replicas=100');
  await faster.click();
  for (const [at, image] of IMAGES.entries()) {
    while ((await elapsed(page)) < (at + 1) * 100) await page.waitForTimeout(100);
    await type(page, `kubectl set image deployment/big nginx=nginx:${image}`);
  }
  while ((await elapsed(page)) < 600) await page.waitForTimeout(100);
  await page.locator('skiff-workbench').getByRole('button', { name: /^×1:/ }).click();
  await page.waitForTimeout(2_000);
  // The first look loads what shows the past.
  await scrubbed(page, ['Home']);
  const took = await scrubbed(page, [
    ...Array(9).fill('PageUp'),
    ...Array(8).fill('PageDown'),
    ...Array(5).fill('ArrowRight'),
  ]);
  await page.context().close();
  return Math.max(...took);
}
