import { characterWidth } from './width.ts';

/** Columns between two tab stops. */
const TAB = 8;

/** A place on the rows that a prompt and a line take. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** What of a prompt is seen: colours and titles take no room. */
export function visibleText(prompt: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what escape sequences are made of
  return prompt.replace(/\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|[\x01\x02]/g, '');
}

/** Where the cursor stands after a text was written from a place, on a terminal of that width. A full row's end is the next row's start. */
export function placeAfter(text: string, columns: number, start: Place = { row: 0, column: 0 }): Place {
  let { row, column } = start;
  for (const char of text) {
    if (char === '\n') {
      row++;
      column = 0;
      continue;
    }
    if (char === '\t') {
      column = Math.min(columns - 1, column - (column % TAB) + TAB);
      continue;
    }
    const width = characterWidth(char);
    if (column + width > columns) {
      row++;
      column = 0;
    }
    column += width;
    if (column >= columns) {
      row++;
      column = 0;
    }
  }
  return { row, column };
}
