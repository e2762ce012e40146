import { BoundedRegExp } from '../../../cluster/regexp/bounded.ts';
import { compileRegExp } from '../../language/regexp.ts';
import { type Address, type SedCommand, SedError, type Substitution } from './command.ts';

const WITH_TEXT = 'aic';
/** What a letter after a backslash means in such a text; another one stands for itself. */
const TEXT_ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' }),
);
const WITH_LABEL = ':bt';
const WITH_FILE = 'rw';
const PLAIN = 'dDgGhHlnNpPxqQ={}';

/** Reads a script. `extended`: -E. Throws `SedError`. */
export function parseSed(source: string, extended: boolean): readonly SedCommand[] {
  return new SedParser(source, extended).parse();
}

class SedParser {
  private at = 0;
  private readonly commands: SedCommand[] = [];

  constructor(
    private readonly source: string,
    private readonly extended: boolean,
  ) {}

  parse(): readonly SedCommand[] {
    for (;;) {
      this.skip(/[\s;]*/y);
      if (this.source.charAt(this.at) === '#') {
        this.skip(/[^\n]*/y);
        continue;
      }
      if (this.at >= this.source.length) break;
      this.commands.push(this.command());
    }
    this.link();
    return this.commands;
  }

  private fail(text: string): never {
    throw new SedError(`-e expression #1, char ${this.at}: ${text}`);
  }

  private skip(expression: RegExp): string {
    expression.lastIndex = this.at;
    const text = expression.exec(this.source)?.[0] ?? '';
    this.at += text.length;
    return text;
  }

