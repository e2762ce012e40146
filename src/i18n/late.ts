// What the workbench's late parts say: whoever imports this runs when their texts are there.
import { addTexts, type Language, neededLanguages, type Table } from './text.ts';

const LOADERS: Readonly<Record<Language, () => Promise<Table>>> = {
  en: async () => (await import('./en.ts')).en,
  ko: async () => (await import('./ko.ts')).ko,
};

for (const language of neededLanguages) addTexts(language, await LOADERS[language]());
