import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

test('a journal recorded in Chromium replays in Node to the same history', async ({ page }, info) => {
  await page.goto('/lessons/pods/');
  await page.getByRole('button', { name: 'Open the cluster' }).first().click();
  const screen = (): Promise<string> => page.locator('skiff-workbench .xterm-rows').innerText();
  await expect.poll(screen).toMatch(/~ \$/);
  await page.locator('skiff-workbench .xterm-helper-textarea').focus();
  await page.keyboard.type('kubectl run web --image=nginx:1.25 && kubectl wait --for=condition=Ready pod/web\n');
  await expect.poll(screen).toMatch(/condition met/);
  await page.keyboard.type('kubectl create deployment shop --image=nginx:1.25 --replicas=5\n');
  await page.keyboard.type("kubectl get pods -o json | jq '.items | length'\n");
  await page.keyboard.type('kubectl delete pod web\n');
  await expect.poll(screen).toMatch(/"web" deleted/);

  await page.getByRole('button', { name: 'Settings and files of this session' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export the session' }).click();
  const file = info.outputPath('journal.jsonl');
  await (await saved).saveAs(file);
  const sealed = /"do":"export","hash":"([0-9a-f]{64})"/.exec(readFileSync(file, 'utf8'))?.[1];
  expect(sealed).toBeDefined();

  const replayed = spawnSync(process.execPath, ['bin/skiff.mjs', 'replay', file], { encoding: 'utf8' });
  expect(replayed.stderr).toBe('');
  expect(replayed.status).toBe(0);

  const forged = info.outputPath('forged.jsonl');
  writeFileSync(forged, readFileSync(file, 'utf8').replace(String(sealed), '0'.repeat(64)));
  const changed = spawnSync(process.execPath, ['bin/skiff.mjs', 'replay', forged], { encoding: 'utf8' });
  expect(changed.status).toBe(0);
  expect(changed.stderr).toMatch(/its history is not the one it claims/);
});
