/** The line being edited: text with a cursor (in UTF-16 units), and what was cut last. */
export class EditBuffer {
  text = '';
  cursor = 0;
  private killed = '';

  set(text: string, cursor = text.length): void {
    this.text = text;
    this.cursor = cursor;
  }

  insert(piece: string): void {
    this.text = this.text.slice(0, this.cursor) + piece + this.text.slice(this.cursor);
    this.cursor += piece.length;
  }

  /** Removes what stands between two places; `keep`: can be put back with `yank`. */
  remove(from: number, to: number, keep = false): void {
    if (keep && to > from) this.killed = this.text.slice(from, to);
    this.text = this.text.slice(0, from) + this.text.slice(to);
    this.cursor = from;
  }

  yank(): void {
    this.insert(this.killed);
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
