import type { ParsedScript, ParseError } from 'unbash';
import { parse } from 'unbash';
import type { Flavour } from './flavour.ts';

const cache = new Map<string, ParsedScript>();
const CACHE_LIMIT = 300;
/** Longer scripts are not remembered. */
const CACHED_LENGTH = 10_000;

/** Parses a script. Scripts are remembered by their text: a thousand pods run the same one. */
export function parseScript(source: string): ParsedScript {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const script = parse(source);
  if (source.length <= CACHED_LENGTH) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(source, script);
  }
  return script;
}

/** The 1-based line of a position. */
export function lineAt(source: string, position: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < position; at = source.indexOf('\n', at + 1)) line++;
  return line;
}

/** True when more lines could complete the input: an open quote, a missing `fi`, a here-document without its end, a final backslash. */
export function isIncomplete(source: string): boolean {
  const script = parseScript(source);
  if (/(^|[^\\])(\\\\)*\\\n?$/.test(source)) return true;
  const end = source.trimEnd().length;
  for (const error of script.errors ?? []) {
    if (/^unterminated/.test(error.message)) return true;
    if (/^expected /.test(error.message) && error.pos >= end) return true;
  }
  return /<<-?\s*['"\\]?\w/.test(source) && hasOpenHereDocument(script);
}

function hasOpenHereDocument(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(hasOpenHereDocument);
  if ('type' in node && node.type === 'HereDoc') return 'closing' in node && node.closing === undefined;
  return Object.values(node).some(hasOpenHereDocument);
}

/** A syntax error as the shell words it, without the shell's name; the line is where it stands. */
export function syntaxMessage(
  flavour: Flavour,
  source: string,
  error: ParseError,
): { readonly line: number; readonly texts: readonly string[] } {
  const line = lineAt(source, error.pos);
  const unterminated = /^unterminated (.*)/.exec(error.message)?.[1];
  const expecting = /^expected '([^']+)'/.exec(error.message)?.[1];
  const token = tokenAt(source, error.pos);
  if (flavour === 'bash') {
    if (unterminated !== undefined) {
      return { line, texts: [`unexpected EOF while looking for matching \`${matching(unterminated)}'`] };
    }
    if (token === undefined) return { line: line + 1, texts: ['syntax error: unexpected end of file'] };
    return {
      line,
      texts: [
        `syntax error near unexpected token \`${token === '\n' ? 'newline' : token}'`,
        `\`${lineText(source, line)}'`,
      ],
    };
  }
  const found =
    unterminated !== undefined && /quote/.test(unterminated)
      ? undefined
      : token === undefined
        ? 'end of file'
        : token === '\n'
          ? 'newline'
          : `"${token}"`;
  if (found === undefined) {
    return {
      line,
      texts: [
        flavour === 'dash' ? 'Syntax error: Unterminated quoted string' : 'syntax error: unterminated quoted string',
      ],
    };
  }
  const wants = unterminated !== undefined ? matching(unterminated) : expecting;
  const tail = wants === undefined ? '' : ` (expecting "${wants}")`;
  return {
    line,
    texts: [
      flavour === 'dash' ? `Syntax error: ${found} unexpected${tail}` : `syntax error: unexpected ${found}${tail}`,
    ],
  };
}

function matching(what: string): string {
  if (what.includes('double')) return '"';
  if (what.includes('single')) return "'";
  if (what.includes('backtick') || what.includes('backquote')) return '`';
  if (what.includes('parameter') || what.includes('brace')) return '}';
  return ')';
}

function tokenAt(source: string, position: number): string | undefined {
  const match = /^[ \t]*(\n|;;|&&|\|\||[;&|()<>]|[^\s;&|()<>]+)/.exec(source.slice(position));
  return match?.[1];
}

function lineText(source: string, line: number): string {
  return source.split('\n')[line - 1] ?? '';
}
