import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';

/** A learner's page with its workbench, driven as a person would. */
export interface Learner {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly bench: Locator;
  /** Types a line into the terminal and Enter. */
  type(line: string): Promise<void>;
  /** Waits until the terminal has printed something. */
  sees(text: string | RegExp): Promise<void>;
  tab(name: string): Promise<void>;
  pod(name: string): Locator;
  /** Reloads and waits until the session answers again. */
  reload(): Promise<void>;
}

interface Options extends BrowserContextOptions {
  readonly path?: string;
  /** False: the page has no workbench yet. */
  readonly waits?: boolean;
  /** Preferences of the page to start from; the worker is pinned unless they say otherwise. */
  readonly preferences?: { readonly [name: string]: string };
  /** Runs in the page before anything else. */
  readonly before?: () => void;
  /** Answers of the site to change on their way, by the end of their path. */
  readonly rewrite?: { readonly [path: string]: (text: string) => string };
}

/** Opens a lesson with its workbench. Every other origin is blocked; the requests that went there are counted. */
export async function learner(
  browser: Browser,
  options: Options = {},
): Promise<Learner & { readonly strays: string[] }> {
  const { path = '/lessons/pods/', waits = true, preferences = {}, before, rewrite = {}, ...rest } = options;
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
    // What moves costs a browser without a graphics card most of its time; tests about it ask for it.
    reducedMotion: 'reduce',
    ...rest,
  });
  const page = await context.newPage();
  const strays: string[] = [];
  await context.route(
    (url) => /^https?:$/.test(url.protocol) && url.hostname !== '127.0.0.1',
    (route) => {
      strays.push(route.request().url());
      return route.abort();
    },
  );
  for (const [end, change] of Object.entries(rewrite)) {
    await context.route(
      (url) => url.pathname.endsWith(end),
      async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: change(await response.text()) });
      },
    );
  }
  await page.addInitScript(
    (wanted) => {
      for (const [name, value] of Object.entries(wanted)) {
        if (localStorage.getItem(`skiff:${name}`) === null) localStorage.setItem(`skiff:${name}`, value);
      }
    },
    { host: 'worker', bench: 'open', ...preferences },
  );
  if (before !== undefined) await page.addInitScript(before);
  await page.goto(path);
  const bench = page.locator('skiff-workbench');
  const answers = () => page.locator('skiff-workbench[data-ready]').waitFor({ state: 'attached' });
  if (waits) await answers();
  return {
    context,
    page,
    bench,
    strays,
    async type(line) {
      await bench.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type(`${line}\n`);
    },
    async sees(text) {
      await expect(bench.locator('.wb-transcript')).toContainText(text, { timeout: 15_000 });
    },
    async tab(name) {
      await bench.getByRole('tab', { name }).click();
    },
    pod: (name) =>
      bench.locator('.wb-pod', { has: page.locator('.wb-pod-name', { hasText: new RegExp(`^${name}$`) }) }),
    async reload() {
      await page.reload();
      await answers();
    },
  };
}
