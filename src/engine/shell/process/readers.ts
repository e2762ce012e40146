import type { FileSystem } from '../files/types.ts';
import type { Reader, Task } from './types.ts';

/**
 * A reader over pieces: cuts lines out of them. What one process leaves unread stays for the next that reads the same end.
 */
export abstract class PieceReader implements Reader {
  readonly isTerminal: boolean = false;
  private unread = '';

  /** The next piece, never empty; undefined at the end. */
  protected abstract next(): Task<string | undefined>;

  *read(): Task<string | undefined> {
    if (this.unread !== '') {
      const text = this.unread;
      this.unread = '';
      return text;
    }
    return yield* this.next();
  }

  *readLine(): Task<string | undefined> {
    let from = 0;
    for (;;) {
      const at = this.unread.indexOf('\n', from);
      if (at >= 0) {
        const line = this.unread.slice(0, at + 1);
        this.unread = this.unread.slice(at + 1);
        return line;
      }
      from = this.unread.length;
      const piece = yield* this.next();
      if (piece === undefined) {
        const rest = this.unread;
        this.unread = '';
        return rest === '' ? undefined : rest;
      }
      this.unread += piece;
    }
  }

  *readAll(): Task<string> {
    const pieces = [this.unread];
    this.unread = '';
    for (;;) {
      const piece = yield* this.next();
      if (piece === undefined) return pieces.join('');
      pieces.push(piece);
    }
  }
}

class TextReader extends PieceReader {
  constructor(private text: string) {
    super();
  }
  // biome-ignore lint/correctness/useYield: text in memory never waits
  protected *next(): Task<string | undefined> {
    const text = this.text;
    this.text = '';
    return text === '' ? undefined : text;
  }
}

/** Reads a text: a here-document. */
export function textReader(text: string): Reader {
  return new TextReader(text);
}

/** Nothing to read: `/dev/null`. */
export const emptyReader: Reader = new TextReader('');

class FileReader extends PieceReader {
  private at = 0;
  constructor(
    private readonly fs: FileSystem,
    private readonly path: string,
  ) {
    super();
  }
  // biome-ignore lint/correctness/useYield: files in memory never wait
  protected *next(): Task<string | undefined> {
    if (!this.fs.exists(this.path)) return undefined;
    const content = this.fs.read(this.path);
    const piece = content.slice(this.at);
    this.at = content.length;
    return piece === '' ? undefined : piece;
  }
}

/** Reads a file; throws when it is not there or is a directory. */
export function fileReader(fs: FileSystem, path: string): Reader {
  fs.read(path);
  return new FileReader(fs, path);
}

class ZeroReader extends PieceReader {
  constructor(private readonly allowed: () => void) {
    super();
  }
  // biome-ignore lint/correctness/useYield: zeroes are always there
  protected *next(): Task<string | undefined> {
    this.allowed();
    return ZEROES;
  }
}

const ZEROES = '\0'.repeat(65536);

/** Whether a reader never ends. */
export function isEndless(reader: Reader): boolean {
  return reader instanceof ZeroReader;
}

/** Endless zeroes: `/dev/zero`. `step` is called for each piece. */
export function zeroReader(step: () => void): Reader {
  return new ZeroReader(step);
}
