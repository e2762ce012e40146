import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { startStandin } from './standin/standin.mjs';

/** What is tried in each of these tests: the container's own origin is `origin`, and the learner has asked for a container. */
async function openLesson(page: Page, origin: string, setting: 'auto' | 'webcontainer'): Promise<void> {
  await page.addInitScript(
    ([iframe, host]) => {
      Object.assign(globalThis, { WEBCONTAINER_API_IFRAME_URL: iframe });
      localStorage.setItem('skiff:host', host ?? 'auto');
      localStorage.setItem('skiff:speed', '1');
    },
    [origin, setting],
  );
  await page.goto('/lessons/pods/');
  await page.getByRole('button', { name: 'Open the cluster' }).first().click();
}

function rows(page: Page): Promise<string> {
  return page.locator('skiff-workbench .xterm-rows').innerText();
}

async function type(page: Page, line: string): Promise<void> {
  await page.locator('skiff-workbench .xterm-helper-textarea').focus();
  await page.keyboard.type(`${line}\n`);
}

const status = (page: Page) => page.locator('skiff-workbench .wb-host').first();

test.describe('a container that comes', () => {
  let standin: Awaited<ReturnType<typeof startStandin>>;
  test.beforeEach(async () => {
    standin = await startStandin({});
  });
  test.afterEach(() => standin.close());

  test('runs the session, with node, npm and the API on a port inside', async ({ page }) => {
    await openLesson(page, standin.origin, 'webcontainer');
    await expect(status(page)).toHaveText('WebContainer', { timeout: 20_000 });
    await type(page, 'kubectl get nodes');
    await expect.poll(() => rows(page)).toMatch(/worker-2\s+Ready/);
    await type(page, 'node -p "6*7"');
    await expect.poll(() => rows(page)).toMatch(/^42$/m);
    await type(
      page,
      'node -e "fetch(process.env.SKIFF_API + \'/version\').then((r) => r.json()).then((v) => console.log(v.gitVersion))"',
    );
    await expect.poll(() => rows(page)).toMatch(/^v1\.36/m);
    await type(page, 'npm --version');
    await expect.poll(() => rows(page)).toMatch(/^\d+\.\d+\.\d+$/m);
  });

  test('is left for this browser when it is lost half-way, and nothing typed is lost', async ({ page }) => {
    await openLesson(page, standin.origin, 'webcontainer');
    await expect(status(page)).toHaveText('WebContainer', { timeout: 20_000 });
    await type(page, 'kubectl run web --image=nginx:1.25');
    await expect.poll(() => rows(page)).toMatch(/pod\/web created/);
    await type(page, 'echo mine > note.txt; cd /tmp; word=kept');
    await type(page, 'pwd');
    await expect.poll(() => rows(page)).toMatch(/^\/tmp$/m);
    standin.crash();
    await page.getByRole('button', { name: 'Start again where I was' }).click();
    await expect(status(page)).toHaveText('This browser', { timeout: 20_000 });
    await type(page, 'kubectl wait --for=condition=Ready pod/web --timeout=30s');
    await expect.poll(() => rows(page)).toMatch(/pod\/web condition met/);
    // The shell is where it was, with its variables and the learner's files, and so it is after one more visit.
    await type(page, 'echo "$(pwd) $(cat ~/note.txt) $word"');
    await expect.poll(() => rows(page)).toMatch(/^\/tmp mine kept$/m);
    await page.evaluate(() => localStorage.setItem('skiff:host', 'worker'));
    await page.reload();
    await expect.poll(() => rows(page), { timeout: 20_000 }).toMatch(/^\/tmp mine kept$/m);
  });
});

test.describe('a container that does not come', () => {
  test('leaves the learner with the worker when its origin is blocked', async ({ page }) => {
    await openLesson(page, 'http://127.0.0.1:9', 'auto');
    await type(page, 'kubectl get nodes');
    await expect.poll(() => rows(page)).toMatch(/worker-2\s+Ready/);
    await expect(status(page)).toHaveText('This browser');
  });

  test('leaves the learner with the worker when it is slow', async ({ page }) => {
    const silent: Server = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    await openLesson(page, `http://127.0.0.1:${port}`, 'auto');
    await type(page, 'kubectl get nodes');
    await expect.poll(() => rows(page)).toMatch(/worker-2\s+Ready/);
    await expect(status(page)).toHaveText('This browser');
    silent.closeAllConnections();
    silent.close();
  });
});
