import { expect, type Locator, type Page, test } from '@playwright/test';
import { violations } from './support/axe.ts';
import { learner } from './support/bench.ts';

const strip = (bench: Locator): Locator => bench.getByRole('slider', { name: /Time line|타임라인/ });
const banner = (bench: Locator): Locator => bench.getByRole('region', { name: /^(The past|과거)$/ });

/** Drags the strip's handle to a share of its length. */
async function drag(page: Page, bench: Locator, share: number): Promise<void> {
  const box = await strip(bench).boundingBox();
  if (box === null) throw new Error('the strip is not drawn');
  const [x, y] = [box.x + box.width * share, box.y + box.height / 3];
  await page.mouse.move(x + 30, y);
  await page.mouse.down();
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
}

test('a failed check leads to the moment at which it failed, and back to now', async ({ browser }) => {
  const { context, bench, type, sees, pod, tab } = await learner(browser, {
    preferences: { 'place:pods': 'lab/03-pods' },
  });
  await type('kubectl delete pod keep --now');
  await sees('pod "keep" deleted');
  await expect(pod('keep')).toHaveCount(0);
  await type('kubectl run keep --image=nginx:1.25');
  await expect(pod('keep')).toContainText('Running');
  await tab('Tasks');
  await bench.getByRole('button', { name: 'Check', exact: true }).click();
  const row = bench.locator('.wb-check', { hasText: 'keep was there all the time' });
  await expect(row).toHaveAttribute('data-outcome', 'not-met', { timeout: 20_000 });
  await expect(row).toContainText('What has happened stays: “Reset task” goes back to before it.');
  await row.getByRole('button', { name: 'Show this moment' }).click();
  await expect(banner(bench)).toContainText('You are looking at the past');
  await expect(banner(bench)).toContainText('A check failed here: pod/keep');
  await expect(bench.getByRole('tab', { name: 'Map' })).toHaveAttribute('aria-selected', 'true');
  await expect(pod('keep')).toHaveCount(0);
  await expect(pod('crate')).toHaveCount(1);
  await expect(bench.getByRole('region', { name: 'The terminal as it was' })).not.toContainText('kubectl run keep');
  await bench.getByRole('button', { name: 'Back to now' }).click();
  await expect(banner(bench)).toBeHidden();
  await expect(pod('keep')).toContainText('Running');
  await type('echo here I am');
  await sees(/here I am\s*here I am|here I am/);
  await context.close();
});

test('map, object, events and terminal show the moment; the cluster waits, and what is done meanwhile is held', async ({
  browser,
}) => {
  const { context, page, bench, type, sees, pod, tab } = await learner(browser);
  await type('kubectl run first --image=nginx:1.25');
  await expect(pod('first')).toContainText('Running');
  await page.waitForTimeout(2_000);
  await type('kubectl run second --image=nginx:1.25');
  await expect(pod('second')).toContainText('Running');
  await strip(bench).focus();
  await page.keyboard.press('Control+ArrowLeft');
  await expect(banner(bench)).toBeVisible();
  while ((await pod('second').count()) > 0) await page.keyboard.press('ArrowLeft');
  await expect(pod('first')).toContainText('Running');
  await pod('first').click();
  const details = bench.getByRole('region', { name: 'Details' });
  await details.getByRole('button', { name: 'describe' }).click();
  await expect(details).toContainText('Successfully assigned default/first');
  await expect(details.getByRole('button', { name: 'Break it' })).toBeHidden();
  await page.keyboard.press('Escape');
  await tab('Story');
  await bench.getByRole('button', { name: 'Events', exact: true }).click();
  await expect(bench.getByRole('row', { name: /Pod\/first Started/ })).toBeVisible();
  await expect(bench.getByRole('row', { name: /Pod\/second/ })).toHaveCount(0);
  const screen = bench.getByRole('region', { name: 'The terminal as it was' });
  await expect(screen).toContainText('pod/first created');
  await expect(screen).not.toContainText('pod/second created');
  const stood = await bench.locator('.wb-utc').textContent();
  await page.waitForTimeout(1_500);
  expect(await bench.locator('.wb-utc').textContent()).toBe(stood);
  await page
    .getByRole('main')
    .getByRole('button', { name: /Run in the terminal: kubectl get pods?/ })
    .first()
    .click();
  const held = banner(bench).locator('.wb-past-held');
  await expect(held).toContainText('1 of your inputs wait');
  const isWhole = await held.evaluate(
    (words) => words.getBoundingClientRect().right <= (words.parentElement?.getBoundingClientRect().right ?? 0),
  );
  expect(isWhole).toBe(true);
  await bench.getByRole('button', { name: 'Back to now' }).click();
  await sees(/pod\/second created[\s\S]*kubectl get pod/);
  await context.close();
});

