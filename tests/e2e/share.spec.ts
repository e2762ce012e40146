import { expect, type Page, test } from '@playwright/test';
import { drawVariables } from '../../src/engine/grader/variables.ts';
import { learner } from './support/bench.ts';

const manifest =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: mine, labels: {app: mine}}\nspec: {containers: [{name: c, image: nginx:1.25}]}\n';

const play = { path: '/play/', waits: false, preferences: { bench: 'closed' } };

async function sharedLink(page: Page, what: RegExp): Promise<string> {
  const bench = page.locator('skiff-workbench');
  await bench.getByRole('button', { name: 'Settings and files of this session' }).click();
  await bench.getByRole('button', { name: 'Share a link …' }).click();
  const dialog = bench.getByRole('dialog', { name: 'Share by a link' });
  await dialog.getByRole('radio', { name: what }).check();
  await expect(dialog.getByLabel('The link')).toHaveValue(/#s=/);
  const link = await dialog.getByLabel('The link').inputValue();
  await dialog.getByRole('button', { name: 'Close' }).click();
  return link;
}

test('a playground has the nodes and manifests that were chosen, and is there again after a reload', async ({
  browser,
}) => {
  const { context, page, sees, type, pod, reload, strays } = await learner(browser, play);
  await page.getByLabel('Worker nodes').selectOption('4');
  await page.getByLabel('Manifests').fill(manifest);
  await page.locator('#play-file').setInputFiles({
    name: 'extra.yaml',
    mimeType: 'text/yaml',
    buffer: Buffer.from('apiVersion: v1\nkind: Namespace\nmetadata: {name: extra}\n'),
  });
  await page.getByRole('button', { name: 'Open the playground' }).click();
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await sees('pod/mine created');
  await sees('namespace/extra created');
  await expect(pod('mine')).toContainText('Running');
  await type('kubectl get nodes');
  await sees(/worker-4\s+Ready/);
  await reload();
  await expect(pod('mine')).toContainText('Running');
  await type('kubectl get nodes --no-headers | wc -l');
  await sees(/wc -l5/);
  await page.getByRole('button', { name: 'New playground' }).click();
  await expect(page.getByRole('button', { name: 'Go on where I was' })).toBeVisible();
  await page.getByRole('button', { name: 'Go on where I was' }).click();
  await expect(pod('mine')).toContainText('Running');
  expect(strays).toEqual([]);
  await context.close();
});

test('files go by a link to another browser, which runs nothing before its visitor says so', async ({ browser }) => {
  const one = await learner(browser, play);
  await one.page.getByLabel('Manifests').fill(manifest);
  await one.page.getByRole('button', { name: 'Open the playground' }).click();
  await one.sees('pod/mine created');
  const link = await sharedLink(one.page, /^My files/);
  const two = await learner(browser, { ...play, path: link });
  await expect(two.page.getByRole('heading', { name: 'This link brings something' })).toBeVisible();
  await expect(two.page.locator('#play-link pre')).toHaveText(manifest);
  expect(await two.page.evaluate(() => customElements.get('skiff-workbench'))).toBeUndefined();
  await two.page.getByRole('button', { name: 'Open it' }).click();
  await two.sees('pod/mine created');
  await expect(two.page).toHaveURL(/\/play\/$/);
  await two.reload();
  await expect(two.pod('mine')).toContainText('Running');
  await one.context.close();
  await two.context.close();
});

test('a session of a lab goes by a link, with its tasks, and leaves the visitor’s own alone', async ({ browser }) => {
  const one = await learner(browser, { preferences: { 'place:pods': 'lab/03-pods' } });
  await one.type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  await one.bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(one.bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  const link = await sharedLink(one.page, /^The whole session/);
  await one.page.goto(link);
  await expect(one.page.locator('#play-link .what')).toContainText('It is of the lab 03-pods.');
  await one.page.getByRole('button', { name: 'Open it' }).click();
  await one.page.locator('skiff-workbench[data-ready]').waitFor();
  await expect(one.bench.locator('.wb-task').first()).toHaveAttribute('data-complete', '', { timeout: 20_000 });
  await one.type('kubectl delete pod web');
  await one.sees('"web" deleted');
  await one.page.goto('/lessons/pods/');
  await one.page.locator('skiff-workbench[data-ready]').waitFor();
  await one.bench.getByRole('tab', { name: 'Map' }).click();
  await expect(one.pod('web')).toContainText('Running');
  await one.context.close();
});

test('a shared session shows the tasks of whom it is, not of the visitor', async ({ browser }) => {
  const place = { 'place:jsonpath-and-jq': 'lab/11-jsonpath-and-jq' };
  const path = '/lessons/jsonpath-and-jq/';
  const first = await learner(browser, { path, preferences: { ...place, student: 'ann' } });
  const { lab } = await (await first.page.request.get('/labs/11-jsonpath-and-jq.json')).json();
  const tier = (student: string) => String(drawVariables(lab, student)['TIER']);
  const other = ['bo', 'cy', 'di', 'ed', 'flo', 'gus'].find((student) => tier(student) !== tier('ann')) ?? '';
  await first.type('echo hello');
  await first.sees('hello');
  const link = await sharedLink(first.page, /^The whole session/);
  const two = await learner(browser, { ...play, path: link, preferences: { bench: 'closed', student: other } });
  await two.page.getByRole('button', { name: 'Open it' }).click();
  await two.page.locator('skiff-workbench[data-ready]').waitFor();
  await expect(two.bench.locator('.wb-task').nth(2)).toContainText(`tier=${tier('ann')}`);
  await first.context.close();
  await two.context.close();
});

test('a link that was cut, or unfolds without end, says so', async ({ browser }) => {
  const { context, page } = await learner(browser, { ...play, path: '/play/#s=AAAAAA' });
  await expect(page.getByRole('alert')).toContainText('cut off or changed');
  await page.goto('/ko/play/#s=AAAAAA');
  await expect(page.getByRole('alert')).toContainText('오는 길에 잘렸거나');
  await page.goto(`/play/#yaml=${encodeURIComponent(manifest)}`);
  await expect(page.locator('#play-link pre')).toContainText('name: mine');
  await page.getByRole('button', { name: 'Leave it' }).click();
  await expect(page).toHaveURL(/\/play\/$/);
  await context.close();
});

test('what is too big for a link says so', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser);
  await type('for i in 1 2 3 4 5 6 7 8; do head -c 6000 /dev/urandom | base64; done > big.txt; wc -l big.txt');
  await sees(/\d+ big\.txt/);
  await bench.getByRole('button', { name: 'Settings and files of this session' }).click();
  await bench.getByRole('button', { name: 'Share a link …' }).click();
  await expect(bench.getByRole('dialog')).toContainText('mails and chats cut');
  await expect(bench.getByRole('button', { name: 'Copy the link' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await context.close();
});

test('the playground serves a phone', async ({ browser }) => {
  const { context, page, sees } = await learner(browser, {
    ...play,
    path: '/ko/play/',
    viewport: { width: 390, height: 844 },
  });
  await page.getByLabel('매니페스트').fill(manifest);
  await page.getByRole('button', { name: '플레이그라운드 열기' }).click();
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await sees('pod/mine created');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await context.close();
});

test('the playground opens at the queries, with live objects to ask', async ({ browser }) => {
  const { context, page, bench } = await learner(browser, play);
  await page.getByLabel('Manifests').fill(manifest);
  await page.getByRole('button', { name: 'Open it for JSONPath and jq' }).click();
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await expect(bench.getByRole('tab', { name: 'Query', exact: true })).toHaveAttribute('aria-selected', 'true');
  await bench.locator('.wb-query textarea').first().fill('{.items[*].metadata.name}');
  await expect(bench.locator('.wb-query .wb-result')).toContainText('mine');
  await context.close();
});
