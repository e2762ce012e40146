/** What is known of a stretch of a regular expression. */
interface Shape {
  /** Can match nothing. */
  readonly nullable: boolean;
  /** Is itself repeated without end. */
  readonly unbounded: boolean;
  /** The text it stands for, when it is nothing but characters. */
  readonly literal: string | undefined;
}

/**
 * True for patterns over which the host's backtracking matcher could take for ever: a repeated group that is itself nothing but something
 * repeated (`(a+)+`, `(a*b?)*`) or alternatives that make up one another (`(a|aa)+`). `source`: as `translate` makes it.
 */
export function couldTakeForever(source: string): boolean {
  const reader = new ShapeReader(source);
  reader.alternatives();
  return reader.risky;
}

class ShapeReader {
  risky = false;
  private at = 0;

  constructor(private readonly source: string) {}

  /** The alternatives up to a closing parenthesis or the end. */
  alternatives(): readonly (readonly Shape[])[] {
    const all: Shape[][] = [[]];
    while (this.at < this.source.length) {
      const char = this.source.charAt(this.at);
      if (char === ')') break;
      if (char === '|') {
        this.at++;
        all.push([]);
      } else all.at(-1)?.push(this.item());
    }
    return all;
  }

  private item(): Shape {
    let inner: readonly (readonly Shape[])[] | undefined;
    let shape: Shape;
    const char = this.source.charAt(this.at);
    if (char === '(') {
      const head = /^\((?:\?(?:[:=!]|<[=!]))?/.exec(this.source.slice(this.at))?.[0] ?? '(';
      this.at += head.length;
      inner = this.alternatives();
      this.at++;
      const looks = /[=!]$/.test(head);
      shape = looks ? EMPTY : { nullable: inner.some(isNullable), unbounded: false, literal: undefined };
      if (looks) inner = undefined;
    } else {
      const text = /^(?:\\.|\[(?:\\.|[^\]\\])*\]|[\s\S])/u.exec(this.source.slice(this.at))?.[0] ?? char;
      this.at += text.length;
      if (text === '^' || text === '$') shape = EMPTY;
      else {
        const plain = !/^[.[]/.test(text) && !/^\\[A-Za-z0-9]/.test(text);
        shape = { nullable: false, unbounded: false, literal: plain ? text.replace(/^\\/, '') : undefined };
      }
    }
    const quantifier = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(this.source.slice(this.at));
    if (quantifier === null) return shape;
    this.at += quantifier[0].length;
    const unbounded = /^[*+]/.test(quantifier[0]) || (quantifier[2] === ',' && quantifier[3] === '');
    if (unbounded && inner !== undefined && (inner.some(isOneRepetition) || overlap(inner))) this.risky = true;
    const nullable = shape.nullable || /^(?:[*?]|\{0)/.test(quantifier[0]);
    return { nullable, unbounded, literal: undefined };
  }
}

const EMPTY: Shape = { nullable: true, unbounded: false, literal: undefined };

function isNullable(items: readonly Shape[]): boolean {
  return items.every(({ nullable }) => nullable);
}

/** Something repeated, beside which nothing has to be there. */
function isOneRepetition(items: readonly Shape[]): boolean {
  return items.some((item, at) => item.unbounded && items.every((other, index) => index === at || other.nullable));
}

/** Literal alternatives of which one is another with one of them behind it. */
function overlap(alternatives: readonly (readonly Shape[])[]): boolean {
  const texts = alternatives.map((items) =>
    items.every(({ literal }) => literal !== undefined) ? items.map(({ literal }) => literal).join('') : undefined,
  );
  const known = texts.filter((text): text is string => text !== undefined && text !== '');
  if (new Set(known).size < known.length) return true;
  return known.some((text) =>
    known.some(
      (other) => other.length > text.length && other.startsWith(text) && known.includes(other.slice(text.length)),
    ),
  );
}
