import type { Translate } from '../../../i18n/text.ts';

/** What something is worth and what was earned of it, as in `2/3`; only its worth where nobody has said yet (`earned` undefined). */
export function pointsText(t: Translate, points: number, earned: number | undefined): string {
  if (earned !== undefined) return `${earned}/${points}`;
  return points === 1 ? t('wb.task.points.one', { n: points }) : t('wb.task.points.other', { n: points });
}
