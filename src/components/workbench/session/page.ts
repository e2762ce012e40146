import type { Language } from '../../../i18n/text.ts';

/** The address of a page of the site in a language: `pageIn('/', 'ko', 'play')` is `/ko/play/`; '' is the start. */
export function pageIn(base: string, language: Language, page: string): string {
  return `${base.replace(/\/?$/, '/')}${language === 'en' ? '' : `${language}/`}${page === '' ? '' : `${page}/`}`;
}
