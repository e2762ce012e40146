import { gzipSync } from 'node:zlib';
import { expect, type Locator, type Page, type Response, test } from '@playwright/test';
import { violations } from './support/axe.ts';
import { learner } from './support/bench.ts';
import { LANGUAGES } from './support/pages.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 2
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
        - name: web
          image: nginx:1.25
`;

async function newFile(page: Page, bench: Locator, name: string, label = 'Name of a new file'): Promise<Locator> {
  await bench.getByLabel(label).fill(name);
  await page.keyboard.press('Enter');
  const text = bench.locator('.wb-editor .cm-content');
  await expect(text).toContainText('kind: Pod');
  await text.click();
  await page.keyboard.press('Control+a');
  return text;
}

test('a file opens at its first line, however far one had scrolled in another; one that was left is as it was left', async ({
  browser,
}) => {
  const { context, page, bench, tab } = await learner(browser);
  await tab('Files');
  const line = (text: string) => bench.locator('.wb-editor .cm-line', { hasText: text });
  const open = (name: string) => bench.getByRole('button', { name, exact: true }).click();
  await newFile(page, bench, 'short.yaml');
  await page.keyboard.insertText(`# first\n${'# more\n'.repeat(90)}`);
  await newFile(page, bench, 'long.yaml');
  await page.keyboard.insertText(`# top\n${'# more\n'.repeat(90)}# last`);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+End');
  await expect(line('# last')).toBeInViewport();
  await newFile(page, bench, 'new.yaml');
  await expect(line('apiVersion')).toBeInViewport();
  await open('long.yaml');
  await expect(line('# last')).toBeInViewport();
  // what was written can still be taken back
  await page.keyboard.press('Control+z');
  await expect(line('kind: Pod')).toBeVisible();
  await context.close();
});

test('an editor that a program opened has the keyboard, and a tab that is killed loses nothing that was typed', async ({
  browser,
}) => {
  const one = await learner(browser, { preferences: { split: '70' } });
  await one.type('kubectl create configmap settings');
  await one.sees('configmap/settings created');
  await one.type('kubectl edit configmap settings');
  const text = (bench: Locator) => bench.locator('.wb-editor .cm-content');
  await expect(text(one.bench)).toBeFocused();
  await one.page.keyboard.type('# typed and not saved\n');
  await expect(text(one.bench)).toContainText('# typed and not saved');
  await one.page.close();
  const page = await one.context.newPage();
  await page.goto('/lessons/pods/');
  const bench = page.locator('skiff-workbench');
  await expect(text(bench)).toContainText('# typed and not saved');
  await bench.getByRole('button', { name: 'Cancel', exact: true }).click();
  await bench.getByLabel('Name of a new file').fill('mine.txt');
  await page.keyboard.press('Enter');
  await text(bench).click();
  await page.keyboard.type('killed at once');
  await page.close();
  const again = await one.context.newPage();
  await again.goto('/lessons/pods/');
  await again.locator('skiff-workbench[data-ready]').waitFor();
  await again.locator('skiff-workbench .xterm-helper-textarea').focus();
  await again.keyboard.type('echo "[$(cat mine.txt)]"\n');
  await expect(again.locator('.wb-transcript')).toContainText('[killed at once]');
  await one.context.close();
});

test('the editor’s own panels speak Korean on the Korean page', async ({ browser }) => {
  const { context, page, bench } = await learner(browser, { path: '/ko/lessons/pods/' });
  await bench.getByRole('tab', { name: '파일' }).click();
  await newFile(page, bench, 'shop.yaml', '새 파일의 이름');
  await page.keyboard.press('Control+f');
  await expect(bench.getByRole('button', { name: '모두 바꾸기' })).toBeVisible();
  await expect(bench.locator('.cm-search')).not.toContainText(/[a-z]/i);
  await context.close();
});

