import { TemplateError } from './node.ts';

/** One action's words, or the text between actions. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'action';
      readonly tokens: readonly Token[];
      readonly source: string;
      readonly line: number;
      readonly column: number;
    };

/** A word inside an action. `spaceBefore` tells `a .b` from `a.b`. */
export interface Token {
  readonly kind: 'field' | 'variable' | 'word' | 'number' | 'string' | 'char' | 'symbol' | 'dot';
  readonly text: string;
  readonly spaceBefore: boolean;
  /** Characters from the beginning of its line. */
  readonly column: number;
}

const TOKEN =
  /^(?:(?<space>[ \t\r\n]+)|(?<field>\.[A-Za-z_]\w*)|(?<variable>\$\w*)|(?<number>[-+]?(?:0[xX][0-9a-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+))|(?<dot>\.)|(?<word>[A-Za-z_]\w*)|(?<string>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?<char>'(?:[^'\\\n]|\\.)+')|(?<symbol>:=|[|(),=]))/;

/** Splits a template into text and actions, with `{{-` and `-}}` trimming and comments left out. Models: text/template/parse/lex.go */
export function lexTemplate(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trim = false;
  const places = new Places(source);
  while (at < source.length) {
    const open = source.indexOf('{{', at);
    let text = open < 0 ? source.slice(at) : source.slice(at, open);
    if (trim) text = text.trimStart();
    const line = places.at(open < 0 ? source.length : open).line;
    const trimsLeft = open >= 0 && /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4));
    if (trimsLeft) text = text.trimEnd();
    if (text !== '') pieces.push({ type: 'text', text });
    if (open < 0) break;
    let inside = open + 2 + (trimsLeft ? 2 : 0);
    const comment = /^\s*\/\*/.exec(source.slice(inside));
    if (comment !== null) {
      const end = source.indexOf('*/', inside);
      if (end < 0) throw new TemplateError(`template: output:${line}: unclosed comment`);
      const close = /^\*\/( -)?\}\}/.exec(source.slice(end));
      if (close === null) throw new TemplateError(`template: output:${line}: comment ends before closing delimiter`);
      trim = close[1] !== undefined;
      at = end + close[0].length;
      continue;
    }
    const tokens: Token[] = [];
    const from = inside;
    const openColumn = places.at(open).column;
    let spaceBefore = true;
    for (;;) {
      const rest = source.slice(inside);
      const close = /^(?:[ \t\r\n]+-\}\}|\}\})/.exec(rest);
      if (close !== null) {
        trim = close[0].includes('-');
        pieces.push({
          type: 'action',
          tokens,
          source: source.slice(from, inside).trim(),
          line,
          column: openColumn + 2,
        });
        at = inside + close[0].length;
        break;
      }
      if (rest === '') throw new TemplateError(`template: output:${line}: unclosed action`);
      const match = TOKEN.exec(rest);
      const groups = match?.groups;
      if (match === null || groups === undefined) throw new TemplateError(lexFault(rest, line));
      inside += match[0].length;
      const kind = Object.keys(groups).find((name) => groups[name] !== undefined) ?? 'space';
      if (kind === 'space') spaceBefore = true;
      else {
        const start = inside - match[0].length;
        const { column } = places.at(start);
        tokens.push({ kind: kind as Token['kind'], text: match[0], spaceBefore, column });
        spaceBefore = false;
      }
    }
  }
  return pieces;
}

/** Lines, from 1, and columns, from 0, of places that are asked for in order. */
class Places {
  private line = 1;
  private begins = 0;
  private next: number;

  constructor(private readonly source: string) {
    this.next = source.indexOf('\n');
  }

  at(place: number): { readonly line: number; readonly column: number } {
    while (this.next >= 0 && this.next < place) {
      this.line++;
      this.begins = this.next + 1;
      this.next = this.source.indexOf('\n', this.begins);
    }
    return { line: this.line, column: place - this.begins };
  }
}

function lexFault(rest: string, line: number): string {
  const first = rest[0] ?? '';
  if (first === '"') return `template: output:${line}: unterminated quoted string`;
  if (first === "'") return `template: output:${line}: unterminated character constant`;
  if (first === '`') return `template: output:${line}: unterminated raw quoted string`;
  const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `template: output:${line}: unexpected bad character U+${code} '${first}' in command`;
}
