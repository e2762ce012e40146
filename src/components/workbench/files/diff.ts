import type { Trial } from '../../../engine/session/manifest/try.ts';
import type { Translate } from '../../../i18n/text.ts';

/** What applying a manifest would change, as two texts and a sentence. */
export interface Difference {
  readonly live: string;
  readonly after: string;
  readonly note: string;
}

/** Puts what was tried, document by document, into two texts to compare. What the server refuses stays as it is. */
export function difference(trials: readonly Trial[], t: Translate): Difference {
  const live = trials.map((trial) => trial.live ?? '').join('---\n');
  const after = trials.map((trial) => trial.after ?? trial.live ?? '').join('---\n');
  const refused = trials.flatMap(({ faults }) => faults);
  const fresh = trials.filter((trial) => trial.live === null && trial.after !== null);
  const note =
    refused.length > 0
      ? t('wb.files.diffRefused', { why: refused[0]?.message ?? '' })
      : live === after
        ? t('wb.files.diffNothing')
        : fresh.length === trials.length
          ? t('wb.files.diffNew', { objects: fresh.map(({ object }) => object).join(', ') })
          : t('wb.files.diffSome');
  return { live, after, note };
}
