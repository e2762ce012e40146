import { expect, test } from '@playwright/test';
import { learner } from './support/bench.ts';

const solution = [
  'kubectl run web --image=nginx:1.25 --labels=app=web,tier=front',
  "kubectl run hello --image=busybox:1.36 --env=GREETING=ahoy --dry-run=client -o yaml -- sh -c 'sleep 3600' > h.yaml",
  "sed -i 's/    resources: {}/    resources: {requests: {cpu: 100m, memory: 64Mi}}/' h.yaml",
  'kubectl create -f h.yaml',
  'kubectl set image pod/crate web=nginx:1.25',
  'kubectl delete pods -l role=retired',
  'kubectl wait --for=condition=Ready pod/web pod/hello pod/crate --timeout=60s',
];

test('a newcomer runs a Pod and watches it come up in the terminal and on the map', async ({ browser }) => {
  const { context, page, type, sees, pod, bench } = await learner(browser);
  await type('kubectl run web --image=nginx:1.25');
  await sees('pod/web created');
  await expect(pod('web')).toContainText('Running');
  await type('kubectl get pods');
  await sees(/web\s+1\/1\s+Running/);
  await page
    .getByRole('main')
    .getByRole('button', { name: /Run in the terminal: kubectl get pods?/ })
    .first()
    .click();
  await expect(bench.locator('.wb-log')).toContainText(/(kubectl get pod[\s\S]*){2}/);
  await context.close();
});

test('the lab says task by task what holds and what does not and why, and then that all is done', async ({
  browser,
}) => {
  const { context, page, bench, type, sees, tab } = await learner(browser);
  await tab('Tasks');
  await bench.getByRole('button', { name: 'Open the lab' }).click();
  await expect(bench.getByRole('heading', { name: 'Your first Pods' })).toBeVisible();
  const check = bench.getByRole('button', { name: 'Check', exact: true });
  await check.click();
  await expect(bench.locator('.wb-verdict')).toHaveText('0 of 4 tasks hold: 0 of 10 points.', { timeout: 20_000 });
  await expect(bench.locator('.wb-check').first()).toContainText('There is no pod/web');
  await bench.getByRole('button', { name: 'Show · Hint 1 of 2' }).first().click();
  await expect(bench.locator('.wb-hint').first()).toContainText('kubectl run NAME');
  for (const line of solution) await type(line);
  await sees('pod/crate condition met');
  await page.keyboard.press('Control+Enter');
  await expect(bench.locator('.wb-verdict')).toHaveText('Everything holds: 10 of 10 points.', { timeout: 20_000 });
  await expect(bench.getByRole('tab', { name: 'Tasks' })).toContainText('10/10');
  await context.close();
});

test('closing the page loses nothing, and reset really resets', async ({ browser }) => {
  const { context, bench, type, sees, pod, reload, tab } = await learner(browser);
  await type('kubectl run web --image=nginx:1.25; echo mine > note.txt');
  await expect(pod('web')).toContainText('Running');
  await reload();
  await sees('pod/web created');
  await expect(pod('web')).toContainText('Running');
  await type('cat note.txt && kubectl get pods');
  await sees(/mine[\s\S]*web\s+1\/1/);
  await bench.getByRole('button', { name: 'Settings and files of this session' }).click();
  await bench.getByRole('button', { name: 'Reset the cluster …' }).click();
  await bench.getByRole('button', { name: 'Cancel' }).click();
  await expect(pod('web')).toBeVisible();
  await bench.getByRole('button', { name: 'Settings and files of this session' }).click();
  await bench.getByRole('button', { name: 'Reset the cluster …' }).click();
  await bench.getByRole('button', { name: 'Delete and begin anew' }).click();
  await expect(pod('web')).toBeHidden();
  await expect(bench.locator('.wb-transcript')).not.toContainText('pod/web created');
  await reload();
  await expect(pod('web')).toBeHidden();
  await tab('Files');
  await expect(bench.locator('.wb-file')).toHaveCount(0);
  await context.close();
});

test('an answer counts when it is given, and is there again after a reload', async ({ browser }) => {
  const { context, page, bench, reload } = await learner(browser, {
    path: '/lessons/pod-lifecycle/',
    preferences: { 'place:pod-lifecycle': 'lab/10-pod-lifecycle' },
  });
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  const answer = page.getByLabel('What was the exit code');
  await answer.fill('42');
  await page.keyboard.press('Control+Enter');
  const row = bench.locator('.wb-check', { has: answer });
  await expect(row).toHaveAttribute('data-outcome', 'met', { timeout: 20_000 });
  await reload();
  await bench.getByRole('tab', { name: 'Tasks' }).click();
  await expect(answer).toHaveValue('42');
  await expect(row).toHaveAttribute('data-outcome', 'met');
  await context.close();
});

