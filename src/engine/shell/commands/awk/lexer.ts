/** A word of an awk program. */
export interface Token {
  readonly kind: 'number' | 'string' | 'regexp' | 'name' | 'function-name' | 'keyword' | 'operator' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
}

/** Thrown for programs that make no sense. */
export class AwkSyntaxError {
  constructor(
    readonly text: string,
    readonly line: number,
  ) {}
}

const KEYWORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);

const OPERATORS = [
  '**=',
  '&&',
  '||',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '^=',
  '==',
  '<=',
  '>=',
  '!=',
  '!~',
  '>>',
  '**',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ';',
  ',',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '!',
  '>',
  '<',
  '|',
  '?',
  ':',
  '~',
  '$',
  '=',
];

/** Cuts an awk program into tokens. Throws `AwkSyntaxError`. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const push = (kind: Token['kind'], text: string): void => void tokens.push({ kind, text, line });
  while (at < source.length) {
    const char = source.charAt(at);
    if (char === '\n') {
      push('newline', '\n');
      line++;
      at++;
    } else if (/[ \t\r]/.test(char)) at++;
    else if (char === '\\' && source.charAt(at + 1) === '\n') {
      line++;
      at += 2;
    } else if (char === '#') {
      while (at < source.length && source.charAt(at) !== '\n') at++;
    } else if (char === '"') {
      const read = readString(source, at, line);
      push('string', read.text);
      at = read.end;
    } else if (char === '/' && regexpMayStart(tokens.at(-1))) {
      const read = readRegExp(source, at, line);
      push('regexp', read.text);
      at = read.end;
    } else {
      const number = /^(0[xX][0-9a-fA-F]+|(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)/.exec(source.slice(at))?.[0];
      const name = /^[A-Za-z_]\w*/.exec(source.slice(at))?.[0];
      if (number !== undefined) {
        push('number', number);
        at += number.length;
      } else if (name !== undefined) {
        at += name.length;
        if (KEYWORDS.has(name)) push('keyword', name === 'func' ? 'function' : name);
        else push(source.charAt(at) === '(' ? 'function-name' : 'name', name);
      } else {
        const operator = OPERATORS.find((candidate) => source.startsWith(candidate, at));
        if (operator === undefined) throw new AwkSyntaxError(`syntax error at or near ${char}`, line);
        push('operator', operator === '**' ? '^' : operator === '**=' ? '^=' : operator);
        at += operator.length;
      }
    }
  }
  push('newline', '\n');
  push('end', '');
  return tokens;
}

/** After a value a slash divides. */
function regexpMayStart(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'number' || before.kind === 'string' || before.kind === 'name' || before.kind === 'regexp')
    return false;
  return !(
    before.kind === 'operator' &&
    (before.text === ')' || before.text === ']' || before.text === '$' || before.text === '++' || before.text === '--')
  );
}

const ESCAPES: { readonly [letter: string]: string } = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  '/': '/',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

function readString(source: string, start: number, line: number): { text: string; end: number } {
  let text = '';
  for (let at = start + 1; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '"') return { text, end: at + 1 };
    if (char === '\n') break;
    if (char !== '\\') {
      text += char;
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1))?.[0];
    if (octal !== undefined) {
      text += String.fromCharCode(Number.parseInt(octal, 8));
      at += octal.length;
      continue;
    }
    const next = source.charAt(++at);
    if (next !== '\n') text += ESCAPES[next] ?? `\\${next}`;
  }
  throw new AwkSyntaxError('unterminated string', line);
}

/** Turns backslash sequences of a `-v` value into characters. */
export function unescapeAwk(text: string): string {
  return text.replace(/\\(.)/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
}

function readRegExp(source: string, start: number, line: number): { text: string; end: number } {
  let text = '';
  let inBracket = false;
  for (let at = start + 1; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\n') break;
    if (char === '\\') {
      const next = source.charAt(++at);
      text += next === '/' ? '/' : `\\${next}`;
      continue;
    }
    if (char === '[') inBracket = true;
    else if (char === ']' && inBracket) inBracket = false;
    if (char === '/' && !inBracket) return { text, end: at + 1 };
    text += char;
  }
  throw new AwkSyntaxError('regular expression not terminated', line);
}
