import { describe, expect, test } from 'vitest';
import { TabWriter } from '../../../../src/engine/kubectl/describe/tabWriter.ts';

const align = (input: string): string => {
  const writer = new TabWriter({ minWidth: 0, padding: 2 });
  writer.write(input);
  return writer.toString();
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
    const writer = new TabWriter({ minWidth: 0, padding: 2 });
    writer.write('wide cell\tx\n');
    writer.flush();
    writer.write('a\ty\n');
    expect(writer.toString()).toBe('wide cell  x\na  y\n');
  });
});
