import type { JournalStore } from './journal-store.ts';

const DATABASE = 'skiff';
const STORE = 'journal-lines';

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up storing'));
    transaction.onerror = () => reject(transaction.error ?? new Error('the browser could not store'));
  });
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser’s storage could not be opened'));
    request.onblocked = () => reject(new Error('the browser’s storage is in use by an older page'));
  });
}

const lines = (session: string) => IDBKeyRange.bound([session, 0], [session, Number.MAX_SAFE_INTEGER]);

/** Journals in the browser's IndexedDB, a record a line, so that saving costs what was typed and not what was typed before. */
export function indexedJournals(): JournalStore {
  let opening: Promise<IDBDatabase> | undefined;
  const database = (): Promise<IDBDatabase> => {
    opening ??= open();
    return opening;
  };
  return {
    async read(session) {
      const transaction = (await database()).transaction(STORE, 'readonly');
      const request = transaction.objectStore(STORE).getAll(lines(session));
      await done(transaction);
      return request.result.filter((line) => typeof line === 'string');
    },
    async append(session, from, added) {
      const transaction = (await database()).transaction(STORE, 'readwrite');
      const store = transaction.objectStore(STORE);
      added.forEach((line, at) => {
        store.put(line, [session, from + at]);
      });
      await done(transaction);
    },
    async replace(journals) {
      const transaction = (await database()).transaction(STORE, 'readwrite');
      const store = transaction.objectStore(STORE);
      try {
        for (const [session, added] of Object.entries(journals)) {
          store.delete(lines(session));
          added.forEach((line, at) => {
            store.put(line, [session, at]);
          });
        }
      } catch (error) {
        // What was deleted so far is there again.
        transaction.abort();
        throw error;
      }
      await done(transaction);
    },
    async sessions() {
      const transaction = (await database()).transaction(STORE, 'readonly');
      const request = transaction.objectStore(STORE).getAllKeys();
      await done(transaction);
      const names = request.result.flatMap((key) => (Array.isArray(key) && typeof key[0] === 'string' ? [key[0]] : []));
      return [...new Set(names)];
    },
    async clear(session) {
      const transaction = (await database()).transaction(STORE, 'readwrite');
      transaction.objectStore(STORE).delete(lines(session));
      await done(transaction);
    },
  };
}
