import { savesData } from '../../engine/hosts/worker/fetch-ahead.ts';
import type { Context } from './context.ts';
import { h } from './dom.ts';

/** How long the first prompt is left alone, wall milliseconds. */
const REST_MS = 1_000;

/** In the page's performance entries: from here on nothing is loaded for the prompt. */
const AHEAD = 'skiff:ahead';

/** What nobody sees before the prompt: loaded when it is first shown, or a moment after the prompt. */
export const late = {
  details: () => import('./map/details.ts'),
  story: () => import('./explain/panel.ts'),
  palette: () => import('./palette/open.ts'),
  keyboard: () => import('./palette/keyboard-sheet.ts'),
  settings: () => import('./settings/dialog.ts'),
  share: () => import('./share/dialog.ts'),
  browser: () => import('./browser/pane.ts'),
} as const;

/** Brings the late parts, one by one, so that the first click on one finds it at hand. */
export function loadAhead(): void {
  if (savesData()) return;
  window.setTimeout(async () => {
    performance.mark(AHEAD);
    for (const load of Object.values(late)) {
      try {
        await load();
      } catch {
        // Whoever asks for it hears that it does not come.
        return;
      }
    }
  }, REST_MS);
}

/** What stands in a place whose part did not come. */
export function missing({ t }: Context): HTMLElement {
  return h('p', { class: 'wb-note', role: 'alert' }, t('wb.late.missing'));
}
