import type { Language, Translate } from '../../i18n/text.ts';
import type { SessionPort } from './session/port.ts';

/** What every part of the workbench is given. */
export interface Context {
  readonly language: Language;
  readonly t: Translate;
  readonly port: SessionPort;
}
