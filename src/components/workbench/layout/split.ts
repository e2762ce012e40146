import { h } from '../dom.ts';
import { preference, setPreference } from '../storage/preferences.ts';

const SMALLEST = 12;
const LARGEST = 88;
const STEP = 4;

/** One of the panes on both sides of the bar. */
export type Pane = 'upper' | 'lower';

/**
 * A bar between an upper and a lower pane. Mouse, touch and arrow keys move it; Enter or a double click folds the lower pane, Shift+Enter
 * the upper one; the same again unfolds it. Its place is the upper pane's share of the height in percent, and it is remembered.
 */
export function splitter(options: {
  readonly label: string;
  readonly name: string;
  readonly usual: number;
  /** The element whose height is shared; it gets `--wb-split` and, when one is folded, `data-folded`: `upper` or `lower`. */
  readonly box: HTMLElement;
}): { readonly bar: HTMLElement; fold(pane: Pane): void } {
  const { box, name } = options;
  const bar = h('div', {
    class: 'wb-splitter',
    role: 'separator',
    tabindex: 0,
    'aria-orientation': 'horizontal',
    'aria-label': options.label,
    'aria-valuemin': SMALLEST,
    'aria-valuemax': LARGEST,
  });
  let share = Number(preference(name)) || options.usual;

  const set = (wanted: number): void => {
    share = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    box.style.setProperty('--wb-split', `${share}%`);
    bar.setAttribute('aria-valuenow', String(Math.round(share)));
    setPreference(name, String(Math.round(share)));
  };
  const foldTo = (folded: Pane | undefined): void => {
    if (folded === undefined) delete box.dataset['folded'];
    else box.dataset['folded'] = folded;
    setPreference(`${name}-folded`, folded ?? 'no');
  };
  const fold = (pane: Pane): void => foldTo(box.dataset['folded'] === pane ? undefined : pane);
  const kept = preference(`${name}-folded`);
  set(share);
  foldTo(kept === 'upper' || kept === 'lower' ? kept : undefined);

  bar.addEventListener('pointerdown', (down) => {
    bar.setPointerCapture(down.pointerId);
    down.preventDefault();
  });
  bar.addEventListener('pointermove', (move) => {
    if (!bar.hasPointerCapture(move.pointerId)) return;
    const { top, height } = box.getBoundingClientRect();
    foldTo(undefined);
    set(((move.clientY - top) / height) * 100);
  });
  bar.addEventListener('dblclick', () => fold('lower'));
  const keys: Record<string, () => void> = {
    ArrowUp: () => set(share - STEP),
    ArrowDown: () => set(share + STEP),
    Home: () => set(SMALLEST),
    End: () => set(LARGEST),
    Enter: () => fold('lower'),
  };
  bar.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    if (event.key === 'Enter' && event.shiftKey) return fold('upper');
    if (event.key !== 'Enter') foldTo(undefined);
    act();
  });
  return { bar, fold };
}
