import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../../src/engine/shell/terminal/completion.ts';
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

test('a key that changes nothing draws nothing: what a program left before the prompt stays', () => {
  const edit = editor(80);
  const screen = new Screen(80);
  screen.write(`no newline${edit.start('$ ')}`);
  screen.write(edit.feed('\x15ls\r').output);
  expect(screen.text()).toBe('no newline$ ls');
});

test('what follows the end of a line is given back', () => {
  const edit = editor(80);
  edit.start('$ ');
  expect(edit.feed('one\rtwo\r').result).toEqual({ kind: 'line', text: 'one', rest: 'two\r' });
});

test('a paste gives line after line; what has no newline yet stays to be edited', () => {
  const edit = editor(80);
  edit.start('$ ');
  const first = edit.feed('\x1b[200~a\r\tb\rc\x1b[201~');
  expect(first.result).toEqual({ kind: 'line', text: 'a', rest: '\x1b[200~\tb\nc\x1b[201~' });
  edit.start('$ ');
  expect(edit.feed('\x1b[200~\tb\nc\x1b[201~').result).toEqual({
    kind: 'line',
    text: '\tb',
    rest: '\x1b[200~c\x1b[201~',
  });
  edit.start('$ ');
  expect(edit.feed('\x1b[200~c\x1b[201~').result).toEqual({ kind: 'editing' });
  expect(edit.feed('d\r').result).toEqual({ kind: 'line', text: 'cd', rest: '' });
});

test('a paste is text only: keys that it holds are not pressed', () => {
  const edit = editor(80);
  edit.start('$ ');
  expect(edit.feed('\x1b[200~a\x03\x12\x1b[D\tb\x1b[201~\r').result).toEqual({
    kind: 'line',
    text: 'a[D\tb',
    rest: '',
  });
});

test('the last argument of the line before comes with Alt-.', () => {
  const edit = editor(80);
  edit.start('$ ');
  expect(edit.feed('cat \x1b.\r').result).toEqual({ kind: 'line', text: 'cat 명령', rest: '' });
});

/** What the line is after some keys. */
function after(...keys: readonly string[]): string {
  const edit = editor(80);
  edit.start('$ ');
  for (const key of keys) edit.feed(key);
  const { result } = edit.feed('\r');
  return result.kind === 'line' ? result.text : result.kind;
}

const CTRL = { a: '\x01', k: '\x0b', r: '\x12', s: '\x13', u: '\x15', w: '\x17', y: '\x19', g: '\x07', undo: '\x1f' };
const ALT = { d: '\x1bd', y: '\x1by', u: '\x1bu', c: '\x1bc', dot: '\x1b.', first: '\x1b<' };

describe('the kill ring', () => {
  test('makes one of cuts that follow each other', () => {
    expect(after('one two three', CTRL.w, CTRL.w, 'x ', CTRL.y)).toBe('one x two three');
    expect(after('one two', CTRL.a, ALT.d, ALT.d, 'x', CTRL.y)).toBe('xone two');
    expect(after('one two', CTRL.a, CTRL.k, CTRL.y, CTRL.y)).toBe('one twoone two');
  });

  test('goes round with Alt-Y, but only after Ctrl-Y', () => {
    expect(after('one', CTRL.u, 'two', CTRL.u, CTRL.y)).toBe('two');
    expect(after('one', CTRL.u, 'two', CTRL.u, ' ', CTRL.y, ALT.y)).toBe(' one');
    expect(after('one', CTRL.u, 'two', CTRL.u, ' ', CTRL.y, ALT.y, ALT.y)).toBe(' two');
    expect(after('one', CTRL.u, 'two', ALT.y)).toBe('two');
  });
});

test('Ctrl-_ takes back what was done, step by step', () => {
  expect(after('one two', CTRL.w, CTRL.undo)).toBe('one two');
  expect(after('one', CTRL.u, 'two', CTRL.undo, CTRL.undo)).toBe('one');
  expect(after(CTRL.undo, 'x')).toBe('x');
});

test('Alt-U and Alt-C change the case of a word, Alt-< goes to the first line', () => {
  expect(after('pod svc', CTRL.a, ALT.u, ALT.c)).toBe('POD Svc');
  expect(after(ALT.first)).toBe('echo one');
});

