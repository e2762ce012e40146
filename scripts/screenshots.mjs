// Makes the pictures in docs/screenshots from the built site: `npm run build && npm run screenshots`. Look at them before you commit them.
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { browserArgs, findBrowser } from './browser.mjs';
import { serve } from './serve.mjs';

const PORT = 4398;
const OUT = 'docs/screenshots';
const shots = [
  { name: 'lesson-light', path: '/lessons/pods/', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'lesson-dark', path: '/ko/lessons/pods/', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'phone-light', path: '/lessons/pods/', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', path: '/ko/lessons/pods/', width: 390, height: 844, colorScheme: 'dark' },
];

const address = await serve(PORT);
const executablePath = findBrowser();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: browserArgs });
mkdirSync(OUT, { recursive: true });
for (const { name, path, width, height, colorScheme } of shots) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(new URL(path, address).href);
  await page.locator('[data-run]').first().click();
  await page.locator('skiff-workbench .xterm-rows', { hasText: 'pod/web created' }).waitFor();
  await page.locator('skiff-workbench .xterm-helper-textarea').focus();
  await page.keyboard.type('kubectl create deployment shop --image=nginx:1.25 --replicas=4\n');
  await page.waitForTimeout(3000);
  await page.keyboard.type('kubectl get pods\n');
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${OUT}/${name}.png` });
  await page.close();
}
await browser.close();
console.log(`${shots.length} pictures in ${OUT}`);
process.exit(0);
