import { keptScore } from '../workbench/storage/scores.ts';

/** Says in lists of lessons how far this reader came in each lesson's labs: elements with `data-progress`, the ids of its labs. */
export function showProgress(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-progress]')) {
    const scores = (element.dataset['progress'] ?? '').split(' ').flatMap((lab) => keptScore(lab) ?? []);
    if (scores.length === 0) continue;
    const sum = (of: 'done' | 'of'): number => scores.reduce((total, score) => total + score[of], 0);
    const words = (element.dataset['words'] ?? '')
      .replace('{done}', String(sum('done')))
      .replace('{of}', String(sum('of')));
    element.textContent = sum('done') === sum('of') ? `✓ ${words}` : words;
    element.hidden = false;
  }
}
