import { describe, expect, it } from 'vitest';
import { type JournalStore, memoryJournals } from '../../../src/components/workbench/storage/journal-store.ts';
import { JournalKeeper, type Keeping, readKept } from '../../../src/components/workbench/storage/keeper.ts';

const full: JournalStore = {
  read: () => Promise.resolve(['header']),
  append: () => Promise.reject(new Error('QuotaExceededError')),
  clear: () => Promise.resolve(),
  replace: () => Promise.reject(new Error('QuotaExceededError')),
  sessions: () => Promise.resolve([]),
};
const blocked: JournalStore = { ...full, read: () => Promise.reject(new Error('SecurityError')) };

describe('a journal that is kept', () => {
  it('is in the store line by line, in order', async () => {
    const store = memoryJournals();
    const keeper = new JournalKeeper(store, 'lab/a', [], { is: 'kept' }, () => {});
    for (const line of ['header', 'one', 'two']) keeper.add(line);
    await keeper.flushed();
    keeper.add('three');
    await keeper.flushed();
    expect(await store.read('lab/a')).toEqual(['header', 'one', 'two', 'three']);
    expect(keeper.text()).toBe('header\none\ntwo\nthree\n');
  });

  it('goes on after what was saved before', async () => {
    const store = memoryJournals();
    await store.append('lab/a', 0, ['header', 'one']);
    const { lines } = await readKept(store, 'lab/a');
    const keeper = new JournalKeeper(store, 'lab/a', lines, { is: 'kept' }, () => {});
    keeper.add('two');
    await keeper.flushed();
    expect(await store.read('lab/a')).toEqual(['header', 'one', 'two']);
  });

  it('loses nothing in the page when storage is full, and says so once', async () => {
    const said: Keeping[] = [];
    const keeper = new JournalKeeper(full, 'lab/a', ['header'], { is: 'kept' }, (keeping) => said.push(keeping));
    keeper.add('one');
    await keeper.flushed();
    keeper.add('two');
    await keeper.flushed();
    expect(said).toEqual([{ is: 'kept' }, { is: 'not-kept', why: 'QuotaExceededError' }]);
    expect(keeper.text()).toBe('header\none\ntwo\n');
  });

  it('begins in memory where storage is blocked', async () => {
    const kept = await readKept(blocked, 'lab/a');
    expect([kept.lines, kept.keeping]).toEqual([[], { is: 'not-kept', why: 'SecurityError' }]);
    await kept.store.append('lab/a', 0, ['header']);
    expect(await kept.store.read('lab/a')).toEqual(['header']);
  });

  it('writes nothing for a session that another tab has', async () => {
    const store = memoryJournals();
    const keeper = new JournalKeeper(store, 'lab/a', [], { is: 'elsewhere' }, () => {});
    keeper.add('header');
    await keeper.flushed();
    expect(await store.read('lab/a')).toEqual([]);
    expect(keeper.text()).toBe('header\n');
  });

  it('is gone after it was cleared', async () => {
    const store = memoryJournals();
    await store.append('lab/a', 0, ['header']);
    await store.clear('lab/a');
    expect(await store.read('lab/a')).toEqual([]);
  });
});
