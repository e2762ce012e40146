/** One step on the way from a document's top to a place in it: a key, or an item of a list. */
export type Step = { readonly key: string } | 'item';

/** Where in a manifest something is being written. */
export interface Place {
  /** The document's own text. */
  readonly document: string;
  /** The way to the mapping or list that the place is in; to the value, where one is written. */
  readonly path: readonly Step[];
  /** A key (or a list's item) is being written, or the value of the path's last key. */
  readonly at: 'key' | 'value';
  /** What stands there up to the place. */
  readonly typed: string;
  /** What stands there as a whole, and where it begins and ends in the text. */
  readonly word: string;
  readonly from: number;
  readonly to: number;
  /** The column of the key or value, counted from 0. */
  readonly column: number;
  /** The other keys of the same mapping. */
  readonly siblings: readonly string[];
}

interface Token {
  readonly kind: 'dash' | 'key';
  readonly column: number;
  readonly key: string;
}

interface Line {
  readonly tokens: readonly Token[];
  /** Where what follows dashes and key begins. */
  readonly rest: number;
  readonly text: string;
}

const BLANK = /^\s*(#.*)?$/;
const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#:'"[\]{},&*!|>%@`-][^:#]*?|-[^\s:#][^:#]*?)\s*:(?=\s|$)/;

function unquoted(key: string): string {
  return /^(['"]).*\1$/.test(key) ? key.slice(1, -1) : key;
}

function readLine(text: string): Line {
  const tokens: Token[] = [];
  let at = text.length - text.trimStart().length;
  for (;;) {
    const dash = /^-(\s+|$)/.exec(text.slice(at));
    if (dash === null) break;
    tokens.push({ kind: 'dash', column: at, key: '' });
    at += dash[0].length;
  }
  const key = KEY.exec(text.slice(at));
  if (key !== null) {
    tokens.push({ kind: 'key', column: at, key: unquoted(key[1] ?? '') });
    at += key[0].length;
    at += text.slice(at).length - text.slice(at).trimStart().length;
  }
  return { tokens, rest: at, text };
}

/** Where the document around an offset begins and ends. */
function bounds(text: string, offset: number): { readonly start: number; readonly end: number } {
  let start = 0;
  for (const mark of text.matchAll(/^---(?:[ \t].*)?$\n?/gm)) {
    const after = mark.index + mark[0].length;
    if (after > offset) return { start, end: mark.index };
    start = after;
  }
  return { start, end: text.length };
}

/** Walks up from a line to the top. Undefined inside of a block of text (`|`, `>`). */
function wayTo(lines: readonly Line[], from: number, column: number, inItem: boolean): readonly Step[] | undefined {
  const path: Step[] = [];
  let limit = column;
  let isItem = inItem;
  for (let at = from; at >= 0; at--) {
    const line = lines[at];
    if (line === undefined) continue;
    for (let which = line.tokens.length - 1; which >= 0; which--) {
      const token = line.tokens[which];
      if (token === undefined) continue;
      const holds = token.column < limit || (token.kind === 'key' && isItem && token.column === limit);
      if (!holds) continue;
      if (token.kind === 'key' && /^[|>][-+0-9]*\s*(#.*)?$/.test(line.text.slice(line.rest))) return undefined;
      path.unshift(token.kind === 'dash' ? 'item' : { key: token.key });
      limit = token.column;
      isItem = token.kind === 'dash';
    }
  }
  return path;
}

/** The keys that stand in the same mapping as a place. */
function siblingsOf(lines: readonly Line[], at: number, column: number): readonly string[] {
  const keys: string[] = [];
  const look = (step: -1 | 1): void => {
    for (let line = at; line >= 0 && line < lines.length; line += step) {
      const { tokens, text } = lines[line] ?? { tokens: [], text: '' };
      if (line !== at && !BLANK.test(text)) {
        const indent = text.length - text.trimStart().length;
        const key = tokens.find((token) => token.kind === 'key' && token.column === column);
        const opens = tokens.some((token) => token.kind === 'dash' && token.column < column);
        if (step === 1 && (indent < column || (opens && indent < column))) return;
        if (key !== undefined) keys.push(key.key);
        if (step === -1 && indent < column) return;
      } else if (line === at && step === -1 && tokens.some((token) => token.kind === 'dash')) return;
    }
  };
  look(-1);
  look(1);
  return keys;
}

/** What is being written at an offset of a YAML text, told from its lines: texts that are not whole yet have a place, too. */
export function placeAt(text: string, offset: number): Place | undefined {
  const { start, end } = bounds(text, offset);
  const document = text.slice(start, end);
  const lineStart = Math.max(start, text.lastIndexOf('\n', offset - 1) + 1);
  const rawEnd = text.indexOf('\n', offset);
  const lineEnd = rawEnd < 0 ? text.length : rawEnd;
  const lines = document.split('\n').map(readLine);
  const number = text.slice(start, lineStart).split('\n').length - 1;
  const line = lines[number] ?? readLine('');
  const column = offset - lineStart;
  if (/(^|\s)#/.test(line.text.slice(0, column))) return undefined;
  const last = line.tokens.at(-1);
  const dashes = line.tokens.filter(({ kind }) => kind === 'dash');
  const firstDash = dashes[0]?.column;
  const onKey = last?.kind !== 'key' || column <= last.column + keyLength(line, last);
  const content = last?.kind === 'key' ? last.column : line.rest;
  if (column < content && last?.kind !== undefined && line.text.trim() !== '') return undefined;
  // a line that is blank so far stands where the cursor is
  const own = line.text.trim() === '' ? column : content;
  const above = wayTo(lines, number - 1, firstDash ?? own, firstDash !== undefined);
  if (above === undefined) return undefined;
  const path: Step[] = [...above, ...dashes.map((): Step => 'item')];
  const siblings = siblingsOf(lines, number, own);
  if (onKey) {
    const word =
      last?.kind === 'key'
        ? last.key
        : line.text
            .slice(own)
            .replace(/\s+#.*$/, '')
            .trimEnd();
    const from = lineStart + own;
    return {
      document,
      path,
      at: 'key',
      typed: line.text.slice(own, column),
      word,
      from,
      to: Math.min(lineEnd, from + word.length),
      column: own,
      siblings,
    };
  }
  const value = line.text.slice(line.rest).replace(/\s+#.*$/, '');
  const begin = Math.min(line.rest, column);
  return {
    document,
    path: [...path, { key: last.key }],
    at: 'value',
    typed: line.text.slice(begin, column),
    word: value,
    from: lineStart + begin,
    to: lineStart + Math.max(begin, line.rest + value.length),
    column: begin,
    siblings,
  };
}

function keyLength(line: Line, token: Token): number {
  return KEY.exec(line.text.slice(token.column))?.[1]?.length ?? 0;
}
