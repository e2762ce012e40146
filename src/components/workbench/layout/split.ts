import { h } from '../dom.ts';
import { preference, setPreference } from '../storage/preferences.ts';

const SMALLEST = 12;
const LARGEST = 88;
const STEP = 4;

/**
 * A bar between an upper and a lower pane. Mouse, touch and arrow keys move it; Enter or a double click folds the lower pane and unfolds
 * it. Its place is the upper pane's share of the height in percent, and it is remembered.
 */
export function splitter(options: {
  readonly label: string;
  readonly name: string;
  readonly usual: number;
  /** The element whose height is shared; it gets `--wb-split` and, when folded, `data-folded`. */
  readonly box: HTMLElement;
}): HTMLElement {
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
  const fold = (folded: boolean): void => {
    box.toggleAttribute('data-folded', folded);
    setPreference(`${name}-folded`, folded ? 'yes' : 'no');
  };
  set(share);
  fold(preference(`${name}-folded`) === 'yes');

  bar.addEventListener('pointerdown', (down) => {
    bar.setPointerCapture(down.pointerId);
    down.preventDefault();
  });
  bar.addEventListener('pointermove', (move) => {
    if (!bar.hasPointerCapture(move.pointerId)) return;
    const { top, height } = box.getBoundingClientRect();
    fold(false);
    set(((move.clientY - top) / height) * 100);
  });
  bar.addEventListener('dblclick', () => fold(!box.hasAttribute('data-folded')));
  const keys: Record<string, () => void> = {
    ArrowUp: () => set(share - STEP),
    ArrowDown: () => set(share + STEP),
    Home: () => set(SMALLEST),
    End: () => set(LARGEST),
    Enter: () => fold(!box.hasAttribute('data-folded')),
  };
  bar.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    if (event.key !== 'Enter') fold(false);
    act();
  });
  return bar;
}
