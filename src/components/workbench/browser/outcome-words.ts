import type { Hop } from '../../../engine/session/browse/page.ts';
import { LEARNER } from '../../../engine/session/traffic-view.ts';
import type { Translate } from '../../../i18n/text.ts';
import { objectWords } from '../past/mark-words.ts';

/** An attempt to connect, with what lay on its way. */
export type Connected = Extract<Hop, { is: 'connection' }>;

/** Who is at an end, in words. */
export function endWords(t: Translate, end: string | undefined): string {
  if (end === undefined) return t('browser.nobody');
  return end === LEARNER ? t('browser.you') : objectWords(end);
}

/** How an attempt to connect ended, in words. */
export function outcomeWords(t: Translate, { outcome, why }: Pick<Connected, 'outcome' | 'why'>): string {
  if (outcome === 'answered') return t('browser.outcome.answered');
  if (outcome === 'refused') return t('browser.outcome.refused');
  if (why === 'policy') return t('browser.outcome.policy');
  return why === 'cut' ? t('browser.outcome.cut') : t('browser.outcome.silence');
}