test('from a YAML error to a manifest that is fixed and applied', async ({ browser }) => {
  const { context, page, bench, tab, sees, pod } = await learner(browser, { preferences: { split: '70' } });
  await tab('Files');
  await newFile(page, bench, 'shop.yaml');
  const problems = bench.locator('.wb-problem');
  // YAML that is none
  await page.keyboard.insertText(DEPLOYMENT.replace('kind: Deployment', 'kind: [Deployment'));
  await expect(problems.first()).toContainText(/^Line \d+:/);
  await expect(bench.locator('.cm-lintRange-error').first()).toBeVisible();
  // a field that the kind does not have
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(DEPLOYMENT.replace('replicas: 2', 'replcas: 2'));
  await expect(problems).toHaveText('Line 6: unknown field "replcas" in DeploymentSpec');
  await expect(bench.locator('.cm-lintRange-error')).toHaveText('replcas');
  // what only the server knows, at its line
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(DEPLOYMENT.replace('app: shop\n    spec', 'app: other\n    spec'));
  await expect(problems).toHaveText(/^Line 12: spec\.template\.metadata\.labels: Invalid value: .*does not match/);
  await problems.click();
  await expect(bench.locator('.cm-activeLine')).toHaveText('      labels:');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(DEPLOYMENT);
  await expect(problems).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await sees('deployment.apps/shop created');
  await tab('Map');
  await expect(bench.locator('.wb-pod[data-tone="ok"]')).toHaveCount(2);
  await expect(pod('other')).toHaveCount(0);
  await context.close();
});

test('a manifest is written with the keyboard alone: completion, help, apply', async ({ browser }) => {
  const { context, page, bench, tab, sees } = await learner(browser, { preferences: { split: '70' } });
  await tab('Files');
  const text = await newFile(page, bench, 'web.yaml');
  const offered = bench.locator('.cm-tooltip-autocomplete');
  const pick = async (typed: string, first: RegExp | string) => {
    await page.keyboard.type(typed, { delay: 20 });
    await expect(offered.locator('li').first()).toContainText(first);
    await page.keyboard.press('Tab');
    await expect(text).toContainText(first);
  };
  await pick('api', 'apiVersion');
  await page.keyboard.type('v1\nkind: Po', { delay: 20 });
  await expect(offered.getByText('Pod', { exact: true })).toBeVisible();
  await page.keyboard.type('d\n', { delay: 20 });
  await pick('met', 'metadata');
  // the fields of what was begun are offered at once
  await expect(offered).toContainText('labels');
  await pick('na', 'name');
  await page.keyboard.type('typed\n');
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.press('Backspace');
  await pick('sp', 'spec');
  await pick('cont', 'containers');
  await pick('na', 'name');
  await page.keyboard.type('web\n');
  await pick('image', 'image');
  await page.keyboard.type('nginx:1.25\n');
  await expect(text).toContainText('- name: web');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await page.keyboard.press('F1');
  const help = bench.locator('.wb-field-help');
  await expect(help).toContainText('pod.spec.containers.image');
  await expect(help).toContainText('Container image name');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await expect(bench.locator('.wb-problem')).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await sees('pod/typed created');
  await context.close();
});

test('a field says what it is when one points at it', async ({ browser }) => {
  const { context, page, bench, tab } = await learner(browser, { preferences: { split: '70' } });
  await tab('Files');
  await newFile(page, bench, 'shop.yaml');
  await page.keyboard.insertText(DEPLOYMENT);
  await bench.locator('.cm-line', { hasText: 'replicas' }).locator('span').first().hover();
  await expect(bench.locator('.wb-field-help')).toContainText('deployment.spec.replicas');
  await expect(bench.locator('.wb-field-help')).toContainText('Number of desired pods');
  await context.close();
});

test('the comparison shows what Apply would change, and changes nothing', async ({ browser }) => {
  const { context, page, bench, tab, sees } = await learner(browser, { preferences: { split: '70' } });
  await tab('Files');
  const text = await newFile(page, bench, 'shop.yaml');
  await page.keyboard.insertText(DEPLOYMENT);
  const beside = bench.getByRole('region', { name: 'Two texts side by side' });
  await bench.getByRole('button', { name: 'Compare' }).click();
  await expect(beside).toContainText('Apply would create: Deployment shop');
  await page.keyboard.press('Escape');
  await expect(beside).toBeHidden();
  await text.click();
  await page.keyboard.press('Control+Enter');
  await sees('deployment.apps/shop created');
  await text.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(DEPLOYMENT.replace('replicas: 2', 'replicas: 5'));
  await bench.getByRole('button', { name: 'Compare' }).click();
  await expect(beside.locator('.cm-merge-a .cm-changedLine')).toHaveText('  replicas: 2');
  await expect(beside.locator('.cm-merge-b .cm-changedLine')).toHaveText('  replicas: 5');
  await beside.getByRole('button', { name: 'Close the comparison' }).click();
  await tab('Map');
  await expect(bench.locator('.wb-pod[data-tone="ok"]')).toHaveCount(2);
  await context.close();
});