test('a keyboard goes to any moment, hears where it is, and plays the past up to now', async ({ browser }) => {
  const { context, page, bench, type, pod } = await learner(browser);
  await type('kubectl run web --image=nginx:1.25');
  await expect(pod('web')).toContainText('Running');
  await bench.getByRole('button', { name: '×10: 10 times' }).click();
  await page.waitForTimeout(4_000);
  await bench.getByRole('button', { name: '×1: 1 times' }).click();
  const line = strip(bench);
  await line.focus();
  await expect(line).toHaveAttribute('aria-valuetext', /^now, /);
  await page.keyboard.press('Home');
  await expect(line).toHaveAttribute('aria-valuenow', '0');
  await expect(pod('web')).toHaveCount(0);
  await page.keyboard.press('PageUp');
  await expect(line).toHaveAttribute('aria-valuenow', '10');
  await expect(pod('web')).toContainText('Running');
  await page.keyboard.press('ArrowRight');
  await expect(line).toHaveAttribute('aria-valuenow', '11');
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+ArrowRight');
  await expect(line).toHaveAttribute('aria-valuetext', /kubectl run web/);
  await page.keyboard.press('Home');
  await bench.getByRole('button', { name: '×10: 10 times' }).click();
  await expect(pod('web')).toContainText('Running');
  await bench.getByRole('button', { name: '×600: 600 times' }).click();
  await expect(banner(bench)).toBeHidden();
  await page.waitForTimeout(300);
  await line.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(banner(bench)).toBeVisible();
  await page.keyboard.press('End');
  await expect(banner(bench)).toBeHidden();
  await context.close();
});

test('a mouse and a finger scrub; let go at the present, one is in it', async ({ browser }) => {
  const { context, page, bench, type, pod } = await learner(browser);
  await type('kubectl run web --image=nginx:1.25');
  await expect(pod('web')).toContainText('Running');
  await drag(page, bench, 0.001);
  await expect(banner(bench)).toBeVisible();
  await expect(pod('web')).toHaveCount(0);
  await drag(page, bench, 0.9);
  await expect(banner(bench)).toBeHidden();
  await expect(pod('web')).toContainText('Running');
  await context.close();
});

test('the story tells who did what from kubectl to the running container; its steps lead to their moments', async ({
  browser,
}) => {
  const { context, bench, type, pod, tab } = await learner(browser);
  await type('kubectl run web --image=nginx:1.25');
  await expect(pod('web')).toContainText('Running');
  await tab('Story');
  const story = bench.getByRole('region', { name: 'Who did what' }).first();
  const steps = story.locator('.wb-step');
  await expect(steps).toHaveCount(8);
  for (const [at, words] of [
    [0, /You: kubectl run.*asks the API server to create Pod web.*stores it as revision/],
    [1, /Scheduler.*2 of 3 pass every filter.*it is bound/],
    [2, /kubelet on worker-\d.*ContainerCreating/],
    [3, /sandbox is there.*address 10\.244/],
    [4, /has the image/],
    [5, /container created/],
    [6, /its process runs/],
    [7, /Container web runs.*Ready/],
  ] as const)
    await expect(steps.nth(at)).toHaveText(words);
  await steps.nth(1).getByRole('button').click();
  await expect(banner(bench)).toBeVisible();
  await expect(steps.nth(1)).toHaveAttribute('aria-current', 'step');
  await tab('Map');
  await expect(pod('web')).not.toContainText('Running');
  await bench.getByRole('button', { name: 'Back to now' }).click();
  await context.close();
});

