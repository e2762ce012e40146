/** Where journals are kept: lines by session, in the order in which they came. */
export interface JournalStore {
  /** The saved lines of a session; none when there is no journal. Rejects when storage cannot be read. */
  read(session: string): Promise<readonly string[]>;
  /** Appends lines, the first of which is line number `from` (0 = header). Rejects when storage is blocked or full. */
  append(session: string, from: number, lines: readonly string[]): Promise<void>;
  clear(session: string): Promise<void>;
  /** Puts whole journals in the place of those of the same names: all of them, or, when it rejects, none. */
  replace(journals: { readonly [session: string]: readonly string[] }): Promise<void>;
  /** The names of the sessions that have a journal. */
  sessions(): Promise<readonly string[]>;
}

/** Keeps journals in this page only: for when storage is blocked or full, and for tests. */
export function memoryJournals(): JournalStore {
  const sessions = new Map<string, string[]>();
  return {
    read: (session) => Promise.resolve(sessions.get(session) ?? []),
    append(session, from, lines) {
      const kept = sessions.get(session) ?? [];
      sessions.set(session, [...kept.slice(0, from), ...lines]);
      return Promise.resolve();
    },
    clear(session) {
      sessions.delete(session);
      return Promise.resolve();
    },
    replace(journals) {
      for (const [session, lines] of Object.entries(journals)) sessions.set(session, [...lines]);
      return Promise.resolve();
    },
    sessions: () => Promise.resolve([...sessions.keys()]),
  };
}
