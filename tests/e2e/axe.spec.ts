// Every state of the workbench, in both languages and both themes. A new state is one line in a table below. Pages: pages.spec.ts.
import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Translate, texts } from '../../src/i18n/text.ts';
import { violations } from './support/axe.ts';
import { type Learner, learner } from './support/bench.ts';
import { LANGUAGES } from './support/pages.ts';

/** What a state is reached with: the learner's page, the texts of its language, a tab by its name in the code. */
interface Reach extends Learner {
  readonly t: Translate;
  readonly prefix: string;
  open(tab: string): Promise<void>;
  /** Chooses from the workbench's menu. */
  menu(label: string): Promise<void>;
}

/** A state begins where the one above it ended; `leave` goes back where that is not so. */
interface State {
  readonly name: string;
  reach(at: Reach): Promise<unknown>;
  leave?(at: Reach): Promise<unknown>;
}

const close = ({ page }: Reach) => page.keyboard.press('Escape');
const button = (root: Locator | Page, name: string) => root.getByRole('button', { name, exact: true });
const view =
  (label: Parameters<Translate>[0]) =>
  ({ bench, t }: Reach) =>
    button(bench.locator('.wb-details-bar'), t(label)).click();

/** The workbench beside a lesson, its lab open and something broken in it. */
const workbench: readonly State[] = [
  { name: 'map', reach: ({ pod }) => expect(pod('bad')).toContainText(/ErrImagePull|ImagePullBackOff/) },
  { name: 'details', reach: ({ pod }) => pod('bad').click() },
  { name: 'describe', reach: ({ bench }) => button(bench, 'describe').click() },
  { name: 'yaml', reach: ({ bench }) => button(bench.locator('.wb-details-bar'), 'YAML').click() },
  { name: 'events of an object', reach: view('map.events') },
  { name: 'logs', reach: view('map.logs') },
  { name: 'versions', reach: view('objects.history') },
  { name: 'story of an object', reach: view('objects.story') },
  { name: 'why this node', reach: view('wb.why.tab') },
  { name: 'faults', reach: view('wb.fault.tab'), leave: close },
  { name: 'all objects', reach: ({ bench, t }) => button(bench, t('objects.all')).click(), leave: close },
  { name: 'table', reach: ({ bench, t }) => button(bench, t('wb.map.asTable')).click() },
  { name: 'plain terminal', reach: ({ bench, t }) => button(bench, t('wb.terminal.plain')).click() },
  { name: 'tasks', reach: ({ open }) => open('tasks') },
  {
    name: 'tasks that were checked',
    reach: async ({ bench, t }) => {
      await button(bench, t('wb.task.check')).click();
      await expect(bench.locator('.wb-check[data-outcome="not-met"]').first()).toBeVisible({ timeout: 20_000 });
    },
  },
  { name: 'look at the solution?', reach: ({ bench }) => bench.locator('.wb-task-more .wb-tool').first().click() },
  { name: 'solution', reach: ({ bench }) => bench.locator('dialog .wb-danger').click() },
  {
    name: 'go back?',
    reach: ({ bench }) => bench.locator('.wb-task-more .wb-tool').nth(1).click(),
    leave: close,
  },
  { name: 'files', reach: ({ open }) => open('files') },
  { name: 'a file', reach: ({ bench }) => bench.locator('.wb-file').first().click() },
  { name: 'browser', reach: ({ open }) => open('browser') },
  {
    name: 'a refusal in the browser',
    reach: async ({ bench, page }) => {
      await bench.locator('.wb-browser-address').fill('http://worker-1:30080');
      await page.keyboard.press('Enter');
      await expect(bench.locator('.wb-browser-refusal')).toBeVisible({ timeout: 20_000 });
    },
  },
  { name: 'queries', reach: ({ open }) => open('query') },
  { name: 'story', reach: ({ open }) => open('story') },
  { name: 'events', reach: ({ bench }) => bench.locator('.wb-story-panel > .wb-bar .wb-tool').last().click() },
  { name: 'menu', reach: ({ bench, t }) => button(bench, t('wb.menu.open')).click(), leave: close },
  { name: 'palette', reach: ({ menu, t }) => menu(t('wb.palette.open')), leave: close },
  { name: 'keys', reach: ({ menu, t }) => menu(t('wb.keyboard.open')), leave: close },
  { name: 'settings', reach: ({ menu, t }) => menu(t('wb.settings.open')), leave: close },
  { name: 'share', reach: ({ menu, t }) => menu(t('wb.menu.share')), leave: close },
  { name: 'reset?', reach: ({ menu, t }) => menu(t('wb.menu.reset')), leave: close },
  { name: 'events in the past', reach: ({ bench }) => bench.getByRole('slider').first().press('ArrowLeft') },
  {
    name: 'story in the past',
    reach: ({ bench }) => bench.locator('.wb-story-panel > .wb-bar .wb-tool').first().click(),
  },
  { name: 'map in the past', reach: ({ open }) => open('map') },
];

