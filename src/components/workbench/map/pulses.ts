import { isCalm } from '../settings/look.ts';

/** How long a pulse lasts, milliseconds. */
const PULSE_MS = 500;
/** Each running animation is a layer of its own in the browser: more than this at a time would cost frames. */
const MOST_AT_ONCE = 12;

/**
 * Makes what changed catch the eye for a moment: a single tile fades in; among many small tiles it is outlined, and the outlines are
 * taken away together. Nothing moves for readers who asked for less motion.
 */
export class Pulses {
  private readonly fresh = new Set<HTMLElement>();
  private running = 0;
  private timer: number | undefined;

  add(element: HTMLElement, dense: boolean): void {
    if (isCalm()) return;
    if (dense) this.outline(element);
    else if (this.running < MOST_AT_ONCE) this.fade(element);
  }

  private fade(element: HTMLElement): void {
    this.running++;
    const animation = element.animate([{ opacity: 0.25 }, { opacity: 1 }], { duration: PULSE_MS, easing: 'ease-out' });
    const ended = (): void => {
      this.running--;
    };
    animation.onfinish = ended;
    animation.oncancel = ended;
  }

  private outline(element: HTMLElement): void {
    element.setAttribute('data-fresh', '');
    this.fresh.add(element);
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      for (const each of this.fresh) each.removeAttribute('data-fresh');
      this.fresh.clear();
    }, PULSE_MS);
  }
}
