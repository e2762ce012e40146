import { expect, test } from '@playwright/test';
import { learner } from './support/bench.ts';

const SHOP = [
  'kubectl create deployment web --image=nginx:1.25 --replicas=2',
  'kubectl expose deployment web --port=80',
  'kubectl create configmap settings --from-literal=a=b',
  'kubectl set env deployment/web --from=configmap/settings',
  "kubectl create ingress shop --class=nginx --rule='shop.example/*=web:80'",
  'kubectl run client --image=busybox:1.36 -- sleep 1000',
  'kubectl wait --for=condition=Ready pod/client && kubectl rollout status deployment/web',
].join('; ');

test('the map shows ways, owners and settings, and what hangs together', async ({ browser }) => {
  const { context, bench, type, sees } = await learner(browser);
  await type(SHOP);
  await sees('successfully rolled out');
  const lane = (name: string) => bench.locator(`.wb-workloads[data-lane="${name}"]`);
  await expect(lane('ways')).toContainText(/Ingress\s*shop\s*shop\.example · no address.*Service\s*web\s*2 answering/);
  await expect(lane('owners')).toContainText(/Deployment\s*web\s*2\/2.*ReplicaSet/);
  await expect(lane('data')).toContainText(/ConfigMap\s*settings\s*Pods: 2/);
  await lane('ways')
    .getByRole('button', { name: /Service web/ })
    .focus();
  await expect(bench.locator('.wb-pod[data-linked]')).toHaveCount(2);
  await lane('data')
    .getByRole('button', { name: /settings/ })
    .focus();
  await expect(bench.locator('.wb-pod[data-linked]')).toHaveCount(2);
  await context.close();
});

test('a request travels visibly, and is told in words', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser, { reducedMotion: 'no-preference' });
  await type(SHOP);
  await sees('successfully rolled out');
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { dots: seen });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof HTMLElement && node.classList.contains('wb-flow-dot'))
            seen.push(node.dataset['answered'] ?? '');
    }).observe(document, { subtree: true, childList: true });
  });
  await type('clear; kubectl exec client -- wget -qO- http://web');
  await expect(bench.locator('.wb-flow-line')).toContainText(/Pod client → Service web → Pod web-\S+: answered/);
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'dots'))).toEqual(['true']);
  await expect(bench.locator('.wb-flow-dot')).toHaveCount(0);
  await context.close();
});

test('with less motion nothing travels, and the same is said', async ({ browser }) => {
  const { context, page, bench, type, sees } = await learner(browser);
  await type('curl -s 172.30.0.3:1234; echo over');
  await sees(/echo over\s*over/);
  await expect(bench.locator('.wb-flow-line')).toHaveText('Requests You → Node worker-1:1234: refused');
  await expect(bench.locator('.wb-flow-dot')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show as a table' }).click();
  await expect(bench.getByRole('region', { name: 'Requests' })).toContainText('You → Node worker-1:1234: refused');
  await context.close();
});

test('by keyboard only: one stop, arrows, why it waits, its events and its log', async ({ browser }) => {
  const { context, page, bench, type, pod } = await learner(browser);
  await type(
    `kubectl run big --image=nginx:1.25 --overrides='{"spec":{"nodeSelector":{"disk":"ssd"}}}'; kubectl run web --image=nginx:1.25`,
  );
  await expect(pod('big')).toContainText('Pending');
  await expect(pod('web')).toContainText('Running');
  await expect(bench.locator('.wb-drawing [data-key][tabindex="0"]')).toHaveCount(1);
  await page.getByRole('button', { name: 'Show as a table' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  const focused = page.locator('*:focus');
  for (let step = 0; step < 10 && (await focused.getAttribute('data-key')) !== 'pods/default/big'; step++)
    await page.keyboard.press('ArrowRight');
  await expect(pod('big')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect(pod('big')).toBeFocused();
  await page.keyboard.press('Enter');
  const details = bench.getByRole('region', { name: 'Details' });
  await details.getByRole('button', { name: 'Why pending?' }).first().press('Enter');
  await expect(details).toContainText("2 node(s) didn't match Pod's node affinity/selector");
  await details.getByRole('button', { name: 'Events' }).press('Enter');
  await expect(details).toContainText('FailedScheduling');
  await page.keyboard.press('Escape');
  await expect(pod('big')).toBeFocused();
  await pod('web').press('Enter');
  await details.getByRole('button', { name: 'Logs' }).press('Enter');
  await expect(details).toContainText('Configuration complete; ready for start up');
  await context.close();
});

test('among many a pod is one small box, and its name says the rest', async ({ browser }) => {
  const { context, page, bench, type } = await learner(browser);
  await type('kubectl create deployment crowd --image=nginx:1.25 --replicas=60');
  const small = bench.locator('.wb-map[data-dense] .wb-pod[data-tone="ok"]');
  await expect(small).toHaveCount(60);
  await expect(small.first()).toHaveAccessibleName(/^Pod crowd-\S+: Running, 1\/1 ready, 0 restarts$/);
  await expect(small.locator('*')).toHaveCount(0);
  await type('kubectl scale deployment crowd --replicas=3');
  await expect(bench.locator('.wb-map:not([data-dense]) .wb-pod', { hasText: 'crowd' })).toHaveCount(3);
  await expect(page.locator('.wb-pod .wb-glyph').first()).toBeVisible();
  await context.close();
});
