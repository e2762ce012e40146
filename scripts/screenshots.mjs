// Makes the pictures in docs/screenshots from the built site: `npm run build && npm run screenshots [NAME…]`. Look at them before you
// commit them.
import { mkdirSync, statSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { browserArgs, findBrowser } from './browser.mjs';
import { serve } from './serve.mjs';

const PORT = 4398;
const OUT = 'docs/screenshots';
/** No picture may weigh more, bytes. */
const MOST = 300_000;
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const prompt = (page) => page.locator('skiff-workbench[data-ready]').waitFor();
const open = (page, tab) => page.locator(`skiff-workbench .wb-tab[data-tab="${tab}"]`).click();
const pod = (page, name) => page.locator('skiff-workbench .wb-pod', { hasText: name }).first();

/** Types a line and waits for what it prints. */
async function type(page, line, printed) {
  await page.locator('skiff-workbench .xterm-helper-textarea').first().focus();
  await page.keyboard.type(`${line}\n`);
  await page
    .locator('skiff-workbench .wb-transcript')
    .first()
    .filter({ hasText: printed })
    .waitFor({ state: 'attached', timeout: 60_000 });
}

/** A shop that runs, and a pod whose image does not exist. */
async function shop(page) {
  await prompt(page);
  await type(
    page,
    'kubectl create deployment shop --image=nginx:1.25 --replicas=4; kubectl expose deployment shop --port=80; kubectl run bad --image=nginx:nope; kubectl rollout status deployment/shop',
    'successfully rolled out',
  );
  await type(page, 'clear; kubectl get pods', /ErrImagePull|ImagePullBackOff|STATUS/);
  await page.waitForTimeout(1_500);
}

async function lab(page) {
  await prompt(page);
  await type(page, 'kubectl run web --image=nginx:1.25 --labels=app=web,tier=front', 'pod/web created');
  await open(page, 'tasks');
  await page.locator('.wb-task[data-complete]').first().waitFor({ timeout: 60_000 });
  await page.locator('.wb-tasks-foot .wb-primary').click();
  await page.locator('.wb-check[data-outcome="not-met"]').first().waitFor({ timeout: 60_000 });
}

async function past(page) {
  await shop(page);
  await type(page, 'kubectl delete pod bad --now', 'deleted');
  await page.waitForTimeout(1_000);
  await page.getByRole('slider').first().focus();
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowLeft');
  await open(page, 'story');
  await page.waitForTimeout(1_500);
}

async function whyPending(page) {
  await prompt(page);
  await type(
    page,
    `kubectl run big --image=nginx:1.25 --overrides='{"spec":{"nodeSelector":{"disk":"ssd"}}}'; kubectl run web --image=nginx:1.25`,
    'pod/web created',
  );
  await page.waitForTimeout(2_000);
  await pod(page, 'big').click();
  await page.locator('.wb-details-bar .wb-tool', { hasText: 'Why pending?' }).click();
  await page.locator('table.wb-why', { hasText: 'NodeAffinity' }).waitFor();
}

async function editor(page) {
  await prompt(page);
  await open(page, 'files');
  await page.locator('.wb-new-file input').fill('shop.yaml');
  await page.keyboard.press('Enter');
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\nspec:\n  replicas: three\n  selector:\n    matchLabels: {app: shop}\n  template:\n    metadata:\n      labels: {app: shop}\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.25\n          port: 80\n',
  );
  await page.locator('.cm-lintRange-error').first().waitFor({ timeout: 20_000 });
  await page.waitForTimeout(1_000);
}

const IN_LAB = { 'skiff:place:pods': 'lab/03-pods' };
/** What each picture shows: where, how wide, in which theme, and how one gets there. */
const shots = [
  { name: 'home-light', path: '/', ...WIDE, theme: 'light', reach: async () => {} },
  { name: 'lesson-light', path: '/lessons/pods/', ...WIDE, theme: 'light', reach: shop },
  { name: 'lesson-dark', path: '/ko/lessons/pods/', ...WIDE, theme: 'dark', reach: shop },
  { name: 'tasks-light', path: '/ko/lessons/pods/', ...WIDE, theme: 'light', reach: lab, preferences: IN_LAB },
  { name: 'past-dark', path: '/lessons/pods/', ...WIDE, theme: 'dark', reach: past },
  {
    name: 'why-light',
    path: '/lessons/pods/',
    ...WIDE,
    theme: 'light',
    reach: whyPending,
    preferences: { 'skiff:split': '70' },
  },
  { name: 'editor-dark', path: '/lessons/pods/', ...WIDE, theme: 'dark', reach: editor },
  {
    name: 'phone-light',
    path: '/lessons/pods/',
    ...PHONE,
    theme: 'light',
    reach: async (page) => {
      await page.locator('button[data-bench-view="cluster"]').click();
      await shop(page);
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'phone-dark',
    path: '/ko/lessons/pods/',
    ...PHONE,
    theme: 'dark',
    reach: async (page) => {
      await page.locator('button[data-bench-view="cluster"]').click();
      await shop(page);
      await open(page, 'map');
      await page.waitForTimeout(1_000);
    },
  },
  {
    name: 'phone-tasks-light',
    path: '/lessons/pods/',
    ...PHONE,
    theme: 'light',
    preferences: IN_LAB,
    reach: async (page) => {
      await page.locator('button[data-bench-view="cluster"]').click();
      await open(page, 'terminal');
      await lab(page);
    },
  },
];

const wanted = process.argv.slice(2);
const address = await serve(PORT);
const executablePath = findBrowser();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: browserArgs });
mkdirSync(OUT, { recursive: true });
let tooLarge = 0;
let made = 0;
for (const { name, path, width, height, theme, reach, preferences = {} } of shots) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    hasTouch: width < 500,
  });
  const page = await context.newPage();
  await page.addInitScript(
    (kept) => {
      for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
    },
    { 'skiff:host': 'worker', 'skiff:bench': 'open', ...preferences },
  );
  await page.goto(new URL(path, address).href);
  await reach(page);
  const file = `${OUT}/${name}.png`;
  await page.screenshot({ path: file });
  const { size } = statSync(file);
  if (size > MOST) tooLarge += 1;
  console.log(`${file} ${Math.round(size / 1000)} KB${size > MOST ? `: more than ${MOST / 1000} KB` : ''}`);
  made += 1;
  await context.close();
}
await browser.close();
console.log(`${made} pictures in ${OUT}`);
process.exit(tooLarge > 0 ? 1 : 0);
