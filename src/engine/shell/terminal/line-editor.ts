// Over 300 lines: one editor whose keys, history, completion and drawing share its cursor.
import { type Completion, commonPrefix } from './completion.ts';
import { EditBuffer } from './edit-buffer.ts';
import { EDITS, MOVES } from './edit-commands.ts';
import { type Key, type KeyName, PASTE_END, PASTE_START, readKey } from './keys.ts';
import { listing } from './listing.ts';
import { HistorySearch } from './reverse-search.ts';
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

/** Ctrl-_ (and Ctrl-/). */
const UNDO = 'ctrl-\x7f';

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
  private search: HistorySearch | undefined;
  /** What was typed when the search began, and what was looked for the last time. */
  private beforeSearch = '';
  private lastPattern = '';
  /** How far Alt-. has gone back, and what it has put in. */
  private lastArgument: { readonly back: number; readonly length: number } | undefined;

  constructor(private readonly options: LineEditorOptions) {}

  /** Begins a line: the text that shows the prompt. */
  start(prompt: string): string {
    this.prompt = prompt;
    this.buffer.begin();
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
      const result = this.take(read.key);
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

  /** One key, and what it changed to be undone later: what was typed in one go is one change. */
  private take(key: Key): EditResult {
    const { buffer } = this;
    const { text, cursor } = buffer;
    buffer.nextKey();
    if (key.kind !== 'key' || key.name !== 'last-argument') this.lastArgument = undefined;
    const result = this.search === undefined ? this.press(key) : this.pressInSearch(this.search, key);
    const undoing = key.kind === 'key' && key.name === UNDO;
    const goesOn = key.kind === 'text' && this.lastKey === 'text';
    if (buffer.text !== text && !undoing && !goesOn) buffer.remember(text, cursor);
    return result;
  }

  private press(key: Key): EditResult {
    const { buffer } = this;
    if (key.kind === 'paste') return this.paste(key.text);
    if (key.kind === 'text') {
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
      case 'tab':
        this.completeWord();
        return EDITING;
      case 'list':
        this.list(this.options.complete(buffer.text, buffer.cursor));
        return EDITING;
      case 'up':
      case 'ctrl-p':
        return this.recall(this.historyAt - 1);
      case 'down':
      case 'ctrl-n':
        return this.recall(this.historyAt + 1);
      case 'history-first':
        return this.recall(0);
      case 'history-last':
        return this.recall(this.options.history().length);
      case 'ctrl-r':
      case 'ctrl-s':
        this.beginSearch(key.name === 'ctrl-r' ? 'backward' : 'forward');
        break;
      case 'ctrl-l':
        this.output += '\x1b[H\x1b[2J';
        this.row = 0;
        break;
      case 'last-argument':
        this.insertLastArgument();
        break;
      case UNDO:
        buffer.undo();
        break;
      default: {
        if (key.name === 'ctrl-d' && buffer.text === '') return { kind: 'end', rest: this.takeRest() };
        const move = MOVES[key.name];
        if (move !== undefined) this.moveTo(move(buffer));
        const edit = EDITS[key.name];
        if (edit === undefined) return EDITING;
        const { text, cursor } = buffer;
        edit(buffer, this.lastKey);
        // Drawn anew, the line would wipe out what a program left before the prompt without ending its line.
        if (buffer.text === text && buffer.cursor === cursor) return EDITING;
      }
    }
    this.draw();
    return EDITING;
  }

  /** A paste's lines are run one after the other, as if each had been typed; what follows the last newline stays to be edited. */
  private paste(text: string): EditResult {
    const end = text.indexOf('\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what a paste must not bring along
    this.type((end < 0 ? text : text.slice(0, end)).replace(/[\x00-\x08\x0b-\x1f\x7f]/g, ''));
    if (end < 0) return EDITING;
    const rest = text.slice(end + 1);
    if (rest !== '') this.pending = PASTE_START + rest + PASTE_END + this.pending;
    return this.accept();
  }

  /** The last word of the line before, or, pressed again, of the line before that one. */
  private insertLastArgument(): void {
    const { buffer } = this;
    const history = this.options.history();
    const back = Math.min(history.length, (this.lastArgument?.back ?? 0) + 1);
    const word = history.at(-back)?.trim().split(/\s+/).at(-1) ?? '';
    if (this.lastArgument !== undefined) buffer.remove(buffer.cursor - this.lastArgument.length, buffer.cursor);
    buffer.insert(word);
    this.lastArgument = { back, length: word.length };
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

  private recall(at: number): EditResult {
    const history = this.options.history();
    if (at < 0 || at > history.length) return EDITING;
    if (this.historyAt === history.length) this.draft = this.buffer.text;
    this.historyAt = at;
    this.buffer.set(at === history.length ? this.draft : (history[at] ?? ''));
    this.draw();
    return EDITING;
  }

  private beginSearch(direction: 'forward' | 'backward'): void {
    const { text, cursor } = this.buffer;
    const history = this.options.history();
    this.beforeSearch = text;
    const lines = [...history.slice(0, this.historyAt), text, ...history.slice(this.historyAt + 1)];
    this.search = new HistorySearch(lines, { line: this.historyAt, index: cursor }, direction, this.lastPattern);
  }

  private pressInSearch(search: HistorySearch, key: Key): EditResult {
    const name = key.kind === 'key' ? key.name : undefined;
    if (key.kind !== 'key') search.type(key.text.split('\n', 1)[0] ?? '');
    else if (name === 'ctrl-r') search.again('backward');
    else if (name === 'ctrl-s') search.again('forward');
    else if (name === 'backspace') search.rubOut();
    else return this.endSearch(search, key);
    this.buffer.set(search.line, Math.min(search.index, search.line.length));
    this.draw();
    return EDITING;
  }

  /** Ctrl-G gives back what was typed; Escape leaves the line that was found; every other key acts on it. */
  private endSearch(search: HistorySearch, key: Key): EditResult {
    const name = key.kind === 'key' ? key.name : undefined;
    this.search = undefined;
    if (search.pattern !== '') this.lastPattern = search.pattern;
    if (name === 'ctrl-g' || name === 'ctrl-c') this.buffer.set(this.beforeSearch);
    else if (search.place < this.options.history().length) {
      if (this.historyAt === this.options.history().length) this.draft = this.beforeSearch;
      this.historyAt = search.place;
    }
    this.draw();
    return name === 'ctrl-g' || name === 'escape' ? EDITING : this.press(key);
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
    if (this.lastKey === 'tab') this.list(completion);
  }

  private list({ candidates }: Completion): void {
    if (candidates.length === 0) return;
    this.moveTo(this.buffer.text.length);
    this.output += `\r\n${listing(candidates, this.options.columns())}`;
    this.row = 0;
    this.drawFresh();
  }

  private shownPrompt(): string {
    return this.search?.prompt ?? this.prompt;
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
    // A terminal keeps its cursor at the edge of a full row until something follows. A space, not a new line: the rows stay one line to it.
    if (end.column === 0 && end.row > 0 && !text.endsWith('\n')) this.output += ' \r';
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