  private command(): SedCommand {
    const from = this.address();
    let to: Address | undefined;
    this.skip(/[ \t]*/y);
    if (from !== undefined && this.source.charAt(this.at) === ',') {
      this.at++;
      this.skip(/[ \t]*/y);
      to = this.endAddress();
      if (to === undefined) this.fail("unexpected `,'");
    }
    this.skip(/[ \t]*/y);
    let negated = false;
    while (this.source.charAt(this.at) === '!') {
      negated = true;
      this.at++;
      this.skip(/[ \t]*/y);
    }
    const name = this.source.charAt(this.at++);
    if (name === '') this.fail('missing command');
    const base = { from, to, negated, name, target: 0, active: false, activeUntil: 0 };
    if (name === 's') return { ...base, text: '', substitution: this.substitution(), map: undefined };
    if (name === 'y') return { ...base, text: '', substitution: undefined, map: this.transliteration() };
    let text = '';
    if (WITH_TEXT.includes(name)) text = this.text();
    else if (WITH_LABEL.includes(name)) {
      this.skip(/[ \t]*/y);
      text = this.skip(name === ':' ? /[^\n;]*/y : /[^\n;}]*/y).trim();
      if (name === ':' && text === '') this.fail('":" lacks a label');
    } else if (WITH_FILE.includes(name)) {
      this.skip(/[ \t]*/y);
      text = this.skip(/[^\n]*/y);
      if (text === '') this.fail('missing filename in r/R/w/W commands');
    } else if (name === 'q' || name === 'Q') {
      this.skip(/[ \t]*/y);
      text = this.skip(/\d*/y);
      this.end();
    } else if (!PLAIN.includes(name)) this.fail(`unknown command: \`${name}'`);
    else if (name !== '{') this.end();
    if ((name === '}' || name === ':') && from !== undefined) this.fail(`${name} doesn't want any addresses`);
    return { ...base, text, substitution: undefined, map: undefined };
  }

  private end(): void {
    this.skip(/[ \t]*/y);
    const char = this.source.charAt(this.at);
    if (char !== '' && !';\n}#'.includes(char)) this.fail('extra characters after command');
  }

  private address(): Address | undefined {
    const number = this.skip(/\d+/y);
    if (number !== '') {
      if (this.source.charAt(this.at) === '~') {
        this.at++;
        return { kind: 'step', first: Number(number), step: Number(this.skip(/\d*/y) || 0) };
      }
      return { kind: 'line', line: Number(number) };
    }
    const char = this.source.charAt(this.at);
    if (char === '$') {
      this.at++;
      return { kind: 'last' };
    }
    if (char === '/' || char === '\\') {
      this.at += char === '/' ? 1 : 2;
      const delimiter = this.source.charAt(this.at - 1);
      const source = this.delimited(delimiter, 'unterminated address regex');
      const flags = this.skip(/[IM]*/y);
      return { kind: 'match', expression: this.expression(source, flags.includes('I')) };
    }
    return undefined;
  }

  private endAddress(): Address | undefined {
    const relative = /([+~])(\d+)/y;
    relative.lastIndex = this.at;
    const match = relative.exec(this.source);
    if (match === null) return this.address();
    this.at += match[0].length;
    return match[1] === '+' ? { kind: 'count', count: Number(match[2]) } : { kind: 'multiple', of: Number(match[2]) };
  }

  private expression(source: string, ignoreCase: boolean): RegExp | undefined {
    if (source === '') return undefined;
    const compiled = compileRegExp(source, { extended: this.extended, ignoreCase, global: true });
    if (typeof compiled === 'string') return this.fail(compiled);
    // each command walks its own copy
    return new BoundedRegExp(compiled.source, compiled.flags);
  }

  /** Reads up to an unescaped delimiter, past it; `\` + delimiter becomes the delimiter, `\n` stays. */
  private delimited(delimiter: string, problem: string): string {
    let out = '';
    let inBracket = false;
    for (; this.at < this.source.length; this.at++) {
      const char = this.source.charAt(this.at);
      if (char === '\\' && !inBracket) {
        const next = this.source.charAt(++this.at);
        out += next === delimiter ? (/[.*[\]^$+?(){}|]/.test(delimiter) ? `\\${delimiter}` : delimiter) : `\\${next}`;
        continue;
      }
      if (char === '[' && !inBracket && /^\[\^?\]?[^\]]*\]/.test(this.source.slice(this.at))) inBracket = true;
      else if (char === ']' && inBracket && !/\[\^?$/.test(out)) inBracket = false;
      if (char === delimiter && !inBracket) {
        this.at++;
        return out;
      }
      out += char;
    }
    return this.fail(problem);
  }

  private replacement(delimiter: string): string {
    let out = '';
    for (; this.at < this.source.length; this.at++) {
      const char = this.source.charAt(this.at);
      if (char === '\\') {
        const next = this.source.charAt(++this.at);
        out += next === delimiter && next !== '&' ? next : `\\${next}`;
      } else if (char === delimiter) {
        this.at++;
        return out;
      } else out += char;
    }
    return this.fail("unterminated `s' command");
  }

  private substitution(): Substitution {
    const delimiter = this.source.charAt(this.at++);
    if (delimiter === '' || delimiter === '\n' || delimiter === '\\') this.fail("unterminated `s' command");
    const source = this.delimited(delimiter, "unterminated `s' command");
    const replacement = this.replacement(delimiter);
    const flags = this.skip(/[gpiIe\d]*/y);
    let file: string | undefined;
    if (this.source.charAt(this.at) === 'w') {
      this.at++;
      this.skip(/[ \t]*/y);
      file = this.skip(/[^\n]*/y);
    } else if (/[A-Za-z]/.test(this.source.charAt(this.at))) this.fail("unknown option to `s'");
    if (flags.includes('e')) this.fail("the `e' flag of `s' is not supported here");
    const nth = /\d+/.exec(flags)?.[0];
    if (nth !== undefined && Number(nth) === 0) this.fail("number option to `s' command may not be zero");
    this.end();
    return {
      expression: this.expression(source, /i/i.test(flags)),
      replacement,
      global: flags.includes('g'),
      print: flags.includes('p'),
      nth: Number(nth ?? 1),
      file,
    };
  }

  private transliteration(): ReadonlyMap<string, string> {
    const delimiter = this.source.charAt(this.at++);
    const unescaped = (text: string): string[] => [
      ...text.replace(/\\(n|t|\\)/g, (_, letter) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : '\\')),
    ];
    const from = unescaped(this.delimited(delimiter, "unterminated `y' command"));
    const to = unescaped(this.delimited(delimiter, "unterminated `y' command"));
    if (from.length !== to.length) this.fail("strings for `y' command are different lengths");
    this.end();
    return new Map(from.map((char, at) => [char, to[at] ?? '']));
  }

  /**
   * The text of a, i, c: on the same line (GNU) or after backslash-newline; a backslash continues it. Blanks before it are skipped, those
   * after a backslash are its own.
   */
  private text(): string {
    this.skip(/[ \t]*/y);
    if (this.source.charAt(this.at) === '\\') {
      this.at++;
      this.skip(/[ \t]*\n/y);
    }
    let out = '';
    for (; this.at < this.source.length; this.at++) {
      const char = this.source.charAt(this.at);
      if (char === '\\') {
        const next = this.source.charAt(++this.at);
        out += TEXT_ESCAPES.get(next) ?? next;
      } else if (char === '\n') break;
      else out += char;
    }
    if (out === '' && this.at >= this.source.length) this.fail("expected \\ after `a', `c' or `i'");
    return out;
  }

  /** Finds where blocks end and where jumps go. */
  private link(): void {
    const open: number[] = [];
    const labels = new Map<string, number>();
    for (const [at, command] of this.commands.entries()) {
      if (command.name === '{') open.push(at);
      if (command.name === ':') labels.set(command.text, at);
      if (command.name !== '}') continue;
      const start = open.pop();
      const block = start === undefined ? undefined : this.commands[start];
      if (block === undefined) throw new SedError("-e expression #1, char 0: unexpected `}'");
      block.target = at;
    }
    if (open.length > 0) throw new SedError("-e expression #1, char 0: unmatched `{'");
    for (const command of this.commands) {
      if (command.name !== 'b' && command.name !== 't') continue;
      const label = command.text === '' ? this.commands.length : labels.get(command.text);
      if (label === undefined)
        throw new SedError(
          `-e expression #1, char ${this.source.length}: can't find label for jump to \`${command.text}'`,
        );
      command.target = label;
    }
  }
}
