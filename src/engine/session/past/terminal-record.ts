/** So much text is kept of one terminal, characters. */
const MOST_KEPT = 1_000_000;
/** So much of it is shown of a moment: far more than a screen with its scrollback. */
const MOST_SHOWN = 100_000;

/** A terminal as it was: its size, and the text that a screen which reads it would show. */
export interface TerminalThen {
  readonly terminal: number;
  readonly columns: number;
  readonly rows: number;
  readonly text: string;
}

interface Piece {
  readonly atMs: number;
  text: string;
}

/** What one terminal printed and when, from its last opening on. */
class Reel {
  pieces: Piece[] = [];
  sizes: { readonly atMs: number; readonly columns: number; readonly rows: number }[] = [];
  length = 0;
  closedMs = Number.POSITIVE_INFINITY;

  constructor(readonly openedMs: number) {}

  print(atMs: number, text: string): void {
    const last = this.pieces[this.pieces.length - 1];
    if (last !== undefined && last.atMs === atMs) last.text += text;
    else this.pieces.push({ atMs, text });
    this.length += text.length;
    if (this.length > MOST_KEPT * 1.25) this.forget();
  }

  private forget(): void {
    let drop = 0;
    for (; drop < this.pieces.length - 1 && this.length > MOST_KEPT; drop++)
      this.length -= this.pieces[drop]?.text.length ?? 0;
    this.pieces = this.pieces.slice(drop);
  }

  /** The place of the first piece that was printed later. */
  after(atMs: number): number {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.pieces[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  textAt(atMs: number): string {
    let from = this.after(atMs);
    const end = from;
    for (let length = 0; from > 0 && length < MOST_SHOWN; length += this.pieces[--from]?.text.length ?? 0);
    const text = this.pieces
      .slice(from, end)
      .map((piece) => piece.text)
      .join('');
    if (text.length <= MOST_SHOWN) return text;
    // A whole line to begin with, and no half of an escape sequence.
    const cut = text.indexOf('\n', text.length - MOST_SHOWN);
    return text.slice(cut + 1);
  }
}

/** What the learner's terminals showed at any moment of the session. Bounded: the oldest text is forgotten. */
export class TerminalRecord {
  private readonly reels = new Map<number, Reel[]>();

  opened(terminal: number, atMs: number, columns: number, rows: number): void {
    const reel = new Reel(atMs);
    reel.sizes.push({ atMs, columns, rows });
    this.closed(terminal, atMs);
    // The one before is kept: somebody may look back to it.
    this.reels.set(terminal, [...(this.reels.get(terminal) ?? []).slice(-1), reel]);
  }

  resized(terminal: number, atMs: number, columns: number, rows: number): void {
    this.last(terminal)?.sizes.push({ atMs, columns, rows });
  }

  closed(terminal: number, atMs: number): void {
    const reel = this.last(terminal);
    if (reel !== undefined) reel.closedMs = Math.min(reel.closedMs, atMs);
  }

  printed(terminal: number, atMs: number, text: string): void {
    this.last(terminal)?.print(atMs, text);
  }

  /** The terminals that were open at a moment, by number. */
  at(atMs: number): readonly TerminalThen[] {
    const found: TerminalThen[] = [];
    for (const [terminal, reels] of [...this.reels].sort(([a], [b]) => a - b)) {
      const reel = reels.findLast((each) => each.openedMs <= atMs && atMs < each.closedMs);
      const size = reel?.sizes.findLast((each) => each.atMs <= atMs);
      if (reel !== undefined && size !== undefined)
        found.push({ terminal, columns: size.columns, rows: size.rows, text: reel.textAt(atMs) });
    }
    return found;
  }

  private last(terminal: number): Reel | undefined {
    const reels = this.reels.get(terminal);
    return reels?.[reels.length - 1];
  }
}
