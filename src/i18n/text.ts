import type { en } from './en.ts';

/** A key of the tables of texts. */
export type TextKey = keyof typeof en;

/** The languages of the site; English is at the root, the others under their code. */
export type Language = 'en' | 'ko';

/** A table of texts, or in a page as much of it as is needed so far (scripts/page-texts.mjs). */
export type Table = Readonly<Record<TextKey, string>>;

const LOADERS: Readonly<Record<Language, () => Promise<Table>>> = {
  en: async () => (await import('./en.ts')).en,
  ko: async () => (await import('./ko.ts')).ko,
};

/** The language of a page by its locale or `lang`; English for everything that is not another language of the site. */
export const languageOf = (locale: string | undefined): Language => (locale === 'ko' ? 'ko' : 'en');

/** A page is in one language, and loads that one's table; the site's build, which has no document, needs all of them. */
export const neededLanguages: readonly Language[] =
  typeof document === 'undefined' ? ['en', 'ko'] : [languageOf(document.documentElement.lang)];

const tables = new Map<Language, Table>();
for (const language of neededLanguages) tables.set(language, await LOADERS[language]());

/** More texts of a language: those of the workbench's late parts. */
export function addTexts(language: Language, more: Table): void {
  tables.set(language, { ...tables.get(language), ...more });
}

/** A text with its `{placeholders}` filled in. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** The texts of one language: in a page, of the page's. */
export function texts(language: Language): Translate {
  if (!tables.has(language)) throw new Error(`this page has no texts in '${language}'`);
  return (key, values = {}) => {
    const text = tables.get(language)?.[key];
    if (text === undefined) throw new Error(`the text '${key}' was not loaded`);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
  };
}
