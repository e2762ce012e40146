import { describe, expect, it } from 'vitest';
import { JournalError, JournalWriter, readJournal } from '../../../src/engine/session/journal.ts';

function journal(): JournalWriter {
  const writer = new JournalWriter({
    skiff: 'journal/v1',
    engine: '0.1.0',
    lab: null,
    seed: 1,
    student: 'ann',
    startMs: 1_790_000_000_000,
  });
  writer.append({ atMs: 10.5, input: { do: 'type', terminal: 1, text: 'ls\r' } });
  writer.append({ atMs: 20, input: { do: 'check', task: null } });
  return writer;
}

/** The message for a journal with one text replaced. */
function refused(find: string | RegExp, replacement: string): string {
  try {
    readJournal(journal().text().replace(find, replacement));
  } catch (error) {
    if (error instanceof JournalError) return error.message;
    throw error;
  }
  throw new Error('the journal was taken');
}

describe('a journal', () => {
  it('is read back as it was written', () => {
    const { header, entries } = readJournal(journal().text());
    expect(header.student).toBe('ann');
    expect(entries).toEqual([
      { atMs: 10.5, input: { do: 'type', terminal: 1, text: 'ls\r' } },
      { atMs: 20, input: { do: 'check', task: null } },
    ]);
  });

  it('keeps the number of nodes, and refuses one that is none', () => {
    const header = { skiff: 'journal/v1', engine: '0', lab: null, seed: 1, student: '', startMs: 0 } as const;
    expect(readJournal(new JournalWriter({ ...header, workers: 4 }).text()).header.workers).toBe(4);
    expect(() => readJournal(new JournalWriter({ ...header, workers: 0.5 }).text())).toThrow(
      /^line 1: workers: expected/,
    );
  });

  it('reads at every prefix of its lines', () => {
    const { lines } = journal();
    for (let count = 1; count <= lines.length; count++)
      expect(readJournal(lines.slice(0, count).join('\n')).entries).toHaveLength(count - 1);
  });

  it('is refused with the line and the reason when it was changed, cut or mixed up', () => {
    expect(refused('ls\\r', 'rm\\r')).toMatch(/^line 3: its hash does not follow/);
    expect(refused('journal/v1', 'journal/v9')).toMatch(/^line 1: expected "skiff": "journal\/v1"/);
    expect(refused(/\{"atMs":20.*\n/, '{"atMs":20,"inp\n')).toMatch(/^line 3: this is not JSON/);
    expect(refused('"do":"type"', '"do":"fly"')).toMatch(/^line 2: this is no input/);
    expect(refused('"atMs":10.5', '"atMs":-1')).toMatch(/^line 2: expected a time of at least 0 ms/);
    expect(() => readJournal('')).toThrow(/line 1/);
  });
});
