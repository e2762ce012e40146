/** `<skiff-predict>`: opens the answer when the command is run, and says whether the guess was right. */
class SkiffPredict extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('[data-run]') !== null) this.reveal();
    });
    this.querySelector('details')?.addEventListener('toggle', () => this.judge());
  }

  private reveal(): void {
    const answer = this.querySelector('details');
    if (answer !== null) answer.open = true;
  }

  private judge(): void {
    const verdict = this.querySelector('.verdict');
    const guess = this.querySelector<HTMLInputElement>('input:checked');
    if (verdict === null || guess === null || this.querySelector('details')?.open !== true) return;
    verdict.textContent =
      (guess.value === this.dataset['answer'] ? this.dataset['right'] : this.dataset['wrong']) ?? '';
  }
}

/** Defines the element once. */
export function definePredict(): void {
  if (customElements.get('skiff-predict') === undefined) customElements.define('skiff-predict', SkiffPredict);
}
