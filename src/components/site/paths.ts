import type { Language } from '../../i18n/text.ts';

/** The address of a page in a language, under the site's base: `pathIn('ko', '/limits/')` is `/ko/limits/`. */
export function pathIn(language: Language, path: string): string {
  const base = import.meta.env.BASE_URL.replace(/\/$/, '');
  return `${base}${language === 'en' ? '' : `/${language}`}${path}`;
}
