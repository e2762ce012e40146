import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineEditor } from '../../../src/engine/shell/terminal/line-editor.ts';
import { characterWidth } from '../../../src/engine/shell/terminal/width.ts';

/** A terminal just good enough to show what the editor draws: wraps late, as real ones do. */
class Screen {
  rows: string[][] = [[]];
  row = 0;
  column = 0;
  private pendingWrap = false;

  constructor(private readonly columns: number) {}

  write(text: string): void {
    for (let at = 0; at < text.length; ) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences
      const sequence = /^\x1b\[(\d*)([A-Za-z])/.exec(text.slice(at));
      if (sequence !== null) {
        this.control(Number(sequence[1] || 1), sequence[2] ?? '');
        at += sequence[0].length;
        continue;
      }
      const char = String.fromCodePoint(text.codePointAt(at)!);
      at += char.length;
      if (char === '\r') this.move(this.row, 0);
      else if (char === '\n') this.move(this.row + 1, this.column);
      else this.put(char);
    }
  }

  private control(count: number, letter: string): void {
    if (letter === 'A') this.move(this.row - count, this.column);
    else if (letter === 'B') this.move(this.row + count, this.column);
    else if (letter === 'C') this.move(this.row, this.column + count);
    else if (letter === 'D') this.move(this.row, this.column - count);
    else if (letter === 'J') {
      this.rows.length = this.row + 1;
      this.rows[this.row] = (this.rows[this.row] ?? []).slice(0, this.column);
    } else throw new Error(`unexpected sequence ${letter}`);
  }

  private move(row: number, column: number): void {
    expect(row).toBeGreaterThanOrEqual(0);
    expect(column).toBeGreaterThanOrEqual(0);
    this.row = row;
    this.column = column;
    this.pendingWrap = false;
  }

  private put(char: string): void {
    const width = characterWidth(char);
    if (this.pendingWrap || this.column + width > this.columns) this.move(this.row + 1, 0);
    const cells = this.rows[this.row] ?? [];
    this.rows[this.row] = cells;
    while (cells.length < this.column) cells.push(' ');
    cells[this.column] = char;
    for (let extra = 1; extra < width; extra++) cells[this.column + extra] = '';
    this.column += width;
    if (this.column >= this.columns) {
      this.column = this.columns - 1;
      this.pendingWrap = true;
    }
  }

  text(): string {
    return Array.from(this.rows, (cells) => (cells ?? []).join('').trimEnd())
      .join('\n')
      .trimEnd();
  }
}

const HISTORY = ['echo one', 'kubectl get pods --all-namespaces -o wide', '한글 명령'];

function editor(columns: number): LineEditor {
  return new LineEditor({
    columns: () => columns,
    history: () => HISTORY,
    complete: () => ({ from: 0, candidates: [] }),
  });
}

/** How a text stands on the rows of a terminal. */
function wrapped(text: string, columns: number): string {
  const screen = new Screen(columns);
  screen.write(text);
  return screen.text();
}

const KEYS = [
  'a',
  'b c',
  '가',
  '나다',
  '\x1b[D',
  '\x1b[C',
  '\x1b[A',
  '\x1b[B',
  '\x7f',
  '\x1b[3~',
  '\x01',
  '\x05',
  '\x0b',
  '\x15',
  '\x17',
  '\x19',
  '\x1b[H',
  '\x1b[F',
  '\x1bb',
  '\x1bf',
  '\x1bd',
  '\x14',
  'word ',
];

describe('what the editor draws', () => {
  test('is the prompt and the line, whatever keys are pressed, at any width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...KEYS), { maxLength: 40 }),
        fc.integer({ min: 8, max: 40 }),
        (keys, columns) => {
          const edit = editor(columns);
          const screen = new Screen(columns);
          screen.write(edit.start('$ '));
          for (const key of keys) screen.write(edit.feed(key).output);
          const end = edit.feed('\r');
          const result = end.result;
          if (result.kind !== 'line') throw new Error('no line');
          expect(screen.text()).toBe(wrapped(`$ ${result.text}`, columns));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  test('is the same when the input comes in one piece', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KEYS), { maxLength: 30 }), (keys) => {
        const whole = editor(30);
        const pieces = editor(30);
        whole.start('$ ');
        pieces.start('$ ');
        for (const key of keys) pieces.feed(key);
        expect(whole.feed(`${keys.join('')}\r`).result).toEqual(pieces.feed('\r').result);
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});

test('what follows the end of a line is given back', () => {
  const edit = editor(80);
  edit.start('$ ');
  expect(edit.feed('one\rtwo\r').result).toEqual({ kind: 'line', text: 'one', rest: 'two\r' });
});

test('a paste between marks is text, newlines and all', () => {
  const edit = editor(80);
  edit.start('$ ');
  expect(edit.feed('\x1b[200~a\rb\x1b[201~\r').result).toEqual({ kind: 'line', text: 'a\nb', rest: '' });
});

test('the last argument of the line before comes with Alt-.', () => {
  const edit = editor(80);
  edit.start('$ ');
  expect(edit.feed('cat \x1b.\r').result).toEqual({ kind: 'line', text: 'cat 명령', rest: '' });
});
