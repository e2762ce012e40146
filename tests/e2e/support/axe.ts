import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

/** What axe gives for one rule that does not hold. */
interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** axe as a script of the page's: put there once and asked directly, it needs half the time of a builder that brings it each time. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function analyze(page: Page, rules: readonly string[] | null, within: string): Promise<readonly Violation[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  return page.evaluate(
    async ([only, part]) => {
      const { run } = Reflect.get(window, 'axe') as {
        run: (context: object, options: object) => Promise<{ violations: Violation[] }>;
      };
      // What a pod serves is not ours.
      const context = { include: [[part]], exclude: [['iframe[sandbox]']] };
      const options = { resultTypes: ['violations'], selectors: false, ...(only === null ? {} : { runOnly: only }) };
      const { violations: found } = await run(context, options);
      return found.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) }));
    },
    [rules, within] as const,
  );
}

/**
 * What axe finds wrong in the page, or in a part of it: all in the light theme, in the dark one what a theme can change. Where the workbench is
 * open, that is asked of the workbench only: the text beside it is looked at as a page of its own.
 */
export async function violations(page: Page, name: string, within = 'html'): Promise<string[]> {
  const found: string[] = [];
  const isOpen = await page.evaluate(
    () => document.documentElement.dataset['bench'] === 'open' && document.querySelector('#bench') !== null,
  );
  // What the cluster is asked for comes a moment later.
  if (isOpen) await page.waitForTimeout(150);
  const inDark = isOpen && within === 'html' ? '#bench' : within;
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((wanted) => {
      document.documentElement.dataset['theme'] = wanted;
    }, theme);
    const wrong = theme === 'light' ? analyze(page, null, within) : analyze(page, ['color-contrast'], inDark);
    for (const { id, nodes } of await wrong)
      found.push(`${name} (${theme}): ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  }
  return found;
}
