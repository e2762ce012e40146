/** A regular expression as a tree. */
export type RegExpNode =
  | { readonly kind: 'empty' }
  /** One character: its source is a regular expression by itself (`a`, `\\d`, `[^x]`, `.`). */
  | { readonly kind: 'char'; readonly source: string }
  /** Takes no room and needs no memory: `^`, `$`, `\\b`, a look-around of single characters. Its source is asked of the host's engine. */
  | { readonly kind: 'here'; readonly source: string }
  | { readonly kind: 'look'; readonly body: RegExpNode; readonly negative: boolean }
  | { readonly kind: 'back'; readonly group: number }
  | { readonly kind: 'group'; readonly number: number | undefined; readonly body: RegExpNode }
  | { readonly kind: 'sequence'; readonly parts: readonly RegExpNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegExpNode[] }
  | {
      readonly kind: 'repeat';
      readonly body: RegExpNode;
      readonly least: number;
      /** Infinity for no limit. */
      readonly most: number;
      readonly lazy: boolean;
    };

/** What was read. */
export interface ParsedRegExp {
  readonly root: RegExpNode;
  /** Capturing groups, without the whole match. */
  readonly groups: number;
  /** Has what only the host's engine does: named groups, groups in look-arounds, long look-behinds. */
  readonly foreign: boolean;
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(,(\d*))?\})(\??)/y;
const CLASS = /\[\^?(?:\\[\s\S]|[^\\\]])*\]/y;
const ESCAPE = /\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[\s\S])/y;
/** A look-around whose body is one single character: nothing in it can take long. */
const SHORT_LOOK = /\(\?<?[=!](?:\[\^?(?:\\[\s\S]|[^\\\]])*\]|\\[wWdDsS]|[^\\()[\]|*+?{}^$])\)/y;

const OPENING = /\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/y;

/** Reads the source of a regular expression that the host's engine has accepted; undefined for what is nested too deeply. */
export function parseRegExp(source: string): ParsedRegExp | undefined {
  const reader = new Reader(source);
  const root = reader.choice(0);
  return root === undefined || reader.at < source.length
    ? undefined
    : { root, groups: reader.groups, foreign: reader.foreign };
}

/** Groups inside groups that are read; more is not known here. */
const DEPTH_LIMIT = 200;

class Reader {
  at = 0;
  groups = 0;
  foreign = false;

  constructor(private readonly source: string) {}

  choice(depth: number): RegExpNode | undefined {
    if (depth > DEPTH_LIMIT) return undefined;
    const options: RegExpNode[] = [];
    for (;;) {
      const option = this.sequence(depth);
      if (option === undefined) return undefined;
      options.push(option);
      if (this.source[this.at] !== '|') break;
      this.at++;
    }
    const [only] = options;
    return options.length === 1 ? only : { kind: 'choice', options };
  }

  private sequence(depth: number): RegExpNode | undefined {
    const parts: RegExpNode[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const atom = this.atom(depth);
      if (atom === undefined) return undefined;
      parts.push(this.quantified(atom));
    }
    const [only] = parts;
    if (only === undefined) return { kind: 'empty' };
    return parts.length === 1 ? only : { kind: 'sequence', parts };
  }

  private quantified(body: RegExpNode): RegExpNode {
    const found = this.take(QUANTIFIER);
    if (found === undefined) return body;
    const [text, least, range, most] = found;
    const lazy = found[4] === '?';
    if (text.startsWith('*')) return { kind: 'repeat', body, least: 0, most: Number.POSITIVE_INFINITY, lazy };
    if (text.startsWith('+')) return { kind: 'repeat', body, least: 1, most: Number.POSITIVE_INFINITY, lazy };
    if (text.startsWith('?')) return { kind: 'repeat', body, least: 0, most: 1, lazy };
    const low = Number(least);
    const high = range === undefined ? low : most === '' ? Number.POSITIVE_INFINITY : Number(most);
    return { kind: 'repeat', body, least: low, most: high, lazy };
  }

  private atom(depth: number): RegExpNode | undefined {
    const char = this.source[this.at] ?? '';
    if (char === '(') return this.parenthesis(depth);
    if (char === '^' || char === '$') {
      this.at++;
      return { kind: 'here', source: char };
    }
    if (char === '[') {
      const set = this.take(CLASS);
      return set === undefined ? undefined : { kind: 'char', source: set[0] };
    }
    if (char === '\\') return this.escape();
    const whole = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0);
    this.at += whole.length;
    return { kind: 'char', source: whole === '{' || whole === '}' || whole === ']' ? `\\${whole}` : whole };
  }

  private escape(): RegExpNode | undefined {
    const next = this.source[this.at + 1] ?? '';
    if (next === 'b' || next === 'B') {
      this.at += 2;
      return { kind: 'here', source: `\\${next}` };
    }
    if (next >= '1' && next <= '9') {
      this.at += 2;
      return { kind: 'back', group: Number(next) };
    }
    if (next === 'k') this.foreign = true;
    const found = this.take(ESCAPE);
    return found === undefined ? undefined : { kind: 'char', source: found[0] };
  }

  private parenthesis(depth: number): RegExpNode | undefined {
    const short = this.take(SHORT_LOOK);
    if (short !== undefined) return { kind: 'here', source: short[0] };
    const opening = this.take(OPENING)?.[0] ?? '';
    const captures = opening === '(' || opening.endsWith('>');
    const number = captures ? ++this.groups : undefined;
    const before = this.groups;
    const body = this.choice(depth + 1);
    if (body === undefined || this.source[this.at] !== ')') return undefined;
    this.at++;
    if (captures) {
      if (opening !== '(') this.foreign = true;
      return { kind: 'group', number, body };
    }
    if (opening === '(?:') return { kind: 'group', number: undefined, body };
    if (opening.startsWith('(?<') || this.groups > before) this.foreign = true;
    return { kind: 'look', body, negative: opening.endsWith('!') };
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }
}
