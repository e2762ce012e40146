import { remember } from './remember.ts';

const smallest = 30;
const largest = 72;
const step = 2;

/** Lets mouse, touch and arrow keys set how much of the page's width (in percent) the workbench takes. */
export function setUpSplitter(pane: HTMLElement): void {
  const splitter = pane.querySelector<HTMLElement>('.bench-splitter');
  if (splitter === null) return;
  const root = document.documentElement;
  const share = () => Number(getComputedStyle(root).getPropertyValue('--bench-share')) || 54;

  const set = (wanted: number) => {
    const next = Math.round(Math.min(largest, Math.max(smallest, wanted)) * 10) / 10;
    root.style.setProperty('--bench-share', String(next));
    splitter.setAttribute('aria-valuenow', String(Math.round(next)));
    remember('skiff:bench-share', String(next));
  };
  splitter.setAttribute('aria-valuenow', String(Math.round(share())));

  splitter.addEventListener('pointerdown', (down) => {
    splitter.setPointerCapture(down.pointerId);
    root.dataset['benchResizing'] = '';
    down.preventDefault();
  });
  splitter.addEventListener('pointermove', (move) => {
    if (splitter.hasPointerCapture(move.pointerId)) set((1 - move.clientX / window.innerWidth) * 100);
  });
  splitter.addEventListener('lostpointercapture', () => delete root.dataset['benchResizing']);

  const keys: Record<string, () => number> = {
    ArrowLeft: () => share() + step,
    ArrowRight: () => share() - step,
    Home: () => largest,
    End: () => smallest,
  };
  splitter.addEventListener('keydown', (event) => {
    const target = keys[event.key];
    if (target === undefined) return;
    event.preventDefault();
    set(target());
  });
}
