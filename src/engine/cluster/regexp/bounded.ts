import { RegExpSearch, RegExpTooHard } from './matcher.ts';
import { compileProgram, type RegExpProgram } from './program.ts';
import { type ParsedRegExp, parseRegExp, type RegExpNode } from './syntax.ts';

/** Steps that the host's engine may need at most before it is not trusted with a search. */
const NATIVE_STEPS = 2_000_000;

/** How the worst time of a backtracking engine grows with the text's length: a power of it, or beyond all powers. */
function degree(node: RegExpNode): number {
  switch (node.kind) {
    case 'group':
    case 'look':
      return degree(node.body);
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + degree(part), 0);
    case 'choice':
      return Math.max(...node.options.map(degree));
    case 'repeat':
      if (node.most === 1) return 1 + degree(node.body);
      // a single character repeated can be given back in one way a place; anything longer in any number of ways
      return node.body.kind !== 'char' ? Number.POSITIVE_INFINITY : node.least === node.most ? 0 : 1;
    case 'back':
      return 1;
    default:
      return 0;
  }
}

/**
 * A regular expression that somebody typed: the same answers as the host's, in bounded time. Short work is left to the host's engine; what
 * could take it for ever is matched by one whose time grows with text × expression. `exec` (and so `test`, `replace`, `split`, `matchAll`)
 * throws `RegExpTooHard` for the few that even that cannot promise.
 */
export class BoundedRegExp extends RegExp {
  private readonly parsed: ParsedRegExp | undefined;
  private readonly degree: number;
  private program: RegExpProgram | undefined;
  /** What was searched last, and what it cost so far: a `replace` asks for one match after the other. */
  private last = { text: '', steps: 0 };

  constructor(source: string | RegExp, flags?: string) {
    super(source, flags);
    this.parsed = parseRegExp(this.source);
    this.degree = this.parsed === undefined ? Number.POSITIVE_INFINITY : degree(this.parsed.root);
  }

  override exec(text: string): RegExpExecArray | null {
    // One more than the degree: a search begins at every place.
    if ((text.length + 1) ** (this.degree + 1) <= NATIVE_STEPS) return super.exec(text);
    return this.search(text);
  }

  private search(text: string): RegExpExecArray | null {
    if (this.parsed === undefined || this.parsed.foreign) throw new RegExpTooHard();
    this.program ??= compileProgram(this.parsed, this.flags.replace(/[gyd]/g, ''));
    if (this.program === undefined) throw new RegExpTooHard();
    const advances = this.global || this.sticky;
    const from = advances ? this.lastIndex : 0;
    const search = new RegExpSearch(text, this.unicode, from > 0 && this.last.text === text ? this.last.steps : 0);
    const slots = from > text.length ? undefined : search.find(this.program, from, this.sticky);
    this.last = { text, steps: search.spent };
    if (slots === undefined) {
      if (advances) this.lastIndex = 0;
      return null;
    }
    if (advances) this.lastIndex = slots[1] ?? 0;
    return foundAt(text, slots, this.parsed.groups);
  }
}

/** The result as `RegExp.prototype.exec` gives it. Groups that took no part are undefined, as there. */
function foundAt(text: string, slots: readonly number[], groups: number): RegExpExecArray {
  const part = (group: number): string | undefined => {
    const from = slots[group * 2] ?? -1;
    const to = slots[group * 2 + 1] ?? -1;
    return from < 0 || to < 0 ? undefined : text.slice(from, to);
  };
  const parts = Array.from({ length: groups + 1 }, (_, group) => part(group));
  // The library's type says that all parts are texts; it is as wrong about its own.
  const found = parts as unknown as RegExpExecArray;
  found.index = slots[0] ?? 0;
  found.input = text;
  return found;
}