test('a solution is shown beside one’s own file and never put in its place', async ({ browser }) => {
  const { context, page, bench, type, sees, tab } = await learner(browser, { preferences: { split: '70' } });
  await type('echo "kind: Mine" > pod.yaml');
  await tab('Files');
  await expect(bench.locator('.wb-file')).toHaveCount(1);
  await page.evaluate(() =>
    document.dispatchEvent(
      new CustomEvent('skiff:beside', { cancelable: true, detail: { path: 'pod.yaml', content: 'kind: Theirs\n' } }),
    ),
  );
  const beside = bench.getByRole('region', { name: 'Two texts side by side' });
  await expect(beside.locator('.cm-merge-b')).toContainText('kind: Theirs');
  await beside.locator('.cm-merge-a .cm-content').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('mine: too');
  await page.keyboard.press('Escape');
  await type('sleep 2; cat pod.yaml');
  await sees(/kind: Mine\s*mine: too/);
  await expect(bench.locator('.wb-transcript')).not.toContainText('Theirs');
  await context.close();
});

test('a file gets another name, with what was written in it, and can be deleted', async ({ browser }) => {
  const { context, page, bench, type, sees, tab } = await learner(browser);
  await type('echo one > a.txt; sleep 4; echo three > z.txt');
  await tab('Files');
  await bench.getByRole('button', { name: 'a.txt', exact: true }).click();
  await bench.locator('.wb-editor .cm-content').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('two');
  await bench.getByRole('button', { name: 'a.txt', exact: true }).focus();
  await page.keyboard.press('Tab');
  // Files that come meanwhile take nobody's place away.
  await expect(bench.getByRole('button', { name: 'z.txt', exact: true })).toBeVisible();
  await expect(bench.getByRole('button', { name: 'Rename a.txt' })).toBeFocused();
  await page.keyboard.press('Enter');
  const name = bench.getByLabel('New name of a.txt');
  await expect(name).toBeFocused();
  await name.fill('../up.txt');
  await page.keyboard.press('Enter');
  await expect(bench.getByRole('alert').filter({ hasText: 'Use a plain name' })).toBeVisible();
  await name.fill('notes/b.txt');
  await page.keyboard.press('Enter');
  await expect(bench.getByRole('button', { name: 'notes/b.txt', exact: true })).toBeVisible();
  await expect(bench.getByRole('button', { name: 'a.txt', exact: true })).toHaveCount(0);
  await type('cat notes/b.txt; ls a.txt');
  await sees(/one\s*two/);
  await sees('No such file or directory');
  page.on('dialog', (dialog) => void dialog.accept());
  await bench.getByRole('button', { name: 'notes/b.txt', exact: true }).hover();
  await bench.getByRole('button', { name: 'Delete notes/b.txt' }).click();
  await expect(bench.locator('.wb-file')).toHaveText(['z.txt']);
  await context.close();
});

test('on a phone faults are listed with their lines, and a comparison is one column', async ({ browser }) => {
  const { context, page, bench, tab } = await learner(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await page.getByRole('button', { name: 'Cluster', exact: true }).tap();
  await tab('Files');
  await newFile(page, bench, 'shop.yaml');
  await page.keyboard.insertText(DEPLOYMENT.replace('replicas: 2', 'replicas: two'));
  await expect(bench.locator('.wb-problem')).toHaveText('Line 6: expected integer, found "two"');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(DEPLOYMENT);
  await bench.getByRole('button', { name: 'Compare' }).tap();
  const beside = bench.getByRole('region', { name: 'Two texts side by side' });
  await expect(beside).toContainText('Apply would create');
  await expect(beside.locator('.cm-editor')).toHaveCount(1);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess).toBeLessThanOrEqual(0);
  await context.close();
});

