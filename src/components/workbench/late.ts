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

/** A late part that has a place in the workbench. It is loaded when it is first asked for. */
export class LatePart<Module, Part> {
  private part: Promise<Part | undefined> | undefined;

  /** Until the part has come the `element` is its place; `make` puts it there. */
  constructor(
    private readonly context: Context,
    private readonly element: HTMLElement,
    private readonly load: () => Promise<Module>,
    private readonly make: (module: Module) => Part,
  ) {}

  /** The part; undefined when it did not come: its place says so then, and whoever asks next tries again. */
  get(): Promise<Part | undefined> {
    this.part ??= this.load().then(this.make, () => {
      this.element.replaceChildren(h('p', { class: 'wb-note', role: 'alert' }, this.context.t('wb.late.missing')));
      this.element.hidden = false;
      this.part = undefined;
      return undefined;
    });
    return this.part;
  }
}
