import { expect, type Page, test } from '@playwright/test';
import { violations } from './support/axe.ts';
import { learner } from './support/bench.ts';

async function clean(page: Page, what: string): Promise<void> {
  expect(await violations(page, what)).toEqual([]);
}

test('the palette opens with Ctrl+K in the workbench, is left alone in the terminal, and does what it says', async ({
  browser,
}) => {
  const { context, page, bench, type, sees } = await learner(browser, { preferences: { 'place:pods': 'lab/03-pods' } });
  await type('echo keep this');
  await sees('keep this');
  // In the terminal Ctrl+K cuts to the end of the line.
  await page.keyboard.press('Control+k');
  const palette = bench.getByRole('dialog', { name: 'Commands' });
  await expect(palette).toBeHidden();
  await bench.getByRole('tab', { name: 'Map' }).click();
  await page.keyboard.press('Control+k');
  await expect(palette).toBeVisible();
  const box = palette.getByRole('combobox', { name: 'Commands' });
  await expect(box).toBeFocused();
  await box.fill('show tasks');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(bench.getByRole('tab', { name: 'Tasks' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+k');
  await box.fill('check every');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(bench.locator('.wb-verdict')).toHaveText(/0 of 4 tasks hold/, { timeout: 20_000 });
  await bench.getByRole('tab', { name: 'Tasks' }).focus();
  await page.keyboard.press('Control+k');
  await expect(palette).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
  await expect(bench.getByRole('tab', { name: 'Tasks' })).toBeFocused();
  // In the lesson's text the same keys search the lessons.
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
  await context.close();
});

test('`?` shows what the keys do, but not where it is typed', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser);
  await type('echo what?');
  await sees('what?');
  const sheet = bench.getByRole('dialog', { name: 'What the keys do' });
  await expect(sheet).toBeHidden();
  await bench.getByRole('tab', { name: 'Map' }).focus();
  await page.keyboard.press('?');
  await expect(sheet).toContainText('search earlier commands');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await context.close();
});

test('settings are kept and hold before the page is drawn', async ({ browser }) => {
  const { context, page, bench, reload } = await learner(browser);
  const open = async () => {
    await bench.getByRole('button', { name: 'Settings and files of this session' }).click();
    await bench.getByRole('button', { name: 'Settings …' }).click();
  };
  await open();
  await page.getByLabel('Text size').selectOption('large');
  await page.getByLabel('Contrast').selectOption('more');
  await page.getByLabel('Motion').selectOption('reduce');
  await page.getByLabel('Speed at which a session begins').selectOption('10');
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-contrast', 'more');
  await reload();
  await expect(html).toHaveAttribute('data-text', 'large');
  await expect(html).toHaveAttribute('data-motion', 'reduce');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('18.4px');
  await expect(bench.getByRole('button', { name: /^×10/ })).toHaveAttribute('aria-pressed', 'true');
  await page.goto('/limits/');
  await expect(html).toHaveAttribute('data-contrast', 'more');
  await clean(page, 'more contrast');
  await context.close();
});

test('the language changes from the settings, and the session goes on', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser);
  await type('echo across languages');
  await sees('across languages');
  await bench.getByRole('button', { name: 'Settings and files of this session' }).click();
  await bench.getByRole('button', { name: 'Settings …' }).click();
  await page.getByRole('dialog').getByLabel('Language').selectOption('ko');
  await expect(page).toHaveURL(/\/ko\/lessons\/pods\/$/);
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await sees('across languages');
  await context.close();
});

