/** A place in a text as people count: line and column from 1. */
export interface FaultPlace {
  readonly line: number;
  readonly column: number;
  /** The line, and below it a mark under the place. */
  readonly shown: string;
}

/** Where an offset lies. A place at the end of the text lies behind its last character. */
export function faultPlace(text: string, offset: number): FaultPlace {
  const at = Math.min(Math.max(0, offset), text.length);
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? text.length : end);
  const column = [...text.slice(start, at)].length + 1;
  return {
    line: text.slice(0, start).split('\n').length,
    column,
    shown: `${line}\n${' '.repeat(column - 1)}^`,
  };
}
