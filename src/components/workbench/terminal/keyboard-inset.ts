/** How much of a box a phone's keyboard covers, CSS pixels: what of it lies below what is seen. */
export function coveredBy(bottom: number, seen: { readonly offsetTop: number; readonly height: number }): number {
  return Math.max(0, Math.round(bottom - (seen.offsetTop + seen.height)));
}

/** Less than this is a bar of the browser and no keyboard. */
const LEAST = 120;

/**
 * Keeps the workbench above a phone's keyboard, which lies over the page and tells nobody but the visual viewport: the prompt and the bar of
 * keys stay in sight. While it is there `data-keyboard` is set.
 */
export function stayAboveKeyboard(workbench: HTMLElement): void {
  const viewport = window.visualViewport;
  if (viewport === null) return;
  const fit = (): void => {
    // What one has zoomed into is no keyboard.
    const zoomed = Math.abs(viewport.scale - 1) > 0.01;
    const covered = zoomed ? 0 : coveredBy(workbench.getBoundingClientRect().bottom, viewport);
    const isKeyboard = covered >= LEAST;
    workbench.toggleAttribute('data-keyboard', isKeyboard);
    workbench.style.paddingBlockEnd = isKeyboard ? `${covered}px` : '';
  };
  viewport.addEventListener('resize', fit);
  viewport.addEventListener('scroll', fit);
}
