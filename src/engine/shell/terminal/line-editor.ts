// Over 300 lines: one editor whose keys, history, completion and drawing share its cursor.
import { columns as inColumns } from './columns.ts';
import { type Candidate, type Completion, commonPrefix } from './completion.ts';
import { EditBuffer } from './edit-buffer.ts';
import { type Key, type KeyName, readKey } from './keys.ts';
import { placeAfter, visibleText } from './screen-lines.ts';

/** What the editor needs to know. */
export interface LineEditorOptions {
  readonly columns: () => number;
  /** Earlier lines, the oldest first. */
  readonly history: () => readonly string[];
  readonly complete: (line: string, cursor: number) => Completion;
}

/** What came of a piece of input. `rest`: what was typed after the end of the line. */
export type EditResult =
  | { readonly kind: 'editing' }
  | { readonly kind: 'line'; readonly text: string; readonly rest: string }
  | { readonly kind: 'interrupt'; readonly rest: string }
  /** Ctrl-D on an empty line. */
  | { readonly kind: 'end'; readonly rest: string };

const EDITING: EditResult = { kind: 'editing' };

/** More candidates than this are counted and not listed. */
const LIST_LIMIT = 200;

/**
 * A line editor in the manner of readline, without a screen: takes keys as a terminal sends them and gives back what to show. Call `start`
 * with a prompt, then `feed` until its result is something else than `editing`.
 */
export class LineEditor {
  private readonly buffer = new EditBuffer();
  private prompt = '';
  private pending = '';
  private output = '';
  /** The row of the cursor below the prompt's first row. */
  private row = 0;
  private historyAt = 0;
  /** What was typed before the history was looked through. */
  private draft = '';
  private lastKey: KeyName | 'text' = 'text';
  private search: { pattern: string; at: number; before: string } | undefined;

  constructor(private readonly options: LineEditorOptions) {}

  /** Begins a line: the text that shows the prompt. */
  start(prompt: string): string {
    this.prompt = prompt;
    this.buffer.set('');
    this.historyAt = this.options.history().length;
    this.draft = '';
    this.search = undefined;
    this.lastKey = 'text';
    const place = placeAfter(visibleText(prompt), this.options.columns());
    this.row = place.row;
    return prompt.replaceAll('\n', '\r\n');
  }

  /** Takes input: what to show, and whether the line is done. */
  feed(input: string): { readonly output: string; readonly result: EditResult } {
    this.pending += input;
    this.output = '';
    while (this.pending !== '') {
      const read = readKey(this.pending);
      if (read === undefined) break;
      this.pending = this.pending.slice(read.length);
      const result = this.search === undefined ? this.press(read.key) : this.pressInSearch(read.key);
      this.lastKey = read.key.kind === 'key' ? read.key.name : 'text';
      if (result.kind !== 'editing') {
        this.pending = '';
        return { output: this.output, result };
      }
    }
    return { output: this.output, result: EDITING };
  }

  /** The terminal changed its size: draws the line anew. */
  redraw(): string {
    this.output = '';
    this.draw();
    return this.output;
  }

