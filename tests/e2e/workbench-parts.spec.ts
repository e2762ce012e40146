import { expect, test } from '@playwright/test';
import { learner } from './support/bench.ts';

test('an object opens with Enter, shows state, describe and YAML, and Escape gives the focus back', async ({
  browser,
}) => {
  const { context, page, bench, type, pod } = await learner(browser);
  await type('kubectl run web --image=nginx:1.25');
  await expect(pod('web')).toContainText('Running');
  await pod('web').focus();
  await page.keyboard.press('Enter');
  const details = bench.getByRole('region', { name: 'Details' });
  await expect(details).toContainText('nginx:1.25');
  await details.getByRole('button', { name: 'describe' }).click();
  await expect(details.locator('pre')).toContainText('Successfully assigned default/web');
  await details.getByRole('button', { name: 'YAML' }).click();
  await expect(details.locator('.wb-yaml')).toContainText('kind: Pod');
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(pod('web')).toBeFocused();
  await context.close();
});

test('the table says what the map says', async ({ browser }) => {
  const { context, bench, type } = await learner(browser);
  await type('kubectl create deployment shop --image=nginx:1.25 --replicas=3');
  await bench.getByRole('button', { name: 'Show as a table' }).click();
  await expect(bench.getByRole('row', { name: /^Deployment default shop .*3\/3/ })).toBeVisible();
  await expect(bench.getByRole('row', { name: /^Pod default shop-\S+ Running 1\/1 worker-/ })).toHaveCount(3);
  await context.close();
});

test('the editor underlines what the cluster would refuse, and applies with Ctrl+Enter', async ({ browser }) => {
  const { context, page, bench, tab, sees, pod } = await learner(browser);
  await tab('Files');
  await bench.getByLabel('Name of a new file').fill('web.yaml');
  await page.keyboard.press('Enter');
  const editor = bench.locator('.cm-content');
  await expect(editor).toContainText('kind: Pod');
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('bogus: 1');
  await expect(bench.locator('.cm-lintRange-error').first()).toHaveText('bogus');
  await page.keyboard.press('Control+Shift+Home');
  await page.keyboard.type('apiVersion: [');
  await expect(bench.locator('.cm-lintRange-error, .cm-lint-marker-error').first()).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: typed\nspec:\n  containers:\n  - name: web\n    image: nginx:1.25\n',
  );
  await page.keyboard.press('Control+Enter');
  await sees('pod/typed created');
  await tab('Map');
  await expect(pod('typed')).toContainText('Running');
  await context.close();
});

test('vi opens the page’s editor; saving and cancelling both go back to the program', async ({ browser }) => {
  const { context, page, bench, type, sees, tab } = await learner(browser);
  await type('echo one > note.txt; vi note.txt; echo "saved: $(cat note.txt)"');
  await bench.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('two');
  await bench.getByRole('button', { name: 'Save and close' }).click();
  await sees('saved: two');
  await type('vi note.txt; echo "kept: $(cat note.txt)"');
  await bench.locator('.cm-content').click();
  await page.keyboard.type('three');
  await bench.getByRole('button', { name: 'Cancel', exact: true }).click();
  await sees('kept: two');
  // Who goes elsewhere meanwhile is led back by the terminal; Ctrl-C there ends the program, and nothing waits any more.
  await type('kubectl create configmap settings; kubectl edit configmap settings');
  const waits = bench.getByRole('button', { name: /A program waits until you save or cancel/ });
  await expect(waits).toBeVisible();
  await tab('Map');
  await waits.click();
  await expect(bench.getByRole('button', { name: 'Save and close' })).toBeVisible();
  await bench.locator('.xterm-helper-textarea').focus();
  await page.keyboard.press('Control+c');
  await expect(waits).toBeHidden();
  await expect(bench.getByRole('button', { name: 'Save and close' })).toBeHidden();
  await context.close();
});