test('Alt-. pressed again goes back a line further', () => {
  expect(after('cat ', ALT.dot, ALT.dot)).toBe('cat wide');
  expect(after('cat ', ALT.dot, ' ', ALT.dot)).toBe('cat 명령 명령');
});

describe('the search through the history', () => {
  const shown = (...keys: readonly string[]): string => {
    const edit = editor(80);
    const screen = new Screen(80);
    screen.write(edit.start('$ '));
    for (const key of keys) screen.write(edit.feed(key).output);
    return screen.text();
  };

  test('shows what it looks for and what it found, as bash does', () => {
    expect(shown(CTRL.r)).toBe("(reverse-i-search)`':");
    expect(shown(CTRL.r, 'e')).toBe("(reverse-i-search)`e': kubectl get pods --all-namespaces -o wide");
    expect(shown(CTRL.r, 'ec')).toBe("(reverse-i-search)`ec': kubectl get pods --all-namespaces -o wide");
    expect(shown(CTRL.r, 'ech')).toBe("(reverse-i-search)`ech': echo one");
  });

  test('says when it fails and keeps what it had', () => {
    expect(shown(CTRL.r, 'echx')).toBe("(failed reverse-i-search)`echx': echo one");
    expect(shown(CTRL.r, 'ech', 'x')).toBe("(failed reverse-i-search)`echx': echo one");
    expect(shown(CTRL.r, 'ech', 'x', '\x7f')).toBe("(reverse-i-search)`ech': echo one");
  });

  test('goes back with Ctrl-R, within a line first, and forward with Ctrl-S', () => {
    expect(shown(CTRL.r, 'e', CTRL.r, CTRL.r, CTRL.r, CTRL.r, CTRL.r, CTRL.r)).toBe("(reverse-i-search)`e': echo one");
    expect(shown(CTRL.r, 'o', CTRL.r, CTRL.r, CTRL.r, CTRL.s)).toBe("(i-search)`o': echo one");
  });

  test('takes up the last pattern when nothing is typed', () => {
    const edit = editor(80);
    const screen = new Screen(80);
    screen.write(edit.start('$ '));
    edit.feed(`${CTRL.r}echo\r`);
    const fresh = new Screen(80);
    fresh.write(edit.start('$ '));
    fresh.write(edit.feed(CTRL.r + CTRL.r).output);
    expect(fresh.text()).toBe("(reverse-i-search)`echo': echo one");
  });

  test('ends with Enter, Escape or another key, and is called off with Ctrl-G', () => {
    expect(after(CTRL.r, 'ech')).toBe('echo one');
    expect(after(CTRL.r, 'ech', CTRL.a, 'x')).toBe('xecho one');
    expect(after('typed', CTRL.r, 'ech', CTRL.g)).toBe('typed');
    expect(after('typed', CTRL.r, 'ech', '\x1b[B')).toBe('kubectl get pods --all-namespaces -o wide');
  });
});

describe('the second Tab', () => {
  const tabs = (width: number, candidates: readonly Candidate[]): string => {
    const edit = new LineEditor({ columns: () => width, history: () => [], complete: () => ({ from: 0, candidates }) });
    edit.start('$ ');
    edit.feed('\t');
    return edit.feed('\t').output.split('\r\n').slice(1, -1).join('\n');
  };
  const VERBS = [
    { text: 'cordon', description: 'Mark node as unschedulable' },
    { text: 'get', description: 'Display one or many resources' },
  ];

  test('shows what each candidate is', () => {
    expect(tabs(60, VERBS)).toBe('cordon  (Mark node as unschedulable)\nget     (Display one or many resources)');
  });

  test('cuts descriptions to the width of the terminal', () => {
    expect(tabs(24, VERBS)).toBe('cordon  (Mark node as …)\nget     (Display one o…)');
    expect(tabs(16, VERBS)).toBe('cordon  (Mark …)\nget  (Display …)');
    expect(tabs(10, VERBS)).toBe('cordon\nget  (Di…)');
  });

  test('shows names in columns where there is nothing to say of them', () => {
    expect(tabs(12, [{ text: 'a/pod.yaml' }, { text: 'a/svc.yaml' }])).toBe('pod.yaml\nsvc.yaml');
    expect(tabs(30, [{ text: 'pod' }, { text: 'svc' }])).toBe('pod  svc');
  });
});
