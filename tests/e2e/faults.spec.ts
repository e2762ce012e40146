import { expect, test } from '@playwright/test';
import { violations } from './support/axe.ts';
import { learner } from './support/bench.ts';

test('a pending pod says plugin by plugin why no node takes it', async ({ browser }) => {
  const { context, page, bench, type, pod } = await learner(browser);
  await type(`kubectl run big --image=nginx --overrides='{"spec":{"nodeSelector":{"disk":"ssd"}}}'`);
  await expect(pod('big')).toContainText('Pending');
  await pod('big').focus();
  await page.keyboard.press('Enter');
  const details = bench.getByRole('region', { name: 'Details' });
  // Its state leads there.
  await details.getByRole('definition').getByRole('button', { name: 'Why pending?' }).focus();
  await page.keyboard.press('Enter');
  const tab = details.locator('.wb-details-bar').getByRole('button', { name: 'Why pending?' });
  await expect(tab).toHaveAttribute('aria-pressed', 'true');
  await expect(tab).toBeFocused();
  await expect(details).toContainText("2 node(s) didn't match Pod's node affinity/selector");
  const row = details.getByRole('row', { name: /NodeAffinity/ });
  await expect(row.getByRole('cell').nth(1)).not.toHaveText('✓');
  await expect(details.getByRole('row', { name: /NodeUnschedulable/ })).toContainText('✓');
  expect(await violations(page, 'faults', '#bench')).toEqual([]);
  // A node takes it: the same place says why that one.
  await type('kubectl label node worker-2 disk=ssd');
  await expect(pod('big')).toContainText('Running');
  await details.getByRole('button', { name: 'Why this node?' }).click();
  await expect(details).toContainText('The scheduler took worker-2');
  await context.close();
});

for (const [path, words] of [
  ['/lessons/pods/', { breakIt: 'Break it', heal: /Heal/ }],
  ['/ko/lessons/pods/', { breakIt: '고장 내기', heal: /고치기/ }],
] as const) {
  test(`a fault from the map acts, is named above it, and heals again (${path})`, async ({ browser }) => {
    const { context, page, bench, type, pod } = await learner(browser, { path });
    await type('kubectl run web --image=nginx:1.25');
    await expect(pod('web')).toContainText('Running');
    await pod('web').click();
    await bench.getByRole('button', { name: words.breakIt }).click();
    expect(await violations(page, 'faults', '#bench')).toEqual([]);
    await bench
      .locator('.wb-faults')
      .first()
      .getByRole('listitem')
      .filter({ hasText: 'nginx' })
      .getByRole('button')
      .first()
      .click();
    const strip = bench.locator('.wb-fault-strip');
    await expect(strip).toBeVisible();
    await expect(pod('web')).toContainText(/Error|CrashLoopBackOff/, { timeout: 30_000 });
    await strip.getByRole('button', { name: words.heal }).first().click();
    await expect(strip).toBeHidden();
    await context.close();
  });
}