test('a session travels as a file to another browser', async ({ browser }) => {
  const one = await learner(browser);
  await one.type('kubectl run traveller --image=nginx:1.25');
  await expect(one.pod('traveller')).toContainText('Running');
  await one.bench.getByRole('button', { name: 'Settings and files of this session' }).click();
  const downloading = one.page.waitForEvent('download');
  await one.bench.getByRole('button', { name: 'Export the session' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^skiff-pods-\d{8}-\d{4}\.jsonl$/);
  const file = await download.path();
  const two = await learner(browser);
  await two.bench.getByLabel('Import a session …').setInputFiles(file);
  await two.bench.getByRole('button', { name: 'Bring it in' }).click();
  await expect(two.pod('traveller')).toContainText('Running');
  await two.reload();
  await expect(two.pod('traveller')).toContainText('Running');
  await two.bench
    .getByLabel('Import a session …')
    .setInputFiles({ name: 'x.jsonl', mimeType: 'text/plain', buffer: Buffer.from('nonsense') });
  await expect(two.bench.getByRole('alert')).toContainText('x.jsonl is no Skiff session');
  await one.context.close();
  await two.context.close();
});

test('a journal that was tampered with is refused with its line, and one can begin anew', async ({ browser }) => {
  const { context, page, bench, type, sees, pod } = await learner(browser);
  await type('kubectl run web --image=nginx:1.25');
  await sees('pod/web created');
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const open = indexedDB.open('skiff');
        open.onerror = reject;
        open.onsuccess = () => {
          const transaction = open.result.transaction('journal-lines', 'readwrite');
          transaction
            .objectStore('journal-lines')
            .put('{"atMs":0,"input":{"do":"check","task":null},"previous":"x"}', ['lesson/pods', 2]);
          transaction.oncomplete = resolve;
        };
      }),
  );
  await page.reload();
  await expect(bench.getByRole('alert')).toContainText('line 3: its hash does not follow');
  await bench.getByRole('button', { name: 'Begin anew' }).click();
  await bench.getByRole('button', { name: 'Delete and begin anew' }).click();
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await expect(bench.getByRole('alert')).toBeHidden();
  await expect(pod('web')).toBeHidden();
  await context.close();
});

test('where storage is blocked it says so plainly and goes on', async ({ browser }) => {
  const { context, bench, type, sees } = await learner(browser, {
    before: () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('storage is blocked', 'SecurityError');
      };
    },
  });
  await expect(bench.getByRole('alert')).toContainText('Storage is blocked or full');
  await type('kubectl get nodes');
  await sees(/worker-1\s+Ready/);
  await context.close();
});

test('where storage is full nothing is lost in the page', async ({ browser }) => {
  const { context, bench, type, sees } = await learner(browser, {
    before: () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('the disk is full', 'QuotaExceededError');
      };
    },
  });
  await type('kubectl run web --image=nginx:1.25');
  await sees('pod/web created');
  await expect(bench.getByRole('alert')).toContainText('the disk is full');
  await context.close();
});

test('progress that the browser cannot store changes nothing, and the session goes on', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser, {
    before: () => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...values) {
        if (document.documentElement.dataset['full'] !== undefined) throw new DOMException('the disk is full');
        return put.apply(this, values);
      };
    },
  });
  await type('echo mine > mine.txt; cat mine.txt');
  await sees(/txtmine/);
  await page.evaluate(() => document.documentElement.setAttribute('data-full', ''));
  const progress = { skiff: 'progress/v1', journals: { 'lesson/pods': ['{}'] }, preferences: {} };
  const buffer = Buffer.from(JSON.stringify(progress));
  await bench
    .getByLabel('Import a session …')
    .setInputFiles({ name: 'all.json', mimeType: 'application/json', buffer });
  await page.getByRole('dialog').getByRole('button', { name: 'Bring it in' }).click();
  await expect(bench.getByRole('alert')).toHaveText(/those that you had are unchanged/);
  await page.evaluate(() => document.documentElement.removeAttribute('data-full'));
  await type('echo "still $(cat mine.txt)"');
  await sees('still mine');
  await context.close();
});

test('two tabs do not write one journal', async ({ browser }) => {
  const one = await learner(browser);
  const page = await one.context.newPage();
  await page.goto('/lessons/pods/');
  await page.locator('skiff-workbench[data-ready]').waitFor();
  const two = page.locator('skiff-workbench');
  await expect(two.getByRole('alert')).toContainText('open in another tab');
  // What is begun anew, or brought in, beside it leaves the first tab's journal as it is.
  await one.type('echo first > mine.txt');
  await two.getByRole('button', { name: 'Settings and files of this session' }).click();
  await two.getByRole('button', { name: 'Reset the cluster …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete and begin anew' }).click();
  await expect(two.getByRole('alert')).toContainText('open in another tab');
  await page.locator('skiff-workbench[data-ready]').waitFor();
  const progress = { skiff: 'progress/v1', journals: { 'lesson/pods': ['{}'] }, preferences: {} };
  const buffer = Buffer.from(JSON.stringify(progress));
  const chooser = two.getByLabel('Import a session …');
  await chooser.setInputFiles({ name: 'all.json', mimeType: 'application/json', buffer });
  await page.getByRole('dialog').getByRole('button', { name: 'Bring it in' }).click();
  await expect(two.getByRole('alert').last()).toContainText('Another tab has one of these sessions open');
  await page.close();
  await one.type('echo "and $(cat mine.txt)"');
  await one.sees('and first');
  await one.reload();
  await one.sees('and first');
  await one.context.close();
});

test('without a container the page goes on in the browser at once and says why', async ({ browser }) => {
  const { context, bench, type, sees, page } = await learner(browser, { preferences: { host: 'auto' } });
  await type('kubectl get nodes');
  await sees(/worker-1\s+Ready/);
  await expect(bench.locator('.wb-tab-row .wb-host')).toHaveText('This browser');
  await expect(bench.locator('.wb-tab-row .wb-host')).toHaveAttribute('title', /WebContainer/);
  await page.waitForTimeout(3_500);
  await expect(bench.locator('.wb-tab-row .wb-host')).toHaveText('This browser');
  await type('echo still here');
  await sees('still here');
  await context.close();
});

test('nothing is asked of another origin', async ({ browser }) => {
  const { context, strays, type, sees, tab, page, bench } = await learner(browser);
  await type("kubectl get pods -A -o json | jq -r '.items | length'");
  await sees(/length'\d+/);
  await tab('Files');
  await bench.getByLabel('Name of a new file').fill('pod.yaml');
  await page.keyboard.press('Enter');
  await expect(bench.locator('.cm-content')).toContainText('apiVersion');
  expect(strays).toEqual([]);
  await context.close();
});
