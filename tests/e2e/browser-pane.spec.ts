import { expect, test } from '@playwright/test';
import { violations } from './support/axe.ts';
import { learner } from './support/bench.ts';

const EVIL = `<html><head><title>evil</title><meta http-equiv="refresh" content="0;url=https://evil.example/a"><script src="//evil.example/b.js"></script><style>@import url(https://evil.example/c.css);body{background:url(https://evil.example/d.png)}</style><link rel="preconnect" href="https://evil.example"></head><body onload="parent.pwned=1"><h1>I am evil</h1><img src="//evil.example/e.png" onerror="parent.pwned=2"><script>parent.pwned=3;fetch("https://evil.example/f")</script><iframe src="https://evil.example/g"></iframe><form action="https://evil.example/h"><button>send</button></form><a href="https://evil.example/i" target="_top">out</a><svg><image href="https://evil.example/j"/></svg></body></html>`;

test('what a pod serves runs nothing and reaches nothing', async ({ browser }) => {
  const { context, page, bench, type, sees, strays } = await learner(browser);
  await type(
    'kubectl run evil --image=nginx:1.25 --port=80; kubectl expose pod evil --type=NodePort; kubectl wait --for=condition=Ready pod/evil',
  );
  await sees('condition met');
  await type(`cat > e.html <<'END'\n${EVIL}\nEND`);
  await type('kubectl cp e.html evil:/usr/share/nginx/html/index.html && echo copied');
  await sees(/\ncopied|copied\s*~/);
  await bench.getByRole('tab', { name: 'Browser' }).click();
  await bench.locator('.wb-browser-offers button').first().click();
  const frame = bench.locator('.wb-browser-frame');
  await expect(frame.contentFrame().getByRole('heading', { name: 'I am evil' })).toBeVisible();
  await expect(frame).toHaveAttribute('sandbox', '');
  await expect(
    frame.contentFrame().locator('script, link, iframe, form[action], img[src], [onload], a[href]'),
  ).toHaveCount(0);
  await frame.contentFrame().getByText('out').click();
  await frame.contentFrame().getByText('send').click();
  await page.waitForTimeout(500);
  await expect(frame.contentFrame().getByRole('heading', { name: 'I am evil' })).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined();
  expect(strays).toEqual([]);
  expect(new URL(page.url()).pathname).toBe('/lessons/pods/');
  // The link is offered beside the page, and leads nowhere either: the cluster has no such name.
  await bench.locator('.wb-browser-links').getByRole('button', { name: 'out' }).click();
  await expect(bench.locator('.wb-browser-refusal')).toBeVisible();
  expect(strays).toEqual([]);
  await context.close();
});

test('a node port shows the page, its hops, and what a refusal means; back and reload work by keyboard', async ({
  browser,
}) => {
  const { context, page, bench, type, sees } = await learner(browser);
  await type(
    'kubectl create deployment web --image=nginx:1.25; kubectl expose deployment web --port=80 --type=NodePort; kubectl wait --for=condition=Available deployment/web',
  );
  await sees('condition met');
  await bench.getByRole('tab', { name: 'Browser' }).press('Enter');
  await bench.locator('.wb-browser-offers button').first().press('Enter');
  await expect(bench.locator('.wb-browser-status')).toContainText('200 OK');
  await expect(bench.locator('.wb-browser-frame').contentFrame().getByText('Welcome to nginx!')).toBeVisible();
  await expect(bench.getByRole('region', { name: 'The way that the request took' })).toContainText(
    /You → Node worker-1 → Service web → Pod web-\S+:80 .*answered/,
  );
  const address = bench.getByRole('textbox', { name: 'Address to open' });
  await address.fill('worker-1:31999');
  await page.keyboard.press('Enter');
  await expect(bench.locator('.wb-browser-refusal')).toContainText('worker-1 refused to connect.');
  await expect(bench.locator('.wb-browser-means')).toContainText('no Service has it as a nodePort');
  await bench.getByRole('button', { name: 'Back' }).press('Enter');
  await expect(bench.locator('.wb-browser-frame')).toBeVisible();
  await bench.getByRole('button', { name: 'Reload' }).press('Enter');
  await expect(bench.locator('.wb-browser-status')).toContainText('200 OK');
  await type('clear; echo requests=$(kubectl logs deployment/web | grep -c Skiff)');
  await sees('requests=3');
  // A link in the terminal opens here, too.
  await type('port=31998; echo http://worker-2:$port/');
  await sees('http://worker-2:31998/');
  // The screen's own layer takes the pointer.
  await bench.locator('.xterm-rows').getByText('http://worker-2:31998/').last().hover({ force: true });
  await page.mouse.down();
  await page.mouse.up();
  await expect(bench.locator('.wb-browser-refusal')).toContainText('worker-2 refused to connect.');
  await context.close();
});

test('a port-forward opens it, and the terminal says so', async ({ browser }) => {
  const { context, bench, type, sees } = await learner(browser);
  await type(
    'kubectl run web --image=nginx:1.25; kubectl wait --for=condition=Ready pod/web; kubectl port-forward pod/web 8080:80',
  );
  await sees('Forwarding from 127.0.0.1:8080');
  await bench.getByRole('tab', { name: 'Browser' }).click();
  await bench.getByRole('button', { name: 'http://localhost:8080/' }).click();
  await expect(bench.getByRole('region', { name: 'The way that the request took' })).toContainText(
    'localhost:8080 → kubectl port-forward → API server → kubelet → Pod web:80',
  );
  await sees('Handling connection for 8080');
  await context.close();
});

for (const [language, prefix, width] of [
  ['English', '', 1440],
  ['Korean', '/ko', 390],
] as const) {
  test(`axe finds nothing in the browser (${language}, ${width} px)`, async ({ browser }) => {
    const { context, page, bench, type, sees } = await learner(browser, {
      path: `${prefix}/lessons/pods/`,
      viewport: { width, height: 844 },
    });
    if (width === 390) await page.getByRole('button', { name: '클러스터', exact: true }).click();
    await type(
      'kubectl run web --image=nginx:1.25 --port=80; kubectl expose pod web --type=NodePort; kubectl wait --for=condition=Ready pod/web',
    );
    await sees('condition met');
    await bench.locator('[data-tab="browser"]').click();
    await expect(bench.locator('.wb-browser-offers')).toBeVisible();
    expect(await violations(page, 'offers')).toEqual([]);
    await bench.locator('.wb-browser-offers button').first().click();
    await expect(bench.locator('.wb-browser-frame')).toBeVisible();
    expect(await violations(page, 'page')).toEqual([]);
    await bench.locator('.wb-browser-address').fill('10.96.0.1');
    await page.keyboard.press('Enter');
    await bench.getByRole('button', { name: /×60/ }).click();
    await expect(bench.locator('.wb-browser-refusal')).toBeVisible();
    expect(await violations(page, 'refusal')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await context.close();
  });
}
