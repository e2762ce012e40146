/** What is written over the character before it, or not at all: marks and format characters. */
const NOTHING = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** Pictures that take two columns wherever they stand. */
const PICTURE = /\p{Emoji_Presentation}/u;
/** From the first to the last of each: the scripts of East Asia and their forms, two columns. */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** The width of a character by its code point. */
function widthOf(code: number): 0 | 1 | 2 {
  // Vowels and final consonants of Hangul that is written in its parts join the syllable before them.
  if (code >= 0x1160 && code <= 0x11ff) return 0;
  const char = String.fromCodePoint(code);
  if (NOTHING.test(char)) return 0;
  // Half of a flag: two of them are one picture, on a terminal two letters.
  if (code >= 0x1f1e6 && code <= 0x1f1ff) return 1;
  return WIDE.some(([first, last]) => code >= first && code <= last) || PICTURE.test(char) ? 2 : 1;
}

const known = new Map<number, 0 | 1 | 2>();

/** How many columns a code point takes on a terminal: 2 for East Asian wide ones and emoji, 0 for combining marks. */
export function codePointWidth(code: number): 0 | 1 | 2 {
  if (code < 0x300) return code < 0x20 || (code >= 0x7f && code < 0xa0) ? 0 : 1;
  let width = known.get(code);
  if (width === undefined) {
    width = widthOf(code);
    known.set(code, width);
  }
  return width;
}

/** How many columns a character takes on a terminal. */
export function characterWidth(char: string): number {
  return codePointWidth(char.codePointAt(0) ?? 0);
}

/** How many columns a text takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += characterWidth(char);
  return width;
}

/** Pads with spaces to a width in columns. */
export function padColumns(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
