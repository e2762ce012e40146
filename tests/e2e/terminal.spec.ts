import { expect, type Page, test } from '@playwright/test';
import { violations } from './support/axe.ts';
import { learner } from './support/bench.ts';
import { LANGUAGES } from './support/pages.ts';

/** The shell that is shown. */
const shell = (page: Page) => page.locator('.wb-pane:not([hidden])');
const shown = (page: Page) => shell(page).locator('.wb-transcript');

async function paste(page: Page, text: string): Promise<void> {
  await shell(page)
    .locator('.xterm-helper-textarea')
    .evaluate((area, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
}

test('the keys of bash work: search, kill and yank, word by word, a second Tab that explains', async ({ browser }) => {
  const { context, page, type, sees } = await learner(browser);
  await type('echo needle in a haystack');
  await type('echo hay');
  await sees('hay');
  await page.keyboard.press('Control+r');
  await page.keyboard.type('need');
  await expect(shown(page)).toContainText("(reverse-i-search)`need': echo needle in a haystack");
  await page.keyboard.type('x');
  await expect(shown(page)).toContainText("(failed reverse-i-search)`needx': echo needle in a haystack");
  await page.keyboard.press('Control+g');
  await page.keyboard.type('echo one two');
  await page.keyboard.press('Alt+b');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Alt+f');
  await page.keyboard.type(' ');
  await page.keyboard.press('Control+y');
  await page.keyboard.press('Enter');
  await sees('two one');
  await page.keyboard.type('kubectl cord');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+u');
  await page.keyboard.type('kubectl roll');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await sees(/restart +\(Restart a resource\)/);
  await page.keyboard.press('Control+l');
  await page.keyboard.press('Control+c');
  await expect(shown(page)).toContainText('^C');
  await context.close();
});

test('a line that is longer than the screen is wide brings nothing back in the plain text', async ({ browser }) => {
  const { context, page, type, sees } = await learner(browser);
  await type('echo only-once');
  await sees('only-once');
  await type(`echo ${'long-'.repeat(80)}end`);
  await sees('long-end');
  // Typed over the edge of a row key by key, mended in its middle, and taken from the history.
  await page.keyboard.type(`echo ${'slow-'.repeat(60)}`);
  for (let at = 0; at < 5; at++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('x');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await page.keyboard.type(': ');
  await page.keyboard.press('Enter');
  await type('echo afterwards');
  await sees('afterwards');
  const lines = await shown(page).locator('.wb-log > div').allTextContents();
  expect(lines.filter((line) => line === 'only-once')).toHaveLength(1);
  expect(lines.filter((line) => line.includes('slow-xslow-') || line.includes('slow-slow-'))).toHaveLength(3);
  await context.close();
});

test('what is printed after the screen was cleared is whole in the plain text', async ({ browser }) => {
  const { context, page, type } = await learner(browser);
  const lines = () => shown(page).locator('.wb-log > div').allTextContents();
  // The number on a line of its own: the command that is typed has it in its words, too.
  const printed = (number: string) => expect.poll(lines).toContain(number);
  await type('seq 1 120');
  await printed('120');
  // More than fits the screen at once, after each way to clear it, and in the same breath.
  await type('clear');
  await type('seq 201 320');
  await printed('320');
  await page.keyboard.press('Control+l');
  await type('seq 401 520');
  await printed('520');
  await type('seq 601 720; clear; seq 801 920');
  await printed('920');
  const numbers = (await lines()).filter((line) => /^\d+$/.test(line)).map(Number);
  expect(numbers).toEqual(
    [1, 201, 401, 601, 801].flatMap((first) => Array.from({ length: 120 }, (_, at) => first + at)),
  );
  await context.close();
});

test('the plain text shows the end, takes keys, and grows with the screen’s letters', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser);
  await type('seq 1 120');
  await sees('120');
  await bench.getByRole('button', { name: 'Plain text, for screen readers' }).click();
  const last = shown(page).locator('.wb-log-current');
  await expect(last).toBeInViewport();
  const letters = () => last.evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize));
  const before = await letters();
  await bench.getByRole('button', { name: 'A+ larger text' }).click();
  expect(await letters()).toBe(before + 1);
  await expect(last).toBeInViewport();
  // Who reads further up is left there until keys are typed.
  await shown(page).evaluate((view) => view.scrollTo(0, 0));
  await expect(last).not.toBeInViewport();
  await shown(page).click({ position: { x: 200, y: 20 } });
  await page.keyboard.type('seq 201 320\n');
  await sees('320');
  await expect(last).toBeInViewport();
  // And in another shell, and back.
  await bench.getByRole('button', { name: 'Open another shell' }).click();
  await expect(bench.getByRole('tab', { name: 'Shell 2' })).toHaveAttribute('aria-selected', 'true');
  await bench.getByRole('tab', { name: 'Shell 1' }).click();
  await expect(last).toBeInViewport();
  await context.close();
});