test('time pauses, runs faster, and skips until the cluster has settled', async ({ browser }) => {
  const { context, page, bench, type, pod, reload } = await learner(browser);
  await bench.getByRole('button', { name: 'Pause' }).click();
  await expect(bench.locator('.wb-settled')).toHaveText('paused');
  const stopped = await bench.locator('.wb-clock').textContent();
  await page.waitForTimeout(1_500);
  expect(await bench.locator('.wb-clock').textContent()).toBe(stopped);
  // Whoever left it standing still finds it so.
  await reload();
  await expect(bench.locator('.wb-settled')).toHaveText('paused');
  await page.waitForTimeout(1_500);
  await expect(bench.locator('.wb-settled')).toHaveText('paused');
  await bench.getByRole('button', { name: '×60: 60 times as fast as the wall clock' }).click();
  await expect(bench.locator('.wb-clock')).toHaveText(/^[1-9]\d*:/);
  await bench.getByRole('button', { name: '×1: 1 times as fast as the wall clock' }).click();
  await type('kubectl create deployment shop --image=nginx:1.25 --replicas=20');
  await expect(bench.locator('.wb-pod').first()).toBeVisible();
  await bench.getByRole('button', { name: 'Skip until the cluster has settled' }).click();
  await expect(bench.locator('.wb-settled')).toHaveText('settled');
  await expect(bench.locator('.wb-pod[data-tone="ok"]')).toHaveCount(20);
  await expect(pod('none')).toHaveCount(0);
  await context.close();
});

test('a keyboard is not caught: Escape and Tab leave the terminal, arrows move tabs and the bar between the panes', async ({
  browser,
}) => {
  const { context, page, bench } = await learner(browser);
  const input = bench.locator('.xterm-helper-textarea');
  await input.focus();
  await page.keyboard.press('Tab');
  await expect(input).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(input).not.toBeFocused();
  await bench.getByRole('tab', { name: 'Map' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(bench.getByRole('tab', { name: 'Tasks' })).toBeFocused();
  await expect(bench.getByRole('tabpanel', { name: 'Tasks' })).toBeVisible();
  const bar = bench.getByRole('separator', { name: /Height of the upper pane/ });
  const before = Number(await bar.getAttribute('aria-valuenow'));
  await bar.press('ArrowUp');
  expect(Number(await bar.getAttribute('aria-valuenow'))).toBe(before - 4);
  await page.reload();
  await expect(bar).toHaveAttribute('aria-valuenow', String(before - 4));
  await context.close();
});

test('a phone has one pane at a time, the terminal first', async ({ browser }) => {
  const { context, bench, page, tab, pod } = await learner(browser, { viewport: { width: 390, height: 844 } });
  await page.getByRole('button', { name: 'Cluster', exact: true }).click();
  await expect(bench.getByRole('tab', { name: 'Terminal' })).toHaveAttribute('aria-selected', 'true');
  await bench.locator('.wb-screen').click();
  await page.keyboard.type('kubectl run web --image=nginx:1.25\n');
  await tab('Map');
  await expect(pod('web')).toContainText('Running');
  await expect(bench.locator('.wb-screen')).toBeHidden();
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess).toBeLessThanOrEqual(0);
  await context.close();
});

test('playgrounds work on the live objects of the cluster', async ({ browser }) => {
  const { context, page, type, sees } = await learner(browser, { path: '/lessons/jsonpath-and-jq/' });
  await type('kubectl run web --image=nginx:1.25');
  await sees('pod/web created');
  const jsonpath = page.locator('skiff-playground[data-kind="jsonpath"]').first();
  await jsonpath.getByLabel('Expression').fill('{.items[*].metadata.name}');
  await expect(jsonpath.getByRole('region', { name: 'Result' })).toHaveText('web');
  await jsonpath.getByLabel('Expression').fill('{.items[');
  await expect(jsonpath.getByRole('region', { name: 'Result' })).toHaveAttribute('data-fault', '');
  const jq = page.locator('skiff-playground[data-kind="jq"]').first();
  await jq.getByLabel('Expression').fill('.items | length');
  await expect(jq.getByRole('region', { name: 'Result' })).toHaveText('1', { timeout: 20_000 });
  await type('kubectl run two --image=nginx:1.25');
  await expect(jq.getByRole('region', { name: 'Result' })).toHaveText('2', { timeout: 20_000 });
  await context.close();
});

test('a jq that would never end is stopped, and the cluster goes on', async ({ browser }) => {
  const { context, type, sees } = await learner(browser);
  await type("jq -n 'def f: f; f'; echo afterwards");
  await sees('jq: stopped');
  await sees(/stopped.*afterwards/s);
  await context.close();
});