  private press(key: Key): EditResult {
    const { buffer } = this;
    if (key.kind !== 'key') {
      this.type(key.text);
      return EDITING;
    }
    switch (key.name) {
      case 'enter':
      case 'ctrl-o':
        return this.accept();
      case 'ctrl-c':
        this.moveTo(buffer.text.length);
        this.output += '^C\r\n';
        return { kind: 'interrupt', rest: this.takeRest() };
      case 'ctrl-d':
        if (buffer.text === '') return { kind: 'end', rest: this.takeRest() };
        buffer.remove(buffer.cursor, buffer.right());
        break;
      case 'tab':
        this.completeWord();
        return EDITING;
      case 'backspace':
        if (buffer.cursor === 0) return EDITING;
        buffer.remove(buffer.left(), buffer.cursor);
        break;
      case 'delete':
        buffer.remove(buffer.cursor, buffer.right());
        break;
      case 'ctrl-k':
        buffer.remove(buffer.cursor, buffer.text.length, true);
        break;
      case 'ctrl-u':
        buffer.remove(0, buffer.cursor, true);
        break;
      case 'ctrl-w':
        buffer.remove(buffer.blankWordLeft(), buffer.cursor, true);
        break;
      case 'delete-word-left':
        buffer.remove(buffer.wordLeft(), buffer.cursor, true);
        break;
      case 'delete-word-right':
        buffer.remove(buffer.cursor, buffer.wordRight(), true);
        break;
      case 'ctrl-y':
        buffer.yank();
        break;
      case 'ctrl-t':
        this.swap();
        break;
      case 'last-argument':
        buffer.insert(this.options.history().at(-1)?.trim().split(/\s+/).at(-1) ?? '');
        break;
      case 'ctrl-l':
        this.output += '\x1b[H\x1b[2J';
        this.row = 0;
        break;
      case 'ctrl-r':
        this.search = { pattern: '', at: this.options.history().length, before: buffer.text };
        break;
      case 'up':
      case 'ctrl-p':
        return this.recall(-1);
      case 'down':
      case 'ctrl-n':
        return this.recall(1);
      default:
        return this.moveBy(key.name);
    }
    this.draw();
    return EDITING;
  }

  private moveBy(name: KeyName): EditResult {
    const { buffer } = this;
    const targets: { readonly [name: string]: () => number } = {
      left: () => buffer.left(),
      'ctrl-b': () => buffer.left(),
      right: () => buffer.right(),
      'ctrl-f': () => buffer.right(),
      home: () => 0,
      'ctrl-a': () => 0,
      end: () => buffer.text.length,
      'ctrl-e': () => buffer.text.length,
      'word-left': () => buffer.wordLeft(),
      'word-right': () => buffer.wordRight(),
    };
    const target = targets[name];
    if (target !== undefined) this.moveTo(target());
    return EDITING;
  }

  private type(text: string): void {
    const { buffer } = this;
    const atEnd = buffer.cursor === buffer.text.length;
    buffer.insert(text);
    // at the end of a line that does not wrap the new characters are all there is to draw
    const place = placeAfter(visibleText(this.prompt) + buffer.text, this.options.columns());
    if (atEnd && place.row === this.row && place.column > 0 && !text.includes('\n')) this.output += text;
    else this.draw();
  }

  private accept(): EditResult {
    const text = this.buffer.text;
    this.moveTo(text.length);
    this.output += '\r\n';
    return { kind: 'line', text, rest: this.takeRest() };
  }

  private takeRest(): string {
    const rest = this.pending;
    this.pending = '';
    return rest;
  }

  private recall(by: -1 | 1): EditResult {
    const history = this.options.history();
    const at = this.historyAt + by;
    if (at < 0 || at > history.length) return EDITING;
    if (this.historyAt === history.length) this.draft = this.buffer.text;
    this.historyAt = at;
    this.buffer.set(at === history.length ? this.draft : (history[at] ?? ''));
    this.draw();
    return EDITING;
  }

  private swap(): void {
    const { buffer } = this;
    if (buffer.cursor === 0 || buffer.text.length < 2) return;
    if (buffer.cursor === buffer.text.length) buffer.cursor--;
    const at = buffer.cursor;
    const text = buffer.text;
    buffer.set(text.slice(0, at - 1) + text.charAt(at) + text.charAt(at - 1) + text.slice(at + 1), at + 1);
  }

  private pressInSearch(key: Key): EditResult {
    const search = this.search;
    if (search === undefined) return EDITING;
    if (key.kind !== 'key') {
      search.pattern += key.text;
      this.findBackwards(search.at);
    } else if (key.name === 'ctrl-r') this.findBackwards(search.at - 1);
    else if (key.name === 'backspace') {
      search.pattern = search.pattern.slice(0, -1);
      this.findBackwards(this.options.history().length);
    } else {
      this.search = undefined;
      if (key.name === 'ctrl-g' || key.name === 'ctrl-c') {
        this.buffer.set(search.before);
        this.draw();
        return key.name === 'ctrl-c' ? this.press(key) : EDITING;
      }
      this.draw();
      return key.name === 'escape' ? EDITING : this.press(key);
    }
    this.draw();
    return EDITING;
  }

