import { type JournalStore, memoryJournals } from './journal-store.ts';

/** Whether what the learner does is being kept. */
export type Keeping =
  | { readonly is: 'kept' }
  /** Storage is blocked or full: the journal lives in this page only. */
  | { readonly is: 'not-kept'; readonly why: string }
  /** Another tab runs and saves the same session. */
  | { readonly is: 'elsewhere' };

/**
 * Saves one session's journal as it comes. Lines are written in order, one transaction after the other; when the store fails nothing is
 * lost in the page, and `told` hears that a reload would lose it.
 */
export class JournalKeeper {
  private readonly lines: string[];
  private saved: number;
  private writing: Promise<void> | undefined;
  private keepingNow: Keeping;

  constructor(
    private readonly store: JournalStore,
    private readonly session: string,
    lines: readonly string[],
    keeping: Keeping,
    private readonly told: (keeping: Keeping) => void,
  ) {
    this.lines = [...lines];
    this.saved = lines.length;
    this.keepingNow = keeping;
    told(keeping);
  }

  /** The whole journal as a file's text. */
  text(): string {
    return this.lines.length === 0 ? '' : `${this.lines.join('\n')}\n`;
  }

  get length(): number {
    return this.lines.length;
  }

  add(line: string): void {
    this.lines.push(line);
    if (this.keepingNow.is === 'kept') this.writing ??= this.write();
  }

  /** Resolves when everything so far has been written, or could not be. */
  async flushed(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  private async write(): Promise<void> {
    try {
      while (this.saved < this.lines.length) {
        const end = this.lines.length;
        await this.store.append(this.session, this.saved, this.lines.slice(this.saved, end));
        this.saved = end;
      }
    } catch (error) {
      this.keepingNow = { is: 'not-kept', why: error instanceof Error ? error.message : String(error) };
      this.told(this.keepingNow);
    } finally {
      this.writing = undefined;
    }
  }
}

/** Reads a session's journal; where storage is blocked it says so and goes on in memory. */
export async function readKept(
  store: JournalStore,
  session: string,
): Promise<{ readonly store: JournalStore; readonly lines: readonly string[]; readonly keeping: Keeping }> {
  try {
    return { store, lines: await store.read(session), keeping: { is: 'kept' } };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { store: memoryJournals(), lines: [], keeping: { is: 'not-kept', why } };
  }
}
