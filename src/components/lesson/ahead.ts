import { durationMs } from '../../engine/grader/lab-parts.ts';
import type { Language } from '../../i18n/text.ts';

/** What a page says of the time that passes before a command. */
export interface Ahead {
  readonly waitMs: number;
  /** Such as `90 sec` or `90초`; undefined where it is too short to speak of. */
  readonly time: string | undefined;
}

/** Shorter waits are not worth a word. */
const WORTH_SAYING_MS = 5_000;

/** How far the clock goes before a command, from what its author wrote (`90s`, `5m`). */
export function aheadOf(wait: string | undefined, language: Language): Ahead {
  const waitMs = wait === undefined ? 0 : durationMs(wait);
  const minutes = waitMs % 60_000 === 0;
  const time = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: minutes ? 'minute' : 'second',
    unitDisplay: 'short',
  }).format(waitMs / (minutes ? 60_000 : 1_000));
  return { waitMs, time: waitMs < WORTH_SAYING_MS ? undefined : time };
}
