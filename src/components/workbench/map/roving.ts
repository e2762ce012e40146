/** How much farther a step across counts than one along, when the next thing above or below is sought. */
const ALONG = 4;

/** The middle of a box. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** Which of some places lies next above (`-1`) or below (`1`) another: near in height first, then near sideways. -1 where none does. */
export function nextBelow(from: Place, places: readonly Place[], direction: 1 | -1): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  places.forEach(({ x, y }, at) => {
    const along = (y - from.y) * direction;
    if (along < 4) return;
    const distance = along * ALONG + Math.abs(x - from.x);
    if (distance < least) {
      least = distance;
      best = at;
    }
  });
  return best;
}

/**
 * One stop of the Tab key for all things of the map; arrows move among them. Things are added with `tabindex="-1"`. After the ARIA pattern
 * of a roving tabindex.
 */
export class Roving {
  private current: HTMLElement | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly things: string,
  ) {
    root.addEventListener('focusin', ({ target }) => {
      const thing = target instanceof Element ? target.closest<HTMLElement>(things) : null;
      if (thing !== null) this.take(thing);
    });
    root.addEventListener('keydown', (event) => this.key(event));
  }

  /** Something was drawn: there must be a thing to come to. */
  refresh(): void {
    if (this.current?.isConnected === true && this.current.tabIndex === 0) return;
    const first = this.root.querySelector<HTMLElement>(this.things);
    if (first !== null) this.take(first);
  }

  private take(thing: HTMLElement): void {
    if (this.current === thing) return;
    if (this.current !== undefined) this.current.tabIndex = -1;
    this.current = thing;
    thing.tabIndex = 0;
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const from = event.target instanceof Element ? event.target.closest<HTMLElement>(this.things) : null;
    if (from === null) return;
    const next = this.next(from, event.key);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }

  private next(from: HTMLElement, key: string): HTMLElement | undefined {
    if (!/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key)) return undefined;
    const all = [...this.root.querySelectorAll<HTMLElement>(this.things)].filter((each) => each.offsetParent !== null);
    const at = all.indexOf(from);
    if (key === 'Home') return all[0];
    if (key === 'End') return all.at(-1);
    if (key === 'ArrowRight') return all[at + 1];
    if (key === 'ArrowLeft') return all[at - 1];
    const middle = (each: HTMLElement): Place => {
      const box = each.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    };
    return all[nextBelow(middle(from), all.map(middle), key === 'ArrowDown' ? 1 : -1)];
  }
}
