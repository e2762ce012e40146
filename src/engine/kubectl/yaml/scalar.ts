import { needsQuotes } from './resolve.ts';

/** How a string may be written. Models: go.yaml.in/yaml/v2 yaml_emitter_analyze_scalar */
interface Analysis {
  readonly plain: boolean;
  readonly single: boolean;
  readonly literal: boolean;
  readonly multiline: boolean;
}

/** Where a scalar stands. */
interface Place {
  /** Spaces before its further lines. */
  readonly indent: number;
  /** The column of its first character. */
  readonly column: number;
  /** It stands before a colon, so that it may not go over lines. */
  readonly key?: boolean;
}

/** Lines are broken at the first single space after this column. */
const bestWidth = 80;

/** A string as one YAML scalar. Models: go.yaml.in/yaml/v2 encoder.stringv and the emitter's yaml_emitter_select_scalar_style */
export function scalarText(text: string, place: Place): string {
  const may = analyse(text);
  if (text.includes('\n')) return may.literal && !place.key ? literal(text, place.indent) : doubleQuoted(text, place);
  if (needsQuotes(text)) return doubleQuoted(text, place);
  if (may.plain) return folded(text, place, false);
  return may.single ? `'${folded(text, { ...place, column: place.column + 1 }, true)}'` : doubleQuoted(text, place);
}

function folded(text: string, place: Place, quoted: boolean): string {
  let out = '';
  let column = place.column;
  let spaces = false;
  const characters = [...text];
  characters.forEach((character, at) => {
    if (character !== ' ') {
      out += quoted && character === "'" ? "''" : character;
      column += quoted && character === "'" ? 2 : 1;
      spaces = false;
      return;
    }
    const inside = !quoted || (at > 0 && at < characters.length - 1);
    if (!place.key && !spaces && column > bestWidth && inside && characters[at + 1] !== ' ') {
      out += `\n${' '.repeat(place.indent)}`;
      column = place.indent;
    } else {
      out += character;
      column++;
    }
    spaces = true;
  });
  return out;
}

function analyse(text: string): Analysis {
  if (text === '') return { plain: true, single: true, literal: false, multiline: false };
  const characters = [...text];
  let blockIndicators = text.startsWith('---') || text.startsWith('...');
  let special = false;
  let lineBreaks = false;
  let leading = false;
  let trailingSpace = false;
  let trailingBreak = false;
  let breakSpace = false;
  let spaceBreak = false;
  let previousSpace = false;
  let previousBreak = false;
  let precededByBlank = true;
  characters.forEach((character, at) => {
    const first = at === 0;
    const last = at === characters.length - 1;
    const next = characters[at + 1];
    const followedByBlank = next === undefined || isBlank(next) || isBreak(next);
    if (first) {
      if ('#,[]{}&*!|>\'"%@`'.includes(character)) blockIndicators = true;
      else if ('?:-'.includes(character) && followedByBlank) blockIndicators = true;
    } else if ((character === ':' && followedByBlank) || (character === '#' && precededByBlank)) blockIndicators = true;
    if (!isPrintable(character)) special = true;
    if (character === ' ') {
      if (first) leading = true;
      if (last) trailingSpace = true;
      if (previousBreak) breakSpace = true;
      previousSpace = true;
      previousBreak = false;
    } else if (isBreak(character)) {
      lineBreaks = true;
      if (first) leading = true;
      if (last) trailingBreak = true;
      if (previousSpace) spaceBreak = true;
      previousSpace = false;
      previousBreak = true;
    } else {
      previousSpace = false;
      previousBreak = false;
    }
    precededByBlank = isBlank(character) || isBreak(character);
  });
  const unprintable = spaceBreak || special;
  return {
    plain: !(leading || trailingSpace || trailingBreak || breakSpace || unprintable || lineBreaks || blockIndicators),
    single: !(breakSpace || unprintable),
    literal: !(trailingSpace || unprintable),
    multiline: lineBreaks,
  };
}

function literal(text: string, indent: number): string {
  const pad = ' '.repeat(indent);
  const hint = text.startsWith(' ') || text.startsWith('\n') ? '2' : '';
  const chomp = text.endsWith('\n') ? (text === '\n' || text.endsWith('\n\n') ? '+' : '') : '-';
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
}

const ESCAPES: { readonly [character: string]: string | undefined } = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
  '\xa0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function doubleQuoted(text: string, place: Place): string {
  let out = '';
  let column = place.column + 1;
  let spaces = false;
  const characters = [...text];
  characters.forEach((character, at) => {
    const inside = at > 0 && at < characters.length - 1;
    if (character === ' ' && !place.key && !spaces && column > bestWidth && inside) {
      out += `\n${' '.repeat(place.indent)}`;
      column = place.indent;
      if (characters[at + 1] === ' ') {
        out += '\\';
        column++;
      }
    } else {
      const written = escaped(character);
      out += written;
      column += [...written].length;
    }
    spaces = character === ' ';
  });
  return `"${out}"`;
}

function escaped(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined && !(character === '\xa0' && isPrintable(character))) return short;
  return isPrintable(character) ? character : hexEscape(character.codePointAt(0) ?? 0);
}

function hexEscape(code: number): string {
  if (code <= 0xff) return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return `\\U${code.toString(16).toUpperCase().padStart(8, '0')}`;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

function isBreak(character: string): boolean {
  return (
    character === '\n' || character === '\r' || character === '\x85' || character === '\u2028' || character === '\u2029'
  );
}

function isPrintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  if (code < 0xa0 || code === 0xfeff || code === 0xfffe || code === 0xffff) return false;
  return !(code >= 0xd800 && code <= 0xdfff) && code <= 0xffff;
}
