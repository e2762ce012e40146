import { describe, expect, it, vi } from 'vitest';
import { shellWidths } from '../../../src/components/workbench/terminal/widths.ts';

type Widths = typeof shellWidths;

/** Xterm's own addon, the yardstick: it does not come with the page. */
async function unicode11(): Promise<Widths> {
  vi.stubGlobal('window', {});
  const { Unicode11Addon } = await import('@xterm/addon-unicode11');
  let given: Widths | undefined;
  const terminal = { unicode: { register: (widths: Widths) => (given = widths) } };
  new Unicode11Addon().activate(terminal as never);
  vi.unstubAllGlobals();
  if (given === undefined) throw new Error('the addon gave no widths');
  return given;
}

/** Blocks that people write here: Latin, Greek, Cyrillic, Hangul, signs and lines, kana, Han, forms, emoji. */
const BLOCKS = [
  [0x20, 0x52f],
  [0x1100, 0x11ff],
  [0x2000, 0x2bff],
  [0x3000, 0x31ba],
  [0x3200, 0x4dbf],
  [0x4e00, 0x9fef],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe00, 0xfe6f],
  [0xff01, 0xffef],
  [0x1f000, 0x1f6d5],
  [0x1f800, 0x1f90b],
  [0x1f910, 0x1f93a],
  [0x20000, 0x20100],
] as const;

describe('the widths of characters on the screen', () => {
  it('are those of Unicode, as a terminal reads it', async () => {
    const yardstick = await unicode11();
    const other: string[] = [];
    for (const [first, last] of BLOCKS)
      for (let code = first; code <= last; code++) {
        if (/\p{Cn}/u.test(String.fromCodePoint(code))) continue;
        if (shellWidths.wcwidth(code) !== yardstick.wcwidth(code)) other.push(code.toString(16));
      }
    expect(other).toEqual([]);
  });

  it.each(['e\u0301', '\u1112\u1161\u11ab', '한글', '✅ 🚀', 'a\u200db', '\u0301a'])(
    'and of %j together',
    async (text) => {
      const yardstick = await unicode11();
      const properties = (widths: Widths): number[] => {
        let before = 0;
        return [...text].map((char) => {
          before = widths.charProperties(char.codePointAt(0) ?? 0, before);
          return before;
        });
      };
      expect(properties(shellWidths)).toEqual(properties(yardstick));
    },
  );
});
