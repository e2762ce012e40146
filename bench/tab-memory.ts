import type { Page } from '@playwright/test';
import type { Measurement } from './measurement.ts';
import { elapsed, inBrowser, openLab, openLesson, type } from './page-support.ts';

/** Minutes on the cluster's clock at which the memory is looked at. */
export const MINUTES = [10, 20, 30, 40, 50, 60];
/** What the cluster is busy with: a Deployment of 50 that is rolled every two minutes, a Job every minute, a probe a second. */
export const BUSY = [
  'kubectl create deployment big --image=nginx:1.25 --replicas=50',
  'kubectl create cronjob tick --image=busybox:1.36 --schedule="* * * * *" -- date',
  'while sleep 120; do kubectl rollout restart deployment/big; done > /dev/null &',
  'while sleep 1; do kubectl get pods; done > /dev/null &',
];

/** What is held after the collector has run, bytes: by the page with its drawing, and by the cluster's thread with its past. */
function held(page: Page): Promise<{ page: number; cluster: number }> {
  return page.evaluate(async () => {
    const measure = Reflect.get(performance, 'measureUserAgentSpecificMemory') as () => Promise<{
      breakdown: readonly { bytes: number; attribution: readonly { scope: string }[] }[];
    }>;
    const { breakdown } = await measure.call(performance);
    const sum = (ofWorker: boolean): number =>
      breakdown
        .filter(({ attribution }) => attribution.some(({ scope }) => scope.includes('Worker')) === ofWorker)
        .reduce((total, { bytes }) => total + bytes, 0);
    return { page: sum(false), cluster: sum(true) };
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
      const bytes = await held(page);
      found.push({ name: `tab-memory-page-${minute}m-mb`, value: bytes.page / 1e6, unit: 'MB' });
      found.push({ name: `tab-memory-cluster-${minute}m-mb`, value: bytes.cluster / 1e6, unit: 'MB' });
    }
    return found;
  });
}
