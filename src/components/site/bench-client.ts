import { setUpSplitter } from './bench-splitter.ts';
import { remember } from './remember.ts';

type Phase = 'closed' | 'loading' | 'open' | 'failed';
type View = 'lesson' | 'cluster';

declare global {
  interface Window {
    /** Keeps the last button of the cluster that was clicked before this script came (Head.astro). */
    skiffEarly?: { (event: Event): void; button?: HTMLElement };
  }
}

/** Takes up what was clicked before there was anybody to hear it. */
function hearEarlyClick(): void {
  const early = window.skiffEarly;
  if (early === undefined) return;
  window.removeEventListener('click', early, true);
  early.button?.click();
}

/** Wires the buttons that open, close and show the workbench, and the commands in the text that run in it. */
export function setUpBench(): void {
  const pane = document.querySelector<HTMLElement>('#bench');
  if (pane === null) return;
  const root = document.documentElement;

  const show = (phase: Phase) => {
    pane.dataset['phase'] = phase;
    const open = phase !== 'closed';
    if (open) root.dataset['bench'] = 'open';
    else delete root.dataset['bench'];
    for (const button of document.querySelectorAll('[data-bench-open], [data-bench-toggle]')) {
      button.setAttribute('aria-expanded', String(open));
    }
  };

  const view = (which: View) => {
    root.dataset['benchView'] = which;
    for (const button of document.querySelectorAll<HTMLElement>('button[data-bench-view]')) {
      button.setAttribute('aria-pressed', String(button.dataset['benchView'] === which));
    }
  };

  const open = async () => {
    remember('skiff:bench', 'open');
    if (customElements.get('skiff-workbench') !== undefined) return show('open');
    show('loading');
    try {
      // It defines `<skiff-workbench>` and `<skiff-playground>`.
      await import('../workbench/element.ts');
      if (customElements.get('skiff-workbench') === undefined)
        throw new Error('the workbench did not define its element');
      // It may have been closed while it was loading.
      if (pane.dataset['phase'] === 'loading') show('open');
    } catch (error) {
      console.error(error);
      show('failed');
    }
  };

  const close = () => {
    remember('skiff:bench', 'closed');
    show('closed');
    view('lesson');
  };

  /** Opens the workbench, then tells it; it keeps what comes before its cluster answers. */
  const tell = async (event: CustomEvent) => {
    view('cluster');
    await open();
    if (pane.dataset['phase'] === 'open') document.dispatchEvent(event);
  };

  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
    if (button === null) return;
    const { run: command, wait = '0', watches, lab, benchView } = button.dataset;
    if (command !== undefined) {
      const detail = { command, waitMs: Number(wait), watches: watches !== undefined };
      void tell(new CustomEvent('skiff:run', { detail }));
    } else if (lab !== undefined) void tell(new CustomEvent('skiff:lab', { detail: { lab } }));
    else if ('benchOpen' in button.dataset || 'benchRetry' in button.dataset) {
      view('cluster');
      void open();
    } else if ('benchToggle' in button.dataset) {
      if (pane.dataset['phase'] === 'closed') void open();
      else close();
    } else if (benchView === 'lesson') view('lesson');
    else if (benchView === 'cluster') {
      view('cluster');
      void open();
    }
  });

  setUpSplitter(pane);
  view('lesson');
  if (root.dataset['bench'] === 'open') void open();
  hearEarlyClick();
}