test('all progress goes from one browser to another as one file', async ({ browser }, info) => {
  const one = await learner(browser, { preferences: { 'place:pods': 'lab/03-pods', student: 'ann' } });
  await one.type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  await one.bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(one.bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await one.bench.getByLabel('Which cluster').selectOption({ index: 0 });
  await one.type('kubectl create namespace mine');
  await one.sees('namespace/mine created');
  await one.bench.getByRole('button', { name: 'Settings and files of this session' }).click();
  const downloading = one.page.waitForEvent('download');
  await one.bench.getByRole('button', { name: 'Export all my progress' }).click();
  const file = info.outputPath('progress.json');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^skiff-progress-\d{8}-\d{4}\.json$/);
  await download.saveAs(file);

  const two = await learner(browser);
  await two.bench.getByLabel('Import a session …').setInputFiles(file);
  const dialog = two.page.getByRole('dialog', { name: 'Bring in all of it?' });
  await expect(dialog).toContainText('The file holds sessions: 2');
  await dialog.getByRole('button', { name: 'Bring it in' }).click();
  await two.sees('namespace/mine created');
  await two.bench.getByLabel('Which cluster').selectOption({ index: 1 });
  await two.bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(two.bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await one.context.close();
  await two.context.close();
});

test('what was done prints: the tasks with what came of them, and the terminal as text', async ({ browser }) => {
  const { context, page, bench, type } = await learner(browser, { preferences: { 'place:pods': 'lab/03-pods' } });
  await type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await page.emulateMedia({ media: 'print' });
  await expect(bench.locator('.wb-task').nth(3)).toBeVisible();
  await expect(bench.locator('.wb-transcript').first()).toBeVisible();
  await expect(bench.locator('.wb-transcript').first()).toContainText('pod/web created');
  for (const hidden of ['.wb-head', '.xterm', '.wb-tasks-foot button', '.wb-task-more'])
    await expect(bench.locator(hidden).first()).toBeHidden();
  const { bottom, height } = await bench.evaluate((element) => {
    const tasks = element.querySelector('.wb-tasks-body');
    return { bottom: tasks?.clientHeight ?? 0, height: tasks?.scrollHeight ?? 1 };
  });
  expect(bottom).toBeGreaterThanOrEqual(height);
  await context.close();
});

test('both panes fold by keyboard, and it is remembered', async ({ browser }) => {
  const { context, page, bench, reload } = await learner(browser);
  const bar = bench.getByRole('separator');
  const map = bench.locator('.wb-upper');
  const terminal = bench.locator('.wb-panel-terminal');
  const height = async () => (await terminal.boundingBox())?.height ?? 0;
  await bar.press('Enter');
  await expect.poll(height).toBeLessThan(50);
  await reload();
  await expect.poll(height).toBeLessThan(50);
  await bar.press('Enter');
  await bar.press('Shift+Enter');
  await expect(map).toBeHidden();
  await reload();
  await expect(map).toBeHidden();
  await bar.press('Shift+Enter');
  await expect(map).toBeVisible();
  await bar.dblclick();
  await expect.poll(height).toBeLessThan(50);
  await page.keyboard.press('Home');
  await context.close();
});

test('a lab is done with the keyboard alone', async ({ browser }) => {
  const { context, page, bench } = await learner(browser, {
    path: '/',
    waits: false,
    preferences: { bench: 'closed' },
  });
  const until = async (found: () => Promise<boolean>, most = 80): Promise<void> => {
    for (let presses = 0; presses < most; presses++) {
      if (await found()) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('Tab does not lead there');
  };
  const focusIs = (text: RegExp) => () =>
    page.evaluate((source) => new RegExp(source).test(document.activeElement?.textContent ?? ''), text.source);
  await until(focusIs(/^\s*Pods\s*$/));
  await page.keyboard.press('Enter');
  await page.waitForURL(/lessons\/pods/);
  await until(focusIs(/^\s*Open the lab\s*$/), 200);
  await page.keyboard.press('Enter');
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await until(
    () => page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea') ?? false),
    200,
  );
  await page.keyboard.type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front\n');
  await expect(bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await page.keyboard.press('Control+Enter');
  await expect(bench.locator('.wb-verdict')).toHaveText('1 of 4 tasks hold: 3 of 10 points.', { timeout: 20_000 });
  // Escape, then Tab leaves the terminal.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.className)).not.toContain('xterm');
  await context.close();
});
