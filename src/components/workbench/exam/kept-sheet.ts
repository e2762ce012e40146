import type { JournalStore } from '../storage/journal-store.ts';
import { preference, setPreference } from '../storage/preferences.ts';
import { readSheet, type Sheet } from './sheet.ts';

const NAME = 'exam/sheet';
/** Says that there is one, so that the exam's page need not open the store to know. */
const FLAG = 'exam-sheet';

/** Keeps the sheet of the exam that was finished last, so that a reload does not lose it. */
export async function keepSheet(store: JournalStore, sheet: Sheet): Promise<void> {
  try {
    await store.replace({ [NAME]: [JSON.stringify(sheet)] });
    setPreference(FLAG, 'kept');
  } catch {
    // Storage is blocked or full: the sheet stands on the page, and can be exported there.
  }
}

export const hasKeptSheet = (): boolean => preference(FLAG) === 'kept';

/** The sheet of the exam that was finished last; undefined where there is none, or it cannot be read. */
export async function keptSheet(store: JournalStore): Promise<Sheet | undefined> {
  const [text] = await store.read(NAME).catch(() => []);
  return text === undefined ? undefined : readSheet(text);
}

export async function forgetSheet(store: JournalStore): Promise<void> {
  setPreference(FLAG, '');
  await store.clear(NAME).catch(() => {
    // Storage is blocked: it is not read any more either.
  });
}
