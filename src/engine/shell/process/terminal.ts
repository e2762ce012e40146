import { characterWidth } from '../terminal/width.ts';
import { PieceReader } from './readers.ts';
import { SIGINT, SIGQUIT, SIGTSTP } from './signals.ts';
import type { ProcessTerminal, Reader, Task, Wait, Writer } from './types.ts';

/** What a terminal is connected to. */
export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  /** Everything to show, line ends as CR LF. */
  readonly output: (text: string) => void;
  /** Sends a signal to the process group in the foreground. */
  readonly signal: (group: number, signal: number) => void;
}

/** A page marks pastes for line editors; a program that reads lines gets the text alone. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what escape sequences are made of
const PASTE_MARKS = /\x1b\[20[01]~/g;

/** Makes a terminal. */
export function createTerminal(options: TerminalOptions): Terminal {
  return new Terminal(options);
}

/**
 * A terminal with the kernel's line discipline. Cooked (the start): input is echoed and edited (Backspace, Ctrl-U, Ctrl-W), handed over
 * by lines, Ctrl-C, Ctrl-\ and Ctrl-Z signal the foreground group, Ctrl-D ends input. Raw: input is handed over as it comes.
 */
export class Terminal implements ProcessTerminal {
  columns: number;
  rows: number;
  /** The process group that Ctrl-C reaches. */
  foreground = 0;
  readonly reader: Reader;
  readonly writer: Writer;
  private raw = false;
  /** Whether line feeds that are printed begin a line. */
  private endsLines = true;
  private ended = false;
  /** The line being typed, in cooked mode. */
  private line = '';
  /** Lines handed over and not read yet. An empty piece is an end of input (Ctrl-D). */
  private readonly ready: string[] = [];
  /** Keys that nobody has looked at: they become lines when a program reads in cooked mode. */
  private typed = '';
  private readonly waiting = new Set<() => void>();
  private readonly resizeListeners = new Set<() => void>();

  constructor(private readonly options: TerminalOptions) {
    this.columns = options.columns;
    this.rows = options.rows;
    this.reader = new TerminalReader(this);
    this.writer = { isTerminal: true, write: (text) => this.write(text) };
  }

  /** Keys typed (or pasted) by the person, as xterm sends them. */
  input(text: string): void {
    if (!this.raw && (this.typed === '' || text.includes('\x03'))) {
      this.cook(text);
      return;
    }
    this.typed += text;
    this.tell();
  }

  /** Gives back input that a line editor took and did not use. */
  unread(text: string): void {
    this.typed = text + this.typed;
  }

  /** No more input will come. */
  hangUp(): void {
    this.ended = true;
    this.tell();
  }

  setRaw(raw: boolean, endsLines = !raw): void {
    this.endsLines = endsLines;
    if (this.raw === raw) return;
    this.raw = raw;
    if (!raw) return;
    const pending = this.ready.splice(0).join('') + this.line;
    this.line = '';
    this.typed = pending.replaceAll('\n', '\r') + this.typed;
  }

  isRaw(): boolean {
    return this.raw;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    for (const listener of [...this.resizeListeners]) listener();
  }

  onResize(resized: () => void): () => void {
    this.resizeListeners.add(resized);
    return () => this.resizeListeners.delete(resized);
  }

  /** What Ctrl-C does, for a host that has a button for it. */
  interrupt(): void {
    this.input('\x03');
  }

  *take(): Task<string | undefined> {
    for (;;) {
      if (!this.raw && this.ready.length === 0 && this.typed !== '') this.cook(this.takeTyped());
      const piece = this.ready.shift();
      if (piece !== undefined) return piece === '' ? undefined : piece;
      if (this.raw && this.typed !== '') return this.takeTyped();
      if (this.ended) return undefined;
      yield this.inputWait;
    }
  }

  private takeTyped(): string {
    const { typed } = this;
    this.typed = '';
    return typed;
  }

  private readonly inputWait: Wait = {
    on: 'host',
    start: (wake) => {
      this.waiting.add(wake);
      return () => this.waiting.delete(wake);
    },
  };

  private write(text: string): void {
    this.options.output(this.endsLines ? text.replace(/\r?\n/g, '\r\n') : text);
  }

  private cook(text: string): void {
    for (const key of text.replace(PASTE_MARKS, '').replaceAll('\r\n', '\r')) {
      switch (key) {
        case '\r':
        case '\n':
          this.write('\n');
          this.hand(`${this.line}\n`);
          this.line = '';
          break;
        case '\x03':
        case '\x1c':
        case '\x1a':
          this.write(key === '\x03' ? '^C' : key === '\x1c' ? '^\\' : '^Z');
          this.line = '';
          this.ready.length = 0;
          this.typed = '';
          this.options.signal(this.foreground, key === '\x03' ? SIGINT : key === '\x1c' ? SIGQUIT : SIGTSTP);
          break;
        case '\x04':
          this.hand(this.line);
          this.line = '';
          break;
        case '\x7f':
        case '\b':
          this.rubOut(1);
          break;
        case '\x15':
          this.rubOut(this.line.length);
          break;
        case '\x17':
          this.rubOut(this.line.length - this.line.replace(/\S*\s*$/, '').length);
          break;
        default:
          this.line += key;
          this.write(key === '\t' || key >= ' ' ? key : `^${String.fromCharCode(key.charCodeAt(0) + 64)}`);
      }
    }
  }

  private rubOut(count: number): void {
    const kept = [...this.line];
    for (let at = 0; at < count && kept.length > 0; at++) {
      const gone = kept.pop() ?? '';
      const width = characterWidth(gone);
      this.write('\b'.repeat(width) + ' '.repeat(width) + '\b'.repeat(width));
    }
    this.line = kept.join('');
  }

  private hand(piece: string): void {
    this.ready.push(piece);
    this.tell();
  }

  private tell(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }
}

class TerminalReader extends PieceReader {
  override readonly isTerminal = true;
  constructor(private readonly terminal: Terminal) {
    super();
  }
  protected next(): Task<string | undefined> {
    return this.terminal.take();
  }
}
