import { readFileSync, writeFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { learner } from './support/bench.ts';

/** The labs that the exams of these tests draw from, however many there are. */
const LABS = ['03-pods', '10-pod-lifecycle', '11-jsonpath-and-jq'];
const exam = {
  path: '/exam/',
  waits: false,
  preferences: { bench: 'closed' },
  rewrite: {
    '/labs/index.json': (text: string) =>
      JSON.stringify(JSON.parse(text).filter(({ folder }: { folder: string }) => LABS.includes(folder))),
  },
};

async function begin(page: Page, minutes: string): Promise<void> {
  await page.getByLabel('Seed').fill('class-7');
  await page.getByLabel('Tasks').fill('13');
  await page.getByLabel('Minutes').fill(minutes);
  await page.getByLabel('Student').fill('ann');
  await page.getByRole('button', { name: 'Begin the exam' }).click();
  await page.locator('skiff-workbench[data-ready]').waitFor();
}

test('an exam is begun, left, gone on with, finished, and its sheet can be checked again', async ({
  browser,
}, info) => {
  const { context, page, bench, type, strays } = await learner(browser, exam);
  await begin(page, '60');
  const pods = page.getByRole('button', { name: /Your first Pods/ });
  await pods.click();
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await expect(bench.getByRole('heading', { name: 'Your first Pods' })).toBeVisible();
  // No Check, no hint, no solution.
  await expect(bench.locator('.wb-tasks').getByRole('button')).toHaveCount(0);
  await expect(bench.locator('.wb-points').first()).toHaveText(/^\d+ points?$/);
  await expect(bench.locator('.wb-lab-summary')).toHaveCount(0);
  await type('kubectl run web --image=nginx:1.25 --labels=app=web,tier=front');
  await bench.getByRole('tab', { name: 'Map' }).click();
  await expect(bench.locator('.wb-pod', { hasText: 'web' })).toContainText('Running');
  await page.screenshot({ path: info.outputPath('exam.png') });
  // Another station, and back: the cluster is as it was.
  await page.getByRole('button', { name: /The life of a Pod/ }).click();
  await expect(bench.getByRole('heading', { name: 'The life of a Pod' })).toBeVisible();
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await page.getByLabel('What was the exit code').fill('42');
  await page.keyboard.press('Tab');
  await pods.click();
  await expect(bench.locator('.wb-transcript')).toContainText('pod/web created');
  // The tab is closed in the middle.
  await page.reload();
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await page.locator('skiff-workbench[data-ready]').waitFor();
  await expect(bench.locator('.wb-transcript')).toContainText('pod/web created');
  await expect(page.getByRole('timer')).toContainText(/^(59|58|57):/);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('dialog', { name: 'Finish the exam?' }).getByRole('button', { name: 'Finish' }).click();
  const sheet = page.locator('.exam-sheet');
  await expect(sheet.locator('.exam-score')).toHaveText('5 of 37 points', { timeout: 60_000 });
  await expect(sheet).toContainText('ann');
  await expect(sheet.getByRole('row', { name: /Run a web server Met 3\/3/ })).toBeVisible();
  await page.screenshot({ path: info.outputPath('sheet.png'), fullPage: true });
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export the sheet' }).click();
  const file = info.outputPath('sheet.json');
  await (await downloading).saveAs(file);

  // A reload does not lose what came of it.
  await page.reload();
  await page.getByRole('button', { name: 'Show the sheet' }).click();
  await expect(sheet.locator('.exam-score')).toHaveText('5 of 37 points');
  await page.reload();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Begin the exam' })).toBeVisible();
  await expect(page.locator('#exam-last')).toBeHidden();

  const other = await learner(browser, exam);
  await other.page.locator('#exam-file').setInputFiles(file);
  await expect(other.page.locator('.exam-recheck')).toContainText('comes to the same points', { timeout: 60_000 });
  const forged = JSON.parse(readFileSync(file, 'utf8'));
  for (const station of forged.stations) for (const report of station.reports) report.earned = report.points;
  const forgedFile = info.outputPath('forged.json');
  writeFileSync(forgedFile, JSON.stringify(forged));
  await other.page.reload();
  await other.page.locator('#exam-file').setInputFiles(forgedFile);
  await expect(other.page.locator('.exam-recheck')).toContainText('the sheet claims', { timeout: 60_000 });
  await other.page.reload();
  await other.page
    .locator('#exam-file')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(other.page.getByRole('alert')).toContainText('x.json is no result sheet');
  expect(strays).toEqual([]);
  await other.context.close();
  await context.close();
});

test('when the time is up, what stands is graded', async ({ browser }) => {
  const { context, page } = await learner(browser, exam);
  await page.clock.install();
  await page.reload();
  await begin(page, '1');
  await page.clock.fastForward('01:01');
  await expect(page.locator('.exam-score')).toContainText('0 of', { timeout: 60_000 });
  await expect(page.locator('.exam-sheet')).toContainText('1:00 of 1 minutes');
  await context.close();
});
