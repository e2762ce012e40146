import { BrokenPipe } from './endings.ts';
import { PieceReader } from './readers.ts';
import type { SharedEnd } from './shared-end.ts';
import type { Reader, Task, Wait, Writer } from './types.ts';

/** Beyond this many characters unread, the writer's next `breathe` waits for the reader. */
const FULL = 65536;

/** Text on its way from one process to another. */
class Pipe {
  private pieces: string[] = [];
  private size = 0;
  private readers = 1;
  private writers = 1;
  private readonly waiting = new Set<() => void>();

  readonly data: Wait = { on: 'pipe', start: (wake) => this.listen(wake) };

  *take(): Task<string | undefined> {
    while (this.pieces.length === 0) {
      if (this.writers === 0) return undefined;
      yield this.data;
    }
    const text = this.pieces.length === 1 ? (this.pieces[0] ?? '') : this.pieces.join('');
    this.pieces = [];
    this.size = 0;
    this.tell();
    return text;
  }

  put(text: string): void {
    if (this.readers === 0) throw new BrokenPipe();
    if (text === '') return;
    this.pieces.push(text);
    this.size += text.length;
    if (this.pieces.length === 1) this.tell();
  }

  isFull(): boolean {
    return this.size >= FULL && this.readers > 0;
  }

  change(end: 'readers' | 'writers', by: 1 | -1): void {
    this[end] += by;
    if (this[end] === 0) this.tell();
  }

  private listen(wake: () => void): () => void {
    this.waiting.add(wake);
    return () => this.waiting.delete(wake);
  }

  private tell(): void {
    if (this.waiting.size === 0) return;
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }
}

class PipeReader extends PieceReader implements SharedEnd {
  constructor(private readonly pipe: Pipe) {
    super();
  }
  protected next(): Task<string | undefined> {
    return this.pipe.take();
  }
  retain(): void {
    this.pipe.change('readers', 1);
  }
  release(): void {
    this.pipe.change('readers', -1);
  }
}

/** The writing end of a pipe. */
export class PipeWriter implements Writer, SharedEnd {
  readonly isTerminal = false;
  constructor(private readonly pipe: Pipe) {}
  write(text: string): void {
    this.pipe.put(text);
  }
  retain(): void {
    this.pipe.change('writers', 1);
  }
  release(): void {
    this.pipe.change('writers', -1);
  }
  /** What to wait for while the reader lags behind; undefined when there is room. */
  fullness(): Wait | undefined {
    return this.pipe.isFull() ? this.pipe.data : undefined;
  }
}

/** A pipe. Both ends are held once, by the caller, who lets go with `release`. */
export function createPipe(): { readonly reader: Reader & SharedEnd; readonly writer: PipeWriter } {
  const pipe = new Pipe();
  return { reader: new PipeReader(pipe), writer: new PipeWriter(pipe) };
}
