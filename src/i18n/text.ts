import { en } from './en.ts';
import { ko } from './ko.ts';

/** A key of the tables of texts. */
export type TextKey = keyof typeof en;

/** The languages of the site; English is at the root, the others under their code. */
export type Language = 'en' | 'ko';

const tables: Record<Language, Record<TextKey, string>> = { en, ko };

/** The language of a page by its locale or `lang`; English for everything that is not another language of the site. */
export const languageOf = (locale: string | undefined): Language => (locale === 'ko' ? 'ko' : 'en');

/** A text with its `{placeholders}` filled in. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** The texts of one language. */
export function texts(language: Language): Translate {
  const table = tables[language];
  return (key, values = {}) =>
    table[key].replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
