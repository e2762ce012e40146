import type { Page } from '@playwright/test';
import type { Measurement } from './measurement.ts';
import { elapsed, inBrowser, openLab, openLesson, type } from './page-support.ts';

/** Minutes on the cluster's clock at which the memory is looked at. */
const MINUTES = [10, 20, 30, 40, 50, 60];
/** What the cluster is busy with: a Deployment of 50 that is rolled every two minutes, a Job every minute, a probe a second. */
const BUSY = [
  'kubectl create deployment big --image=nginx:1.25 --replicas=50',
  'kubectl create cronjob tick --image=busybox:1.36 --schedule="* * * * *" -- date',
  'while sleep 120; do kubectl rollout restart deployment/big; done > /dev/null &',
  'while sleep 1; do kubectl get pods; done > /dev/null &',
];

/** Everything that the tab holds after the collector has run: the page and the cluster's thread, bytes. */
function held(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const measure = Reflect.get(performance, 'measureUserAgentSpecificMemory') as () => Promise<{ bytes: number }>;
    return (await measure.call(performance)).bytes;
  });
}

/** The tab's memory over one virtual hour of a busy cluster at ×60. */
export function tabMemory(): Promise<readonly Measurement[]> {
  // Chrome collects and counts at once instead of within some seconds.
  return inBrowser(['--enable-blink-features=ForceEagerMeasureMemory'], async (browser, address) => {
    const page = await openLesson(browser, address);
    await openLab(page);
    await page.locator('skiff-workbench').getByRole('tab', { name: 'Map' }).click();
    for (const line of BUSY) await type(page, line);
    await page.locator('skiff-workbench').getByRole('button', { name: /^×60/ }).click();
    const found: Measurement[] = [];
    for (const minute of MINUTES) {
      while ((await elapsed(page)) < minute * 60) await page.waitForTimeout(200);
      found.push({ name: `tab-memory-${minute}m-mb`, value: (await held(page)) / 1e6, unit: 'MB' });
    }
    const at = (minute: number): number => found.find(({ name }) => name === `tab-memory-${minute}m-mb`)?.value ?? 0;
    return [...found, { name: 'tab-memory-growth-percent', value: (at(60) / at(20) - 1) * 100, unit: '%' }];
  });
}