  private findBackwards(from: number): void {
    const search = this.search;
    const history = this.options.history();
    if (search === undefined || search.pattern === '') return;
    for (let at = Math.min(from, history.length - 1); at >= 0; at--) {
      const line = history[at] ?? '';
      const found = line.lastIndexOf(search.pattern);
      if (found < 0) continue;
      search.at = at;
      this.buffer.set(line, found);
      return;
    }
  }

  private completeWord(): void {
    const { buffer } = this;
    const completion = this.options.complete(buffer.text, buffer.cursor);
    const { candidates, from } = completion;
    if (candidates.length === 0) return;
    const typed = buffer.text.slice(from, buffer.cursor);
    const prefix = commonPrefix(candidates);
    const only = candidates.length === 1 ? candidates[0] : undefined;
    if (only !== undefined || (prefix.length > typed.length && prefix.startsWith(typed))) {
      const space = only === undefined || only.final === false || buffer.text.charAt(buffer.cursor) === ' ' ? '' : ' ';
      const whole = (only?.text ?? prefix) + space;
      if (whole.startsWith(typed)) this.type(whole.slice(typed.length));
      else {
        buffer.remove(from, buffer.cursor);
        buffer.insert(whole);
        this.draw();
      }
      return;
    }
    if (this.lastKey === 'tab') this.list(candidates);
  }

  private list(candidates: readonly Candidate[]): void {
    const { buffer } = this;
    this.moveTo(buffer.text.length);
    this.output += '\r\n';
    const shown = candidates.slice(0, LIST_LIMIT);
    const names = shown.map(({ text }) => text.replace(/(.)\/$/, '$1/').replace(/^.*\/(?=.)/, ''));
    if (shown.some(({ description }) => description !== undefined)) {
      const width = Math.max(...names.map((name) => name.length));
      this.output += shown
        .map(
          ({ description }, at) =>
            `${(names[at] ?? '').padEnd(width)}${description === undefined ? '' : `  (${description})`}\r\n`,
        )
        .join('');
    } else this.output += inColumns(names, this.options.columns()).replaceAll('\n', '\r\n');
    if (candidates.length > shown.length) this.output += `… ${candidates.length - shown.length} more\r\n`;
    this.row = 0;
    this.drawFresh();
  }

  private shownPrompt(): string {
    return this.search === undefined ? this.prompt : `(reverse-i-search)\`${this.search.pattern}': `;
  }

  /** Draws prompt and line anew over what stands there. */
  private draw(): void {
    this.output += `${this.row > 0 ? `\x1b[${this.row}A` : ''}\r\x1b[J`;
    this.drawFresh();
  }

  private drawFresh(): void {
    const width = this.options.columns();
    const prompt = this.shownPrompt();
    const { text, cursor } = this.buffer;
    const visible = visibleText(prompt);
    this.output += (prompt + text).replaceAll('\n', '\r\n');
    const end = placeAfter(visible + text, width);
    // a terminal keeps its cursor at the edge of a full row until something follows
    if (end.column === 0 && end.row > 0 && !text.endsWith('\n')) this.output += '\r\n';
    this.row = end.row;
    if (cursor < text.length) this.place(end, placeAfter(visible + text.slice(0, cursor), width));
  }

  private moveTo(cursor: number): void {
    if (cursor === this.buffer.cursor) return;
    const width = this.options.columns();
    const visible = visibleText(this.shownPrompt());
    const from = placeAfter(visible + this.buffer.text.slice(0, this.buffer.cursor), width);
    this.buffer.cursor = cursor;
    this.place(from, placeAfter(visible + this.buffer.text.slice(0, cursor), width));
  }

  private place(from: { row: number; column: number }, to: { row: number; column: number }): void {
    if (to.row < from.row) this.output += `\x1b[${from.row - to.row}A`;
    if (to.row > from.row) this.output += `\x1b[${to.row - from.row}B`;
    if (to.column < from.column) this.output += to.column === 0 ? '\r' : `\x1b[${from.column - to.column}D`;
    if (to.column > from.column) this.output += `\x1b[${to.column - from.column}C`;
    this.row = to.row;
  }
}
