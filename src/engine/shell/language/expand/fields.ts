import { escapePattern } from '../pattern.ts';

/** A stretch of an expanded word. `split`: the result of an unquoted expansion, to be cut at IFS. */
export interface Piece {
  readonly text: string;
  readonly quoted: boolean;
  readonly split: boolean;
}

/** Between the parameters of `"$@"`: the next field begins here. */
export const FIELD_BREAK = Symbol('field break');

export type Pieces = (Piece | typeof FIELD_BREAK)[];

/** A field with the pattern it is for file names (quoted characters escaped); no pattern when nothing in it is a wildcard. */
export interface Field {
  readonly text: string;
  readonly pattern: string | undefined;
}

class FieldBuilder {
  readonly fields: Field[] = [];
  private text = '';
  private pattern = '';
  private wild = false;
  private open = false;

  add(text: string, quoted: boolean): void {
    this.open = true;
    this.text += text;
    if (quoted) this.pattern += escapePattern(text);
    else {
      this.pattern += text;
      this.wild ||= /[*?[]|[+@!]\(/.test(text);
    }
  }

  isOpen(): boolean {
    return this.open;
  }

  close(): void {
    if (!this.open) return;
    this.fields.push({ text: this.text, pattern: this.wild ? this.pattern : undefined });
    this.text = '';
    this.pattern = '';
    this.wild = false;
    this.open = false;
  }
}

/** Cuts pieces into fields as POSIX 2.6.5 says: IFS white space runs separate, other IFS characters each end a field. */
export function splitFields(pieces: Pieces, ifs: string): readonly Field[] {
  const builder = new FieldBuilder();
  for (const piece of pieces) {
    if (piece === FIELD_BREAK) builder.close();
    else if (!piece.split) builder.add(piece.text, piece.quoted);
    else splitPiece(builder, piece.text, ifs);
  }
  builder.close();
  return builder.fields;
}

function splitPiece(builder: FieldBuilder, text: string, ifs: string): void {
  if (ifs === '') {
    if (text !== '') builder.add(text, false);
    return;
  }
  let at = 0;
  while (at < text.length) {
    const start = at;
    while (at < text.length && !ifs.includes(text.charAt(at))) at++;
    if (at > start) builder.add(text.slice(start, at), false);
    if (at >= text.length) return;
    at = skipBlank(text, at, ifs);
    const hard = at < text.length && ifs.includes(text.charAt(at));
    if (hard) {
      if (!builder.isOpen()) builder.add('', true);
      at = skipBlank(text, at + 1, ifs);
    }
    builder.close();
  }
}

function skipBlank(text: string, from: number, ifs: string): number {
  let at = from;
  while (at < text.length && ' \t\n'.includes(text.charAt(at)) && ifs.includes(text.charAt(at))) at++;
  return at;
}
