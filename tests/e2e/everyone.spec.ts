// Small screens, colours of the reader's system, keyboards: what works on a wide page with a mouse works there, too.
import { expect, type Page, test } from '@playwright/test';
import { violations } from './support/axe.ts';
import { learner } from './support/bench.ts';

/** What has the keyboard's focus, by its text or name. */
const focused = (page: Page) =>
  page.evaluate(() => `${document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent}`);

for (const [screen, viewport] of [
  ['a phone', { width: 360, height: 640 }],
  ['a phone held sideways', { width: 640, height: 360 }],
  ['a large phone held sideways', { width: 844, height: 390 }],
  ['a page zoomed to 400 %', { width: 320, height: 256 }],
] as const) {
  test(`${screen} has a pane to work in, and each tab can be reached`, async ({ browser }) => {
    const { context, page, bench, type, sees, pod } = await learner(browser, {
      viewport,
      hasTouch: true,
      preferences: { 'place:pods': 'lab/03-pods' },
    });
    await page.getByRole('button', { name: 'Cluster', exact: true }).tap();
    const terminal = bench.locator('.wb-screen').first();
    await terminal.tap();
    await type('kubectl run web --image=nginx:1.25');
    await sees('pod/web created');
    const box = await terminal.boundingBox();
    expect((box?.height ?? 0) > 60 && (box?.y ?? -1) >= 0).toBe(true);
    // The prompt is in sight, above what stands at the foot of the page.
    const prompt = await bench.locator('.xterm-rows > div', { hasText: 'pod/web created' }).boundingBox();
    const foot = await page.locator('.bench-tabs').boundingBox();
    expect((prompt?.y ?? 0) + (prompt?.height ?? 0)).toBeLessThanOrEqual(foot?.y ?? 0);
    for (const name of ['Browser', 'Query', 'Story', 'Files', 'Tasks', 'Map']) {
      const tab = bench.getByRole('tab', { name });
      await tab.tap();
      await expect(tab).toHaveAttribute('aria-selected', 'true');
    }
    await pod('web').tap();
    await bench.locator('.wb-details-bar').getByRole('button', { name: 'YAML' }).tap();
    await expect(bench.locator('.wb-details')).toContainText('kind: Pod');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    // What stands above the pane is a swipe away.
    await bench.evaluate((root) => root.scrollTo(0, 0));
    await expect(bench.getByRole('button', { name: 'Pause' })).toBeInViewport({ ratio: 1 });
    await bench.getByRole('button', { name: 'Settings and files of this session' }).tap();
    await bench.getByRole('button', { name: 'Reset the cluster …' }).tap();
    await bench.getByRole('button', { name: 'Cancel' }).tap();
    expect(await violations(page, screen, '#bench')).toEqual([]);
    await context.close();
  });
}

test('a phone that is turned keeps what one works with', async ({ browser }) => {
  const { context, page, bench, tab } = await learner(browser, { viewport: { width: 1200, height: 800 } });
  await tab('Query');
  await bench.getByLabel('Expression').focus();
  await page.setViewportSize({ width: 1200, height: 420 });
  await expect(bench).toHaveAttribute('data-short', '');
  await expect(bench.getByLabel('Expression')).toBeFocused();
  await expect(bench.getByRole('tab', { name: 'Query' })).toHaveAttribute('aria-selected', 'true');
  await tab('Terminal');
  await page.setViewportSize({ width: 1200, height: 800 });
  await expect(bench.getByRole('tab', { name: 'Query' })).toHaveAttribute('aria-selected', 'true');
  await context.close();
});

test('the colours of the reader’s system leave the states of pods, tabs and buttons to be seen', async ({
  browser,
}) => {
  const { context, page, bench, type } = await learner(browser, { forcedColors: 'active' });
  await type('kubectl run broken --image=nginx:nope; kubectl create deployment crowd --image=nginx:1.25 --replicas=50');
  const small = (tone: string) => bench.locator(`.wb-map[data-dense] .wb-pod[data-tone="${tone}"]`).first();
  await expect(small('bad')).toBeVisible();
  await expect(small('ok')).toBeVisible();
  const look = (tone: string) => small(tone).evaluate((tile) => getComputedStyle(tile).backgroundImage);
  expect(await look('ok')).toContain('radial-gradient');
  expect(await look('bad')).toContain('conic-gradient');
  const ground = (name: string) =>
    bench.getByRole('button', { name }).evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await ground('×1:')).not.toBe(await ground('×10:'));
  await small('ok').focus();
  await page.keyboard.press('ArrowRight');
  const ring = await bench.locator('.wb-pod:focus').evaluate((tile) => getComputedStyle(tile).outlineWidth);
  expect(ring).toBe('3px');
  // Whose colours they are, chose the contrast.
  const wrong = await violations(page, 'forced colours', '#bench');
  expect(wrong.filter((each) => !each.includes(': color-contrast:'))).toEqual([]);
  await context.close();
});

test('the keyboard is never left without a place: a hint, a file and the past go away under it', async ({
  browser,
}) => {
  const { context, page, bench, tab } = await learner(browser, { preferences: { 'place:pods': 'lab/03-pods' } });
  await tab('Tasks');
  const hint = bench.getByRole('button', { name: /Hint 1 of 2/ });
  await hint.focus();
  // A verdict that comes by itself takes nothing away.
  await page.keyboard.press('Control+Enter');
  await expect(bench.locator('.wb-verdict')).not.toBeEmpty();
  await expect(bench.getByRole('button', { name: 'Show · Hint 1 of 2' }).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toMatch(/^Hint 1 of 2/);
  await tab('Files');
  page.on('dialog', (dialog) => dialog.accept());
  await bench.getByRole('button', { name: 'crate.yaml', exact: true }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(bench.getByRole('button', { name: 'crate.yaml', exact: true })).toHaveCount(0);
  expect(await focused(page)).toBe('hello.yaml');
  const strip = bench.getByRole('slider', { name: /Time line/ });
  await strip.press('ArrowLeft');
  await bench.getByRole('button', { name: 'Back to now' }).focus();
  await page.keyboard.press('Enter');
  await expect(strip).toBeFocused();
  await context.close();
});

test('a screen reader hears what is printed, in English on a Korean page, too, and hears it once', async ({
  browser,
}) => {
  const { context, bench, type, sees } = await learner(browser, { path: '/ko/lessons/pods/' });
  await type('kubectl get nodes');
  await sees('control-plane');
  const heard = bench.getByRole('log');
  await expect(heard).toHaveCount(1);
  await expect(heard.locator('> div', { hasText: 'STATUS' })).toHaveAttribute('lang', 'en');
  // Its name is Korean, and so the log itself.
  expect(await heard.evaluate((log) => log.closest('[lang]')?.getAttribute('lang'))).toBe('ko');
  await type('seq 1 500');
  await expect(heard.locator('> div').last()).toHaveText('500');
  await expect(heard.locator('> div')).toHaveCount(100);
  await bench.locator('.wb-terminal-bar .wb-tool').last().click();
  await expect(heard).toHaveCount(1);
  await expect(heard).toHaveClass('wb-log');
  await expect(heard).toContainText('STATUS');
  await context.close();
});