/** The pages that are all workbench. */
const full: readonly State[] = [
  {
    name: 'an exam that runs',
    reach: async ({ page }) => {
      await page.locator('#exam-form [type=submit]').click();
      await page.locator('skiff-workbench[data-ready]').waitFor();
    },
  },
  { name: 'finish the exam?', reach: ({ page }) => page.locator('.exam-finish').click() },
  {
    name: 'result sheet',
    reach: async ({ page }) => {
      await page.locator('#exam-bar dialog .wb-danger').click();
      await expect(page.locator('.exam-score')).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: 'a playground that a link brought something to',
    reach: ({ page, prefix }) => page.goto(`${prefix}/play/#yaml=kind:%20Pod`),
  },
  {
    name: 'a playground that runs',
    reach: async ({ page, prefix }) => {
      await page.goto(`${prefix}/play/?`);
      await page.locator('main form [type=submit]').first().click();
      await page.locator('skiff-workbench[data-ready]').waitFor();
    },
  },
];

/** Looks at each state: the first as a whole page, the others in the part that changes. */
async function walk(at: Learner, t: Translate, prefix: string, states: readonly State[], part: string): Promise<void> {
  const { page, bench } = at;
  const reach: Reach = {
    ...at,
    t,
    prefix,
    open: (tab) => bench.locator(`.wb-tab[data-tab="${tab}"]`).click(),
    menu: async (label) => {
      await button(bench, t('wb.menu.open')).click();
      await bench.locator('.wb-menu-item', { hasText: label }).first().click();
    },
  };
  const found: string[] = [];
  const [first] = states;
  for (const state of states) {
    await test.step(state.name, async () => {
      await state.reach(reach);
      found.push(...(await violations(page, state.name, state === first ? 'html' : part)));
      await state.leave?.(reach);
    });
  }
  expect(found).toEqual([]);
}

for (const [language, prefix] of LANGUAGES) {
  const t = texts(language);

  test(`no state of the workbench has an accessibility violation (${language})`, async ({ browser }) => {
    test.setTimeout(400_000);
    const at = await learner(browser, {
      path: `${prefix}/lessons/pods/`,
      preferences: { 'place:pods': 'lab/03-pods' },
    });
    await at.type(
      'kubectl create deployment shop --image=nginx:1.25 --replicas=2; kubectl expose deployment shop --port=80; kubectl run bad --image=nginx:nope',
    );
    await at.bench.locator('.wb-tab[data-tab="map"]').click();
    await walk(at, t, prefix, workbench, '#bench');
    await at.context.close();
  });

  test(`exam and playground have no accessibility violation (${language})`, async ({ browser }) => {
    test.setTimeout(300_000);
    const preferences = { bench: 'closed' };
    const at = await learner(browser, { path: `${prefix}/exam/`, waits: false, preferences });
    await walk(at, t, prefix, full, 'html');
    await at.context.close();
  });
}
