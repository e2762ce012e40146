import type { en } from './en.ts';

/** A key of the tables of texts. */
export type TextKey = keyof typeof en;

/** The languages of the site; English is at the root, the others under their code. */
export type Language = 'en' | 'ko';

type Table = Readonly<Record<TextKey, string>>;

const LOADERS: Readonly<Record<Language, () => Promise<Table>>> = {
  en: async () => (await import('./en.ts')).en,
  ko: async () => (await import('./ko.ts')).ko,
};

/** The language of a page by its locale or `lang`; English for everything that is not another language of the site. */
export const languageOf = (locale: string | undefined): Language => (locale === 'ko' ? 'ko' : 'en');

/** A page is in one language, and loads that one's table; the site's build, which has no document, needs all of them. */
const needed: readonly Language[] =
  typeof document === 'undefined' ? ['en', 'ko'] : [languageOf(document.documentElement.lang)];

const tables = new Map<Language, Table>();
for (const language of needed) tables.set(language, await LOADERS[language]());

/** A text with its `{placeholders}` filled in. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** The texts of one language: in a page, of the page's. */
export function texts(language: Language): Translate {
  const table = tables.get(language);
  if (table === undefined) throw new Error(`this page has no texts in '${language}'`);
  return (key, values = {}) =>
    table[key].replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
