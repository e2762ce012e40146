import { expect, test } from '@playwright/test';
import { learner } from './support/bench.ts';

const lab = { preferences: { 'place:pods': 'lab/03-pods' } };

test('from the first visit to the first passed task: it is passed without a click on Check', async ({ browser }) => {
  const { context, page, bench, type, tab } = await learner(browser, {
    path: '/',
    waits: false,
    preferences: { bench: 'closed' },
  });
  await page.getByRole('main').getByRole('link', { name: 'Pods', exact: true }).click();
  await page.getByRole('main').getByRole('button', { name: 'Open the lab' }).click();
  await expect(bench.getByRole('heading', { name: 'Your first Pods' })).toBeVisible();
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  const first = bench.locator('.wb-task').first();
  await expect(first).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await expect(bench.locator('.wb-verdict')).toHaveText('Done: Run a web server.');
  await expect(bench.locator('.wb-meter')).toContainText('1 of 4 tasks, 3 of 10 points');
  await expect(bench.getByRole('tab', { name: 'Tasks' })).toContainText('3/10');
  // Nobody has asked about the others: none of them is wrong yet.
  await expect(bench.locator('.wb-check[data-outcome="not-met"]')).toHaveCount(0);
  await tab('Tasks');
  await page.goto('/');
  await context.close();
});

test('a click that comes before the page’s script is not lost', async ({ browser }) => {
  const { context, page, bench } = await learner(browser, {
    path: 'about:blank',
    waits: false,
    preferences: { bench: 'closed' },
  });
  let arrive = () => {};
  const script = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/\.js$/, async (route) => {
    await script;
    await route.continue();
  });
  await page.goto('/lessons/pods/', { waitUntil: 'commit' });
  await page.getByRole('main').getByRole('button', { name: 'Open the lab' }).click();
  arrive();
  await expect(bench.getByRole('heading', { name: 'Your first Pods' })).toBeVisible({ timeout: 20_000 });
  await context.close();
});

