import { describe, expect, test } from 'vitest';
import { describeTabs, TabWriter } from '../../../../src/engine/kubectl/printers/tab-writer.ts';

const align = (input: string): string => {
  let text = '';
  const writer = new TabWriter((piece) => {
    text += piece;
  }, describeTabs);
  writer.write(input);
  writer.flush();
  return text;
};

describe('the tab writer aligns as text/tabwriter does', () => {
  test('a column is as wide as its widest cell and the padding', () => {
    expect(align('a\tb\nccc\td\n')).toBe('a    b\nccc  d\n');
  });

  test('a line without a cell in the column ends the column', () => {
    expect(align('aaaa\tb\nplain\nc\td\n')).toBe('aaaa  b\nplain\nc  d\n');
  });

  test('text after the last tab belongs to no column', () => {
    expect(align('a\tlong text at the end\nb\tx\ty\n')).toBe('a  long text at the end\nb  x  y\n');
  });

  test('an empty column keeps its padding', () => {
    expect(align('a\t\tb\nc\t\td\n')).toBe('a    b\nc    d\n');
  });

  test('characters beyond ASCII count as one', () => {
    expect(align('한글\tx\nab\ty\n')).toBe('한글  x\nab  y\n');
  });

  test('a flush starts new columns', () => {
    const pieces: string[] = [];
    const writer = new TabWriter((piece) => pieces.push(piece), describeTabs);
    writer.write('wide cell\tx\n');
    writer.flush();
    writer.write('a\ty\n');
    writer.flush();
    expect(pieces).toEqual(['wide cell  x\n', 'a  y\n']);
  });
});