test('a lesson can follow one object from the command to the running container', async ({ browser }) => {
  const { context, page, bench, type, pod } = await learner(browser);
  const story = page.locator('skiff-explain');
  await expect(story).toContainText('There is no pod/web yet.');
  await type('kubectl run web --image=nginx:1.25');
  await expect(pod('web')).toContainText('Running');
  await expect(story.locator('.wb-step')).toHaveCount(8);
  await expect(story.locator('.wb-step').last()).toContainText('Container web runs.');
  await story.getByRole('button').nth(2).click();
  await expect(banner(bench)).toBeVisible();
  await expect(pod('web')).toContainText('ContainerCreating');
  expect(await violations(page, 'explain', 'skiff-explain')).toEqual([]);
  await context.close();
});

test('any object opens: its YAML with managed fields folded, its versions, the difference of any two', async ({
  browser,
}) => {
  const { context, page, bench, type, sees } = await learner(browser);
  await type('kubectl create configmap greeting --from-literal=word=ahoy');
  await sees('configmap/greeting created');
  await type('kubectl patch configmap greeting -p \'{"data":{"word":"hello"}}\'');
  await sees('configmap/greeting patched');
  await bench.getByRole('button', { name: 'All objects' }).click();
  await page.keyboard.type('configmap greet');
  await bench.getByRole('button', { name: 'greeting', exact: true }).click();
  const details = bench.getByRole('region', { name: 'Details' });
  await details.getByRole('button', { name: 'YAML' }).click();
  await expect(details).toContainText('word: hello');
  await expect(details.getByText('manager: kubectl-create')).toBeHidden();
  await details.getByText('managedFields: who owns which field').click();
  await expect(details.getByText('manager: kubectl-create')).toBeVisible();
  await details.getByRole('button', { name: 'Versions' }).click();
  await expect(details.locator('del')).toHaveText(/word: ahoy/);
  await expect(details.locator('ins')).toHaveText(/word: hello/);
  await details
    .getByRole('radio', { name: /^Compare from/ })
    .first()
    .check();
  await expect(details).toContainText('There is no difference.');
  await context.close();
});

test('time skips to the next event', async ({ browser }) => {
  const { context, bench, type, pod } = await learner(browser);
  await bench.getByRole('button', { name: 'Pause' }).click();
  await type('kubectl run web --image=nginx:1.25');
  const next = bench.getByRole('button', { name: 'Skip to the next event' });
  await expect(async () => {
    await next.click();
    await expect(pod('web')).toContainText('ContainerCreating', { timeout: 500 });
  }).toPass();
  await expect(async () => {
    await next.click();
    await expect(pod('web')).toContainText('Running', { timeout: 500 });
  }).toPass();
  await context.close();
});

test('a phone goes through time, too, and nothing sticks out of it', async ({ browser }) => {
  const { context, page, bench, tab, pod } = await learner(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  await page.getByRole('button', { name: 'Cluster', exact: true }).click();
  await bench.locator('.wb-screen').first().click();
  await page.keyboard.type('kubectl run web --image=nginx:1.25\n');
  await tab('Map');
  await expect(pod('web')).toContainText('Running');
  const box = await strip(bench).boundingBox();
  await page.touchscreen.tap((box?.x ?? 0) + 1, (box?.y ?? 0) + 10);
  await expect(banner(bench)).toBeVisible();
  await expect(pod('web')).toHaveCount(0);
  const sticksOut = await bench.evaluate((root) =>
    [...root.querySelectorAll('.wb-head *, .wb-time-line *')]
      .filter((each) => each.getBoundingClientRect().width > 0 && !each.closest('.wb-readout, .sr-only'))
      .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
      .map((each) => each.className),
  );
  expect(sticksOut).toEqual([]);
  await bench.getByRole('button', { name: 'Back to now' }).click();
  await expect(pod('web')).toContainText('Running');
  await context.close();
});