test('a phone passes a task, one pane at a time', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser, {
    ...lab,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  await page.getByRole('button', { name: 'Cluster', exact: true }).tap();
  await type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  await sees('pod/web created');
  await bench.getByRole('tab', { name: 'Tasks' }).tap();
  await expect(bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await bench.getByRole('button', { name: 'Check', exact: true }).tap();
  await expect(bench.locator('.wb-verdict')).toHaveText('1 of 4 tasks hold: 3 of 10 points.', { timeout: 20_000 });
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Lesson', exact: true }).tap();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.close();
});

test('a check tells partial credit and the learner’s own mistake', async ({ browser }) => {
  const { context, page, bench, type, pod } = await learner(browser, lab);
  await type('kubectl run web --image=nginx:1.25');
  await expect(pod('web')).toContainText('Running');
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  await page.keyboard.press('Control+Enter');
  const first = bench.locator('.wb-task').first();
  await expect(first.locator('.wb-task-head .wb-points')).toHaveText('2/3', { timeout: 20_000 });
  await expect(first).toContainText('kubectl run labels a Pod run=web by itself');
  await context.close();
});

test('who asks how it stands is shown the first task that does not hold', async ({ browser }) => {
  const preferences = { ...lab.preferences, split: '35' };
  const { context, page, bench, type } = await learner(browser, { ...lab, preferences });
  await type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  const [first, second] = [bench.locator('.wb-task').first(), bench.locator('.wb-task').nth(1)];
  await expect(first).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await expect(second.locator('.wb-check').first()).not.toBeInViewport();
  await page.keyboard.press('Control+Enter');
  await expect(second.getByRole('heading')).toBeInViewport();
  await context.close();
});

test('a solution asks before it shows itself, and lies beside the learner’s work', async ({ browser }) => {
  const { context, page, bench, reload } = await learner(browser, lab);
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  const card = bench.locator('.wb-task').nth(1);
  await card.getByRole('button', { name: 'Show a solution of “Describe one in a file”' }).click();
  const dialog = bench.getByRole('dialog', { name: 'Look at the solution already?' });
  await dialog.getByRole('button', { name: 'I will try first' }).click();
  await expect(card.locator('.wb-solution')).toHaveCount(0);
  await card.getByRole('button', { name: 'Show a solution of “Describe one in a file”' }).click();
  await dialog.getByRole('button', { name: 'Show it' }).click();
  await expect(card.locator('.wb-solution')).toContainText('kubectl apply -f hello.yaml');
  await card.getByRole('button', { name: 'Show it beside mine' }).click();
  const beside = bench.locator('.wb-beside');
  await expect(beside).toBeVisible();
  await expect(beside).toContainText('ahoy');
  await page.keyboard.press('Escape');
  await expect(beside).toBeHidden();
  // Who has seen it is not asked again, after a reload neither.
  await reload();
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  const three = bench.locator('.wb-task').nth(2);
  for (let n = 0; n < 3; n++) {
    await page.keyboard.press('Control+Enter');
    await expect(bench.locator('.wb-verdict')).not.toHaveText(/Checking|^$/);
  }
  await expect(three.locator('.wb-check').first()).toHaveAttribute('data-outcome', 'not-met', { timeout: 20_000 });
  await three.getByRole('button', { name: /Show a solution/ }).click();
  await expect(three.locator('.wb-solution')).toContainText('kubectl set image pod/crate web=nginx:1.25');
  await context.close();
});

test('resetting a task goes back to where it began, and really', async ({ browser }) => {
  const { context, bench, type, sees, pod, reload, page } = await learner(browser, lab);
  await type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await type('kubectl delete pod web crate --now; echo x > junk.txt');
  await sees('"crate" deleted');
  await bench.getByRole('button', { name: 'Reset task “Describe one in a file”: go back to where it began' }).click();
  const dialog = bench.getByRole('dialog', { name: 'Go back in “Describe one in a file”?' });
  await expect(dialog.getByRole('radio', { name: /when “Run a web server” was done/ })).toBeChecked();
  await expect(dialog).toContainText('undoes command lines: 1');
  await dialog.getByRole('button', { name: 'Go back' }).click();
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await bench.getByRole('tab', { name: 'Map' }).click();
  await expect(pod('web')).toContainText('Running');
  await expect(pod('crate')).toBeVisible();
  await type('ls');
  await expect(bench.locator('.wb-transcript')).not.toContainText('junk.txt');
  await reload();
  await expect(pod('crate')).toBeVisible();
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await context.close();
});

test('when the tab is killed, the session goes on at the last input', async ({ browser }) => {
  const one = await learner(browser, lab);
  await one.type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  await one.bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(one.bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await one.type('echo half a li');
  const page = await one.context.newPage();
  const cdp = await one.context.newCDPSession(one.page);
  await one.page.waitForTimeout(300);
  // The renderer dies without a last word, as it does when the system runs out of memory.
  const dead = one.page.waitForEvent('crash');
  void cdp.send('Page.crash').catch(() => {});
  await dead;
  await page.goto('/lessons/pods/');
  const bench = page.locator('skiff-workbench');
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await expect(bench.locator('.wb-transcript')).toContainText('half a li');
  await one.context.close();
});

test('the language changes in the middle of a lab, and nothing else does', async ({ browser }) => {
  const { context, page, bench, type } = await learner(browser, lab);
  await type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await page.getByRole('link', { name: '한국어' }).first().click();
  await expect(page).toHaveURL(/\/ko\/lessons\/pods\/$/);
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await bench.getByRole('tab', { name: '과제' }).click();
  await expect(bench.getByRole('heading', { name: '첫 파드 다루기' })).toBeVisible();
  await expect(bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await expect(bench.locator('.wb-transcript')).toContainText('pod/web created');
  await context.close();
});
