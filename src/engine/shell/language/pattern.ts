import { BoundedRegExp } from '../../cluster/regexp/bounded.ts';

const cache = new Map<string, RegExp>();
const CACHE_LIMIT = 500;

/** A backslash before every character that means something in a pattern. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]()|!+@]/g, '\\$&');
}

/** True when a pattern has an unescaped `*`, `?`, `[` or an extended glob. */
export function hasWildcard(pattern: string): boolean {
  return /(^|[^\\])(\\\\)*([*?[]|[+@!]\()/.test(pattern);
}

/** Takes the backslashes out of a pattern. */
export function unescapePattern(pattern: string): string {
  return pattern.replace(/\\(.)/gs, '$1');
}

/** The whole-string regular expression of a shell pattern (`*`, `?`, `[...]`, `@(a|b)`; a backslash takes a character literally). */
export function patternRegExp(pattern: string): RegExp {
  let compiled = cache.get(pattern);
  if (compiled === undefined) {
    compiled = new BoundedRegExp(`^${patternSource(pattern)}$`, 'su');
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(pattern, compiled);
  }
  return compiled;
}

/** True when the pattern matches the whole text. */
export function matchesPattern(pattern: string, text: string): boolean {
  return patternRegExp(pattern).test(text);
}

/** The pattern as the source of a regular expression, not anchored. `path`: wildcards do not match a slash. */
export function patternSource(
  pattern: string,
  options: { readonly lazy?: boolean; readonly path?: boolean } = {},
): string {
  const lazy = options.lazy === true ? '?' : '';
  const any = options.path === true ? '[^/]' : '.';
  let out = '';
  let at = 0;
  const open: string[] = [];
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    if (char === '\\' && at + 1 < pattern.length) {
      const code = pattern.codePointAt(at + 1) ?? 0;
      const escaped = String.fromCodePoint(code);
      out += literal(escaped);
      at += 1 + escaped.length;
      continue;
    }
    if ('?*+@!'.includes(char) && pattern.charAt(at + 1) === '(') {
      const end = closing(pattern, at + 1);
      if (end > 0) {
        open.push(char);
        out += char === '!' ? '(?:(?!(?:' : '(?:';
        at += 2;
        continue;
      }
    }
    if (open.length > 0 && char === ')') {
      const kind = open.pop();
      out += kind === '!' ? `)$)${any}*)` : kind === '@' ? ')' : `)${kind}`;
      at++;
      continue;
    }
    if (open.length > 0 && char === '|') out += '|';
    else if (char === '*') out += `${any}*${lazy}`;
    else if (char === '?') out += any;
    else if (char === '[') {
      const set = bracket(pattern, at);
      if (set === undefined) out += '\\[';
      else {
        out += set.source;
        at = set.end;
        continue;
      }
    } else {
      const whole = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
      out += literal(whole);
      at += whole.length;
      continue;
    }
    at++;
  }
  return out;
}

function literal(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

function closing(pattern: string, from: number): number {
  let depth = 0;
  for (let at = from; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '\\') at++;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return -1;
}

const CLASSES: { readonly [name: string]: string } = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f\\x7f',
  print: ' -~',
  graph: '!-~',
  word: '\\w',
};

/** A bracket expression as a regular expression's class; undefined when it is not closed. Also for grep, sed and awk. */
export function bracket(pattern: string, start: number): { readonly source: string; readonly end: number } | undefined {
  let at = start + 1;
  let out = '[';
  if (pattern.charAt(at) === '!' || pattern.charAt(at) === '^') {
    out += '^';
    at++;
  }
  let first = true;
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    if (char === ']' && !first) return { source: out === '[' ? '[^\\s\\S]' : `${out}]`, end: at + 1 };
    first = false;
    const named = char === '[' ? /^\[:([a-z]+):\]/.exec(pattern.slice(at)) : null;
    if (named !== null) {
      out += CLASSES[named[1] ?? ''] ?? '';
      at += named[0].length;
      continue;
    }
    if (char === '\\' && at + 1 < pattern.length) {
      out += inClass(pattern.charAt(at + 1));
      at += 2;
      continue;
    }
    const whole = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    out +=
      whole === '-'
        ? out.length > 1 && pattern.charAt(at + 1) !== ']' && !out.endsWith('^')
          ? '-'
          : '\\-'
        : inClass(whole);
    at += whole.length;
  }
  return undefined;
}

function inClass(char: string): string {
  return /[\\\]^[|/{}()-]/.test(char) ? `\\${char}` : char;
}