test('queries stand in a pane of their own: both languages, the place of a fault, the terminal’s line', async ({
  browser,
}) => {
  const { context, bench, type, sees, tab, pod } = await learner(browser, { preferences: { split: '75' } });
  await type('kubectl run web --image=nginx:1.25');
  await expect(pod('web')).toContainText('Running');
  await tab('Query');
  const query = bench.locator('.wb-query');
  const expression = query.getByLabel('Expression');
  const result = query.getByRole('region', { name: 'Result' });
  await expect(result).toContainText(/web\s+Running/);
  await query.getByLabel('Objects').fill('pods');
  await expression.fill('{.items[*].metadata.name}');
  await expect(result).toHaveText('web');
  await expect(query.locator('.wb-play-other')).toContainText('.items[].metadata.name');
  await query.getByRole('button', { name: 'Go on in jq' }).click();
  await expect(expression).toHaveValue('.items[].metadata.name');
  await expect(result).toHaveText('web', { timeout: 20_000 });
  await expression.fill('.items | sort_by(.metadata.name) | .[0].metadata.name');
  await expect(query.locator('.wb-play-none')).toContainText('sort_by');
  await expect(query.locator('.wb-play-none')).toContainText('(column 10)');
  await expression.fill('.items[');
  await expect(query.locator('.wb-play-place')).toHaveText('.items[\n       ^');
  await expect(query.getByRole('status')).toHaveText('It stops being a query at line 1, column 8.');
  await expect(result).toHaveAttribute('data-fault', '');
  await query.getByRole('button', { name: /^How many there are/ }).click();
  await expect(result).toHaveText('1');
  await query.getByRole('button', { name: 'Run in the terminal' }).click();
  await sees("kubectl get pods -o json | jq -r '.items | length'");
  await context.close();
});

test('editor, comparison and queries together stay within the workbench’s 350 KB of script', async ({ browser }) => {
  const { context, page, bench, tab, reload } = await learner(browser);
  const sizes = new Map<string, number>();
  const reading: Promise<void>[] = [];
  const read = (response: Response): void => {
    const { pathname } = new URL(response.url());
    // The cluster's own program, and jq, are not the page's.
    if (!/\.m?js$/.test(pathname) || /\/(worker|cluster|kubectl|shell|images|session|jq)\./.test(pathname)) return;
    reading.push(response.body().then((body) => void sizes.set(pathname, gzipSync(body).length)));
  };
  page.on('response', read);
  await reload();
  await tab('Files');
  await newFile(page, bench, 'pod.yaml');
  await bench.getByRole('button', { name: 'Compare' }).click();
  await expect(bench.locator('.wb-beside .cm-mergeView')).toBeVisible();
  await tab('Query');
  await expect(bench.locator('.wb-query .wb-result')).toContainText('Running');
  // What comes behind the prompt comes one by one, the browser pane last.
  await expect.poll(() => [...sizes.keys()].some((path) => /\/pane\./.test(path))).toBe(true);
  page.off('response', read);
  await Promise.all(reading);
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  expect(total, JSON.stringify([...sizes])).toBeLessThanOrEqual(350_000);
  expect(total).toBeGreaterThan(200_000);
  await context.close();
});

for (const [language, prefix] of LANGUAGES) {
  test(`the editor and the queries have no accessibility violation (${language})`, async ({ browser }) => {
    const { context, page, bench } = await learner(browser, {
      path: `${prefix}/lessons/pods/`,
      preferences: { split: '70' },
    });
    const clean = async (what: string) => expect(await violations(page, what)).toEqual([]);
    await bench.locator('[data-tab="files"]').click();
    await bench.locator('.wb-new-file input').first().fill('shop.yaml');
    await page.keyboard.press('Enter');
    const text = bench.locator('.wb-editor .cm-content');
    await expect(text).toContainText('kind: Pod');
    await text.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(DEPLOYMENT.replace('app: shop\n    spec', 'app: other\n    spec'));
    await expect(bench.locator('.wb-problem')).toHaveCount(1);
    await clean('a problem');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('F1');
    await expect(bench.locator('.wb-field-help')).toBeVisible();
    await clean('help');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('st');
    await expect(bench.locator('.cm-tooltip-autocomplete')).toHaveCount(0);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(`${DEPLOYMENT}`);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Space');
    await expect(bench.locator('.cm-tooltip-autocomplete')).toBeVisible();
    await clean('completion');
    await page.keyboard.press('Escape');
    await bench.locator('.wb-file-actions button').nth(1).click();
    await expect(bench.locator('.wb-beside .cm-mergeView')).toBeVisible();
    await clean('comparison');
    await bench.locator('.wb-beside button').first().click();
    await bench.locator('.wb-file-list .wb-file').first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await clean('renaming');
    await bench.locator('[data-tab="query"]').click();
    await expect(bench.locator('.wb-query .wb-result')).toContainText('Running');
    await clean('queries');
    await bench.locator('.wb-query textarea').fill('{.items[');
    await expect(bench.locator('.wb-query .wb-play-place')).toBeVisible();
    await clean('a fault in a query');
    await context.close();
  });
}
