import type { Language } from '../../i18n/text.ts';

const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** The address of a page in a language, under the site's base: `pathIn('ko', '/limits/')` is `/ko/limits/`. */
export function pathIn(language: Language, path: string): string {
  return `${base}${language === 'en' ? '' : `/${language}`}${path}`;
}

/** The path of a page without the site's base and without its language: `/ko/limits/` is `/limits/`. */
export function withoutLanguage(pathname: string): string {
  return pathname.slice(base.length).replace(/^\/ko(?=\/|$)/, '') || '/';
}
