import { BoundedRegExp } from '../../cluster/regexp/bounded.ts';
import { bracket } from './pattern.ts';

/** How a POSIX regular expression is read. */
export interface RegExpOptions {
  /** ERE and not BRE. */
  readonly extended: boolean;
  readonly ignoreCase: boolean;
  /** Take it literally. */
  readonly fixed?: boolean;
  /** Only whole words. */
  readonly word?: boolean;
  /** Only whole lines. */
  readonly line?: boolean;
  readonly global?: boolean;
}

const cache = new Map<string, RegExp | string>();
const CACHE_LIMIT = 300;

/** A POSIX (GNU) regular expression as one of the host's; a text says what is wrong with it. */
export function compileRegExp(source: string, options: RegExpOptions): RegExp | string {
  const key = `${options.extended}${options.ignoreCase}${options.fixed}${options.word}${options.line}${options.global}/${source}`;
  let known = cache.get(key);
  if (known === undefined) {
    known = compile(source, options);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, known);
  }
  if (typeof known !== 'string') known.lastIndex = 0;
  return known;
}

function compile(source: string, options: RegExpOptions): RegExp | string {
  let body: string;
  if (options.fixed === true) body = source.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  else {
    const translated = translate(source, options.extended);
    if ('error' in translated) return translated.error;
    body = translated.body;
  }
  if (options.word === true) body = `(?<![A-Za-z0-9_])(?:${body})(?![A-Za-z0-9_])`;
  if (options.line === true) body = `^(?:${body})$`;
  try {
    // answers `(a+)+$` and its like in bounded time: no pattern has to be refused for its shape
    return new BoundedRegExp(body, `u${options.ignoreCase ? 'i' : ''}${options.global === true ? 'g' : ''}`);
  } catch {
    return 'Invalid regular expression';
  }
}

const ESCAPES: { readonly [letter: string]: string } = {
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: '\\s',
  S: '\\S',
  b: '(?:(?<![A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<=[A-Za-z0-9_])(?![A-Za-z0-9_]))',
  B: '(?:(?<![A-Za-z0-9_])(?![A-Za-z0-9_])|(?<=[A-Za-z0-9_])(?=[A-Za-z0-9_]))',
  '<': '(?<![A-Za-z0-9_])(?=[A-Za-z0-9_])',
  '>': '(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])',
  '`': '^',
  "'": '$',
  n: '\\n',
  t: '\\t',
};

/** Characters that a backslash makes special in a BRE and plain in an ERE. */
const SWITCHED = '(){}|+?';

function translate(source: string, extended: boolean): { body: string } | { error: string } {
  let out = '';
  let at = 0;
  let depth = 0;
  /** True where `*` is a plain character and `^` an anchor. */
  let start = true;
  while (at < source.length) {
    const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
    const next = source.charAt(at + 1);
    const escaped = char === '\\';
    if (escaped && next === '') return { error: 'Trailing backslash' };
    if (char === '[') {
      const set = bracket(source.replace(/\\/g, '\\'), at);
      if (set === undefined) return { error: 'Unmatched [, [^, [:, [., or [=' };
      out += posixBracket(source, at, set);
      at = set.end;
      start = false;
      continue;
    }
    const operator = extended
      ? escaped
        ? ''
        : char
      : escaped && SWITCHED.includes(next)
        ? next
        : escaped
          ? ''
          : SWITCHED.includes(char)
            ? ''
            : char;
    const length = escaped ? 2 : char.length;
    if (operator !== '' && '(){}|+?*.^$'.includes(operator)) {
      switch (operator) {
        case '(':
          depth++;
          out += '(';
          start = true;
          at += length;
          continue;
        case ')':
          if (depth === 0) {
            if (!extended) return { error: 'Unmatched ) or \\)' };
            out += '\\)';
          } else {
            depth--;
            out += ')';
          }
          break;
        case '|':
          out += '|';
          start = true;
          at += length;
          continue;
        case '{': {
          const close = source.indexOf(extended ? '}' : '\\}', at);
          const range = close < 0 ? '' : source.slice(at + length, close);
          if (!/^\d*(,\d*)?$/.test(range) || range === '' || start) {
            if (!extended) return { error: close < 0 ? 'Unmatched \\{' : 'Invalid content of \\{\\}' };
            out += '\\{';
            break;
          }
          out += `{${range.startsWith(',') ? '0' : ''}${range}}`;
          at = close + (extended ? 1 : 2);
          continue;
        }
        case '}':
          out += '\\}';
          break;
        case '^':
          out += extended || start ? '^' : '\\^';
          at += length;
          continue;
        case '$':
          out += extended || at + 1 === source.length || /^\\[)|]/.test(source.slice(at + 1)) ? '$' : '\\$';
          break;
        case '*':
        case '+':
        case '?':
          if (start) out += operator === '*' || extended ? `\\${operator}` : `\\${operator}`;
          else if (/[*+?]$/.test(out) && !/\\[*+?]$/.test(out)) out = out.replace(/[*+?]$/, '*');
          else out += operator;
          break;
        default:
          out += operator;
      }
      start = false;
      at += length;
      continue;
    }
    start = false;
    if (escaped) {
      if (/[1-9]/.test(next)) out += `\\${next}`;
      else out += ESCAPES[next] ?? plain(next);
      at += 2;
      continue;
    }
    out += plain(char);
    at += char.length;
  }
  return depth > 0 ? { error: extended ? 'Unmatched ( or \\(' : 'Unmatched ( or \\(' } : { body: out };
}

/** In POSIX brackets a backslash is a character like any other. */
function posixBracket(source: string, at: number, _set: { end: number }): string {
  const doubled = source.slice(at).replace(/\\/g, '\\\\');
  return bracket(doubled, 0)?.source ?? '';
}

function plain(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}
