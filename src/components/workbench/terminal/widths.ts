import type { IUnicodeVersionProvider } from '@xterm/xterm';
import { codePointWidth } from '../../../engine/shell/terminal/width.ts';

/** What xterm keeps of a character, in bits: whether it joins the one before it, then its width. */
const JOINS = 1;
const WIDTH_AT = 1;
const WIDTH_MASK = 3;

/**
 * Widths for xterm from the shell's own table, so that the screen and the line editor agree on where the cursor stands. A mark joins the
 * character before it, which keeps its width.
 */
export const shellWidths: IUnicodeVersionProvider = {
  version: 'shell',
  wcwidth: codePointWidth,
  charProperties(code, before) {
    const own = codePointWidth(code);
    const widthBefore = (before >> WIDTH_AT) & WIDTH_MASK;
    const joins = own === 0 && widthBefore > 0;
    return ((joins ? widthBefore : own) << WIDTH_AT) | (joins ? JOINS : 0);
  },
};
