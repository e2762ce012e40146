import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENTRY, keysIn, loadedWith, pageKeys } from '../../scripts/page-texts.mjs';
import { en } from '../../src/i18n/en.ts';

const root = process.cwd();
const keys = Object.keys(en);
const { first, late } = pageKeys(root, keys);

/** Everything that is imported when it is wanted: by the workbench, its late parts, and the exam's page. */
function laterParts(): string[] {
  const found = new Set<string>();
  const open = [ENTRY, 'src/components/site/exam-client.ts'];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop())
    for (const part of loadedWith(root, [entry]).later)
      if (!found.has(part) && !part.startsWith('src/i18n/')) {
        found.add(part);
        open.push(part);
      }
  return [...found];
}

describe('the texts that a page loads', () => {
  it('are fewer until the prompt than behind it, and the site’s own are not among them', () => {
    expect(first.length).toBeLessThan(late.length);
    for (const key of ['home.lead', 'about.title', 'search.none']) expect([...first, ...late]).not.toContain(key);
  });

  it('are found where a part of a key is computed', () => {
    const computed = 't(`lab.kind.$' + '{kind}`)';
    expect(keysIn(['lab.kind.guided', 'lab.label', 'lab.open'], ["t('lab.open')", computed])).toEqual([
      'lab.kind.guided',
      'lab.open',
    ]);
  });

  it('come with every part that says them', () => {
    const parts = laterParts();
    expect(parts).toContain('src/components/workbench/map/details.ts');
    const wordless = parts.filter((part) => {
      const { texts } = loadedWith(root, [part]);
      if (texts.has('src/i18n/late.ts')) return false;
      const modules = [...texts].filter(([path]) => !path.startsWith('src/i18n/'));
      return (
        keysIn(
          late,
          modules.map(([, text]) => text),
        ).length > 0
      );
    });
    expect(wordless).toEqual([]);
  });

  it('are not all loaded with the first part of the workbench', () => {
    expect(loadedWith(root, [ENTRY]).texts.has('src/i18n/late.ts')).toBe(false);
    expect(readdirSync('src/i18n')).toContain('late.ts');
  });
});
