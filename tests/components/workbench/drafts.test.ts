import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drafts, dropDraft, keepDraft } from '../../../src/components/workbench/storage/drafts.ts';

const draft = (id: string, text = 'typed') => ({ id, path: id, saved: 'before', text });

describe('what is written and not yet saved', () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is kept by session and document, the newest first, a few of them', () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) keepDraft('lab/x', draft(id));
    keepDraft('lab/x', draft('c', 'more'));
    expect(drafts('lab/x').map(({ id }) => id)).toEqual(['c', 'e', 'd', 'b']);
    expect(drafts('lab/x')[0]?.text).toBe('more');
    expect(drafts('lab/y')).toEqual([]);
  });

  it('goes when its document is saved, and with its session', () => {
    for (const id of ['a', 'b']) keepDraft('lab/x', draft(id));
    dropDraft('lab/x', 'a');
    expect(drafts('lab/x').map(({ id }) => id)).toEqual(['b']);
    dropDraft('lab/x');
    expect(drafts('lab/x')).toEqual([]);
  });

  it('leaves very long texts, and what cannot be read, alone', () => {
    keepDraft('lab/x', draft('a'));
    keepDraft('lab/x', draft('a', 'x'.repeat(200_000)));
    expect(drafts('lab/x')).toEqual([]);
    localStorage.setItem('skiff:draft:lab/x', '{"half');
    expect(drafts('lab/x')).toEqual([]);
    vi.unstubAllGlobals();
    expect(drafts('lab/x')).toEqual([]);
  });
});
