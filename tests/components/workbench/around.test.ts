import { describe, expect, it } from 'vitest';
import { matching } from '../../../src/components/workbench/palette/commands.ts';
import { pageIn } from '../../../src/components/workbench/session/page.ts';
import { memoryJournals } from '../../../src/components/workbench/storage/journal-store.ts';
import {
  claimsProgress,
  gatherProgress,
  readProgress,
  restoreProgress,
} from '../../../src/components/workbench/storage/progress-file.ts';

describe('the palette', () => {
  const commands = ['Show the map', 'Go to the terminal', 'Map: open', '지도 보기', 'Pause'].map((name) => ({
    name,
    run() {},
  }));
  const names = (typed: string) => matching(commands, typed).map(({ name }) => name);

  it('finds what holds every word, and what begins with it first', () => {
    expect(names('map')).toEqual(['Map: open', 'Show the map']);
    expect(names('the MAP')).toEqual(['Show the map']);
    expect(names('지도')).toEqual(['지도 보기']);
    expect(names('nothing like it')).toEqual([]);
    expect(names('')).toHaveLength(5);
  });
});

describe('all progress as one file', () => {
  const free = () => Promise.resolve({ ours: true, release: () => Promise.resolve() });
  const preferences = { 'progress:pods': '{"earned":3}', 'place:pods': 'lab/03-pods', student: 'ann', host: 'worker' };

  it('goes from one browser to another, exams and settings of the machine left out', async () => {
    const one = memoryJournals();
    await one.append('lab/03-pods', 0, ['head', 'one']);
    await one.append('play/free', 0, ['head']);
    await one.append('exam/x/03-pods', 0, ['head']);
    const file = await gatherProgress(one, preferences);
    expect(Object.keys(file.journals)).toEqual(['lab/03-pods', 'play/free']);
    expect(Object.keys(file.preferences)).toEqual(['progress:pods', 'place:pods', 'student']);

    const two = memoryJournals();
    await two.append('lab/03-pods', 0, ['old', 'old', 'old']);
    await two.append('lab/10-pod-lifecycle', 0, ['stays']);
    const read = readProgress(JSON.stringify(file));
    expect(read).toEqual(file);
    if (read !== undefined) expect(await restoreProgress(two, read, free)).toBe('restored');
    expect(await two.read('lab/03-pods')).toEqual(['head', 'one']);
    expect(await two.read('lab/10-pod-lifecycle')).toEqual(['stays']);
  });

  it('changes nothing while another tab runs one of its sessions, and lets go of the others', async () => {
    const store = memoryJournals();
    await store.append('lab/b', 0, ['theirs']);
    const held = new Set<string>();
    const claim = (session: string) => {
      held.add(session);
      return Promise.resolve({ ours: session !== 'lab/b', release: async () => void held.delete(session) });
    };
    const file = { skiff: 'progress/v1', journals: { 'lab/a': ['x'], 'lab/b': ['y'] }, preferences: {} } as const;
    expect(await restoreProgress(store, file, claim)).toBe('in-use');
    expect([await store.read('lab/a'), await store.read('lab/b'), held.size]).toEqual([[], ['theirs'], 0]);
  });

  it('tells a damaged file, or one of another version, from what never was one', () => {
    const whole = JSON.stringify({ skiff: 'progress/v1', journals: { 'lab/a': ['x'] }, preferences: {} });
    for (const text of [whole.slice(0, -9), whole.replace('v1', 'v9')])
      expect([readProgress(text), claimsProgress(text)], text).toEqual([undefined, true]);
    expect(claimsProgress('{"skiff":"journal/v1"}')).toBe(false);
  });

  it('is told from other files, and brings nothing that Skiff does not know', () => {
    for (const other of ['x', '{}', '{"skiff":"journal/v1"}', '{"skiff":"progress/v1"}', 'null'])
      expect(readProgress(other), other).toBeUndefined();
    const odd = {
      skiff: 'progress/v1',
      journals: { 'lab/a': ['x'], '../b': ['x'], 'lab/c': [1] },
      preferences: { host: 'x' },
    };
    expect(readProgress(JSON.stringify(odd))).toEqual({
      skiff: 'progress/v1',
      journals: { 'lab/a': ['x'] },
      preferences: {},
    });
  });
});

describe('pages of the site', () => {
  it('have an address in each language, below the site’s base', () => {
    expect([pageIn('/', 'en', 'play'), pageIn('/', 'ko', 'play'), pageIn('/skiff', 'ko', '')]).toEqual([
      '/play/',
      '/ko/play/',
      '/skiff/ko/',
    ]);
  });
});