test('pasted lines run one after the other, tabs and here-documents and all; an open quote asks for more', async ({
  browser,
}) => {
  const { context, page, type, sees, pod } = await learner(browser);
  await type('echo ready');
  await sees('ready');
  await paste(
    page,
    'kubectl create namespace shop\ncat <<EOF > note.txt\n\ttab\nEOF\nkubectl run web --image=nginx:1.25\necho "$(grep -c "\t" note.txt) tab"\necho waits',
  );
  await sees('namespace/shop created');
  await sees('pod/web created');
  await sees('1 tab');
  await expect(pod('web')).toContainText('Running');
  await page.keyboard.press('Enter');
  await sees(/echo waitswaits~/);
  await page.keyboard.type("echo 'two\n");
  await expect(shown(page)).toContainText(/echo 'two>/);
  await page.keyboard.type("lines'\n");
  await sees(/two[\s\S]*lines/);
  await context.close();
});

test('a click opens a shell in a container and on a node, each in a tab, and all are there after a reload', async ({
  browser,
}) => {
  const { context, page, bench, type, pod, reload } = await learner(browser);
  await type('kubectl run web --image=nginx:1.25');
  await expect(pod('web')).toContainText('Running');
  await pod('web').click();
  await bench.getByRole('button', { name: 'Open a shell in container web' }).click();
  await expect(bench.getByRole('tab', { name: 'web', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(shown(page)).toContainText('kubectl exec -it web -- sh');
  await expect(shown(page)).toContainText(/-- sh# ?$/);
  await page.keyboard.type('hostname > /tmp/who; cat /tmp/who\n');
  await expect(shown(page)).toContainText(/who[\s\S]*web/);
  await bench.getByRole('button', { name: /^Node worker-/ }).click();
  await bench.getByRole('button', { name: /Open a shell on worker-/ }).click();
  await expect(shown(page)).toContainText(/root@worker-\d:~#/);
  await page.keyboard.type('crictl ps\n');
  await expect(shown(page)).toContainText('web');
  await page.keyboard.type('exit\n');
  await expect(shown(page)).toContainText('Connection to worker-');
  await reload();
  await expect(bench.getByRole('tab', { name: 'Shell 1' })).toHaveAttribute('aria-selected', 'true');
  await expect(bench.getByRole('tab', { name: /^worker-/ })).toBeVisible();
  await bench.getByRole('tab', { name: 'web', exact: true }).click();
  await page.keyboard.type('cat /tmp/who\n');
  await expect(shown(page)).toContainText('cat /tmp/whoweb');
  await page.keyboard.type('exit\n');
  await expect(shown(page)).toContainText(/exit[\s\S]*~ \$/);
  await page.keyboard.press('Control+d');
  await expect(bench.getByRole('tab', { name: 'web', exact: true })).toHaveCount(0);
  await bench.getByRole('tab', { name: /^worker-/ }).click();
  await bench.getByRole('button', { name: 'Close this shell' }).click();
  await expect(bench.locator('.wb-shell-tab')).toHaveCount(1);
  await reload();
  await expect(bench.locator('.wb-shell-tab')).toHaveCount(1);
  await expect(shown(page)).toContainText('pod/web created');
  await context.close();
});

test('with the keyboard only: another shell, along the tabs, and back', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser);
  await type('x=first');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Tab');
  await bench.getByRole('button', { name: 'Open another shell' }).focus();
  await page.keyboard.press('Enter');
  await expect(bench.getByRole('tab', { name: 'Shell 2' })).toHaveAttribute('aria-selected', 'true');
  await expect(shell(page).locator('.xterm-helper-textarea')).toBeFocused();
  await page.keyboard.type('echo "[$x]"\n');
  await expect(shown(page)).toContainText('[]');
  await bench.getByRole('tab', { name: 'Shell 2' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(bench.getByRole('tab', { name: 'Shell 1' })).toBeFocused();
  await shell(page).locator('.xterm-helper-textarea').focus();
  await page.keyboard.type('echo "[$x]"\n');
  await expect(shown(page)).toContainText('[first]');
  await bench.getByRole('tab', { name: 'Shell 1' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Delete');
  await expect(bench.locator('.wb-shell-tab')).toHaveCount(1);
  await sees('[first]');
  await context.close();
});

test('a command of the lesson runs in the learner’s own shell, not on a node that is open', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser);
  await type('echo mine');
  await sees('mine');
  await bench.locator('[data-key="nodes//worker-1"]').first().click();
  await bench.getByRole('button', { name: /Open a shell on/ }).click();
  await expect(shown(page)).toContainText(/root@.*:~#/);
  await page
    .getByRole('main')
    .getByRole('button', { name: /Run in the terminal: kubectl run web/ })
    .first()
    .click();
  await expect(bench.getByRole('tab', { name: 'Shell 1' })).toHaveAttribute('aria-selected', 'true');
  await expect(shown(page)).toContainText('pod/web created');
  await context.close();
});

test('a phone has the keys that its keyboard lacks', async ({ browser }) => {
  const { context, page, bench } = await learner(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await page.getByRole('button', { name: 'Cluster', exact: true }).tap();
  const keys = bench.getByRole('toolbar', { name: 'Keys for the terminal' });
  await expect(keys).toBeVisible();
  await bench.locator('.wb-screen').tap();
  const input = shell(page).locator('.xterm-helper-textarea');
  await expect(input).toBeFocused();
  await page.keyboard.type('kubectl get no');
  await keys.getByRole('button', { name: 'Tab' }).tap();
  await expect(shown(page)).toContainText('kubectl get nodes');
  await keys.getByRole('button', { name: '-', exact: true }).tap();
  await page.keyboard.type('o name ');
  await keys.getByRole('button', { name: '|' }).tap();
  await page.keyboard.type(' wc -l\n');
  await expect(shown(page)).toContainText(/wc -l *3~/);
  await expect(input).toBeFocused();
  await keys.getByRole('button', { name: /^Up/ }).tap();
  await keys.getByRole('button', { name: 'Ctrl, for the next key' }).tap();
  await page.keyboard.type('a');
  await page.keyboard.type('#');
  await keys.getByRole('button', { name: 'Right' }).tap();
  await expect(shown(page)).toContainText('#kubectl get nodes -o name | wc -l');
  await keys.getByRole('button', { name: 'Ctrl+C' }).tap();
  await expect(shown(page)).toContainText('^C');
  for (const key of await keys.getByRole('button').all()) {
    const box = await key.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(36);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  }
  await context.close();
});

test('a phone’s keyboard does not lie over the prompt and the keys', async ({ browser }) => {
  const { context, page, bench } = await learner(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await page.getByRole('button', { name: 'Cluster', exact: true }).tap();
  await bench.locator('.wb-screen').tap();
  const keyboard = (height: number) =>
    page.evaluate((taken) => {
      const { visualViewport } = window;
      if (visualViewport === null) throw new Error('no visual viewport');
      Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => window.innerHeight - taken });
      visualViewport.dispatchEvent(new Event('resize'));
    }, height);
  const keys = bench.getByRole('toolbar', { name: 'Keys for the terminal' });
  await keyboard(336);
  await expect
    .poll(async () => {
      const box = await keys.boundingBox();
      return (box?.y ?? 0) + (box?.height ?? 0);
    })
    .toBeLessThanOrEqual(844 - 336);
  await expect(bench.locator('.wb-head')).toBeHidden();
  await page.keyboard.type('echo above\n');
  await expect(shown(page)).toContainText('above');
  const screen = await bench.locator('.wb-screen').boundingBox();
  expect(screen?.height).toBeGreaterThan(150);
  await keyboard(0);
  await expect(bench.locator('.wb-head')).toBeVisible();
  await context.close();
});

for (const [language, prefix] of LANGUAGES) {
  test(`shells in tabs have no accessibility violation (${language})`, async ({ browser }) => {
    const { context, page, bench } = await learner(browser, { path: `${prefix}/lessons/pods/` });
    await bench.locator('.wb-shells > button').first().click();
    await expect(bench.locator('.wb-shell-tab')).toHaveCount(2);
    for (const narrow of [false, true]) {
      if (narrow) {
        await page.setViewportSize({ width: 390, height: 844 });
        await page.locator('button[data-bench-view="cluster"]').click();
      }
      await page.addStyleTag({ content: '.wb-keys { display: flex !important }' });
      expect(await violations(page, narrow ? 'on a phone' : 'wide')).toEqual([]);
    }
    await context.close();
  });
}

test('the next command of a lesson ends one that only watches', async ({ browser }) => {
  const { context, page } = await learner(browser, { path: '/lessons/pod-lifecycle/' });
  const main = page.getByRole('main');
  const watch = main.locator('[data-run="kubectl get nodes --watch"]');
  await expect(watch).toHaveAccessibleName(/until Ctrl-C in the terminal, or until the next/);
  const next = main.locator('[data-run^="kubectl delete"]:not([data-watches])').last();
  await watch.click();
  await expect(shown(page)).toContainText(/--watchNAME.*worker-2/);
  await next.click();
  await expect(shown(page)).toContainText(/\^C~ \$ kubectl delete/);
  // Whoever has ended it by hand is not sent a second Ctrl-C.
  await watch.click();
  await expect(shown(page)).toContainText(/kubectl delete.*--watchNAME.*worker-2/);
  await page.keyboard.press('Control+c');
  await next.click();
  await expect(shown(page)).toContainText(/\^C~ \$ kubectl delete.*\^C~ \$ kubectl delete/);
  await context.close();
});
