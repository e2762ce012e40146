import { KillRing } from './kill-ring.ts';

/** The line being edited: text with a cursor (in UTF-16 units), what was cut, and what it was before. */
export class EditBuffer {
  text = '';
  cursor = 0;
  private readonly ring = new KillRing();
  private cutBefore = false;
  private cutNow = false;
  /** What Ctrl-Y or Alt-Y has put in, while nothing else was done. */
  private yanked: { readonly from: number; readonly to: number } | undefined;
  private readonly past: { readonly text: string; readonly cursor: number }[] = [];

  /** A line begins anew: there is nothing to undo. */
  begin(): void {
    this.set('');
    this.past.length = 0;
    this.yanked = undefined;
    this.cutNow = false;
  }

  /** Another key: cuts that follow each other become one. */
  nextKey(): void {
    this.cutBefore = this.cutNow;
    this.cutNow = false;
  }

  set(text: string, cursor = text.length): void {
    this.text = text;
    this.cursor = cursor;
  }

  insert(piece: string): void {
    this.text = this.text.slice(0, this.cursor) + piece + this.text.slice(this.cursor);
    this.cursor += piece.length;
  }

  /** Removes what stands between two places. */
  remove(from: number, to: number): void {
    this.text = this.text.slice(0, from) + this.text.slice(to);
    this.cursor = from;
  }

  /** Cuts what stands between two places: Ctrl-Y puts it back. */
  cut(from: number, to: number, direction: 'forward' | 'backward'): void {
    this.ring.add(this.text.slice(from, to), direction, this.cutBefore);
    this.cutNow = true;
    this.remove(from, to);
  }

  yank(): void {
    this.put(this.ring.newest());
  }

  /** Puts an earlier cut in place of the one that was just put in. */
  yankEarlier(after: boolean): void {
    if (!after || this.yanked === undefined) return;
    this.remove(this.yanked.from, this.yanked.to);
    this.put(this.ring.before());
  }

  private put(text: string): void {
    const from = this.cursor;
    this.insert(text);
    this.yanked = { from, to: this.cursor };
  }

  /** Remembers how the line was, for `undo`. */
  remember(text: string, cursor: number): void {
    this.past.push({ text, cursor });
  }

  undo(): void {
    const before = this.past.pop();
    if (before !== undefined) this.set(before.text, before.cursor);
  }

  left(): number {
    const code = this.text.charCodeAt(this.cursor - 1);
    return Math.max(0, this.cursor - (code >= 0xdc00 && code < 0xe000 ? 2 : 1));
  }

  right(): number {
    const code = this.text.charCodeAt(this.cursor);
    return Math.min(this.text.length, this.cursor + (code >= 0xd800 && code < 0xdc00 ? 2 : 1));
  }

  wordLeft(): number {
    let at = this.cursor;
    while (at > 0 && !isWord(this.text.charAt(at - 1))) at--;
    while (at > 0 && isWord(this.text.charAt(at - 1))) at--;
    return at;
  }

  wordRight(): number {
    let at = this.cursor;
    while (at < this.text.length && !isWord(this.text.charAt(at))) at++;
    while (at < this.text.length && isWord(this.text.charAt(at))) at++;
    return at;
  }

  /** As Ctrl-W: words are what blanks part. */
  blankWordLeft(): number {
    let at = this.cursor;
    while (at > 0 && /\s/.test(this.text.charAt(at - 1))) at--;
    while (at > 0 && !/\s/.test(this.text.charAt(at - 1))) at--;
    return at;
  }
}

function isWord(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}
