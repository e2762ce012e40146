import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The site's languages, and what a learner's browser should be set to where axe looks at both themes. */
export const LANGUAGES = [
  ['English', ''],
  ['Korean', '/ko'],
] as const;
export const STILL = { colorScheme: 'light', reducedMotion: 'reduce' } as const;

/** What axe finds wrong in the page: all of it in the light theme, in the dark one what a theme can change. */
export async function violations(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  // What the cluster is asked for comes a moment later.
  await page.waitForTimeout(150);
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((wanted) => {
      document.documentElement.dataset['theme'] = wanted;
    }, theme);
    // What a pod serves is not ours.
    const axe = new AxeBuilder({ page }).setLegacyMode().exclude('iframe[sandbox]');
    const result = await (theme === 'light' ? axe : axe.withRules(['color-contrast'])).analyze();
    for (const { id, nodes } of result.violations)
      found.push(`${name} (${theme}): ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  }
  return found;
}
