import { describe, expect, it } from 'vitest';
import { applyLine } from '../../../src/components/workbench/session/beginning.ts';
import { labOf, placeKey } from '../../../src/components/workbench/session/place.ts';
import { LINK_LIMIT, LinkError, pack, UNPACKED_LIMIT, unpack } from '../../../src/components/workbench/share/codec.ts';
import { fragmentOf, isPlainPath, readShared, sharedIn } from '../../../src/components/workbench/share/shared.ts';

const why = async (run: () => unknown): Promise<string> => {
  try {
    await run();
  } catch (error) {
    if (error instanceof LinkError) return error.why;
    throw error;
  }
  return 'taken';
};

describe('a packed text', () => {
  it('comes out as it went in, whatever its letters', async () => {
    const text = 'kind: Pod # 파드 🛶\n'.repeat(200);
    const packed = await pack(text);
    expect(packed).toMatch(/^[\w-]+$/);
    expect(packed.length).toBeLessThan(400);
    expect(await unpack(packed)).toBe(text);
  });

  it('is not unfolded past the limit, however small it was packed', async () => {
    const bomb = await pack('0'.repeat(50 * UNPACKED_LIMIT));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await why(() => unpack(bomb))).toBe('too-big');
  });

  it('is refused when it was cut or is something else', async () => {
    const packed = await pack('kind: Pod\n'.repeat(50));
    for (const broken of [packed.slice(0, -9), 'AAAA', '!!', '%00', 'a'])
      expect(await why(() => unpack(broken)), broken).toBe('broken');
  });
});

describe('what a link carries', () => {
  const files = {
    kind: 'files',
    nodes: 3,
    files: { 'app.yaml': 'kind: Pod\n', 'shop/cart.yaml': 'kind: Service\n' },
  } as const;

  it('goes round', async () => {
    const { fragment, fits } = await fragmentOf(files);
    expect(fits).toBe(true);
    expect(await sharedIn(fragment)).toEqual(files);
    const journal = { kind: 'journal', lab: '03-pods', journal: '{"skiff":"journal/v1"}\n' } as const;
    expect(await sharedIn((await fragmentOf(journal)).fragment)).toEqual(journal);
  });

  it('may be YAML that somebody put behind #yaml= by hand', async () => {
    expect(await sharedIn('#yaml=kind%3A%20Pod%0Ametadata:+{name:+web}')).toEqual({
      kind: 'files',
      nodes: 2,
      files: { 'app.yaml': 'kind: Pod\nmetadata: {name: web}' },
    });
    expect(await why(() => sharedIn('#yaml=%E0%A4%A'))).toBe('broken');
  });

  it('does not fit where mails would cut it', async () => {
    let noise = '';
    for (let n = 1; noise.length < 4 * LINK_LIMIT; n++) noise += (n * 2_654_435_761).toString(36);
    expect((await fragmentOf({ ...files, files: { 'a.yaml': noise } })).fits).toBe(false);
    expect(await why(() => sharedIn(`#s=${'A'.repeat(3 * LINK_LIMIT)}`))).toBe('too-big');
  });

  it('is nothing where the fragment is a heading’s', async () => {
    expect(await sharedIn('')).toBeUndefined();
    expect(await sharedIn('#see-it-happen')).toBeUndefined();
  });

  it('is not believed', async () => {
    const read = (value: unknown) => why(() => readShared(typeof value === 'string' ? value : JSON.stringify(value)));
    const some = { 'a.yaml': '' };
    for (const value of [
      'no json',
      'null',
      [],
      { v: 1 },
      { v: 1, kind: 'files', files: {} },
      { v: 1, kind: 'files', files: [] },
      { v: 1, kind: 'files', files: { '../up': '' } },
      { v: 1, kind: 'files', files: { '.bashrc': '' } },
      { v: 1, kind: 'files', files: { '/etc/passwd': '' } },
      { v: 1, kind: 'files', files: { 'a b': '' } },
      { v: 1, kind: 'files', files: { 'a.yaml': 7 } },
      { v: 1, kind: 'files', files: Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`f${at}`, ''])) },
      { v: 1, kind: 'journal', journal: 7 },
      { v: 1, kind: 'journal', journal: '', lab: '../secret' },
    ])
      expect(await read(value), JSON.stringify(value)).toBe('broken');
    expect(await read({ v: 2, kind: 'files', files: some })).toBe('newer');
    expect(readShared(JSON.stringify({ v: 1, kind: 'files', nodes: 4000, files: some }))).toMatchObject({ nodes: 6 });
    expect(readShared(JSON.stringify({ v: 1, kind: 'files', nodes: 'x', files: some }))).toMatchObject({ nodes: 2 });
  });
});

describe('where a link’s session stands', () => {
  it('is apart from the learner’s own', () => {
    expect(placeKey({ kind: 'shared', lab: '03-pods' })).not.toBe(placeKey({ kind: 'lab', lab: '03-pods' }));
    expect(labOf({ kind: 'shared', lab: '03-pods' })).toBe('03-pods');
    expect([placeKey({ kind: 'play' }), labOf({ kind: 'play' })]).toEqual(['play/free', undefined]);
    expect(placeKey({ kind: 'exam', exam: '7-4', lab: '03-pods' })).toBe('exam/7-4/03-pods');
  });

  it('applies its files in one line', () => {
    expect(applyLine(['a.yaml', 'shop/b.yaml'])).toBe('kubectl apply -f a.yaml -f shop/b.yaml');
    expect(isPlainPath('shop/b-1_2.yaml')).toBe(true);
  });
});
