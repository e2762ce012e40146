import type { KubeObject } from '../../json.ts';
import { labelValue, qualifiedNameRule } from '../../resources/validation/names.ts';

export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

/** One condition on a label. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** Sorted, without repeats. */
  readonly values: readonly string[];
}

/** A selector that cannot be read; the message is Kubernetes'. */
export class SelectorError extends Error {}

const SPECIAL = '=!(),><';
const TOKENS: ReadonlySet<string> = new Set([')', ',', '!', '==', '=', '>', 'in', '<', '!=', 'notin', '(']);
const BINARY_OPERATORS = 'in, notin, =, ==, !=, gt, lt';

interface Token {
  /** A literal of `TOKENS`, `id`, `end` or `error`. */
  readonly kind: string;
  readonly text: string;
}

const isBlank = (char: string): boolean => char === ' ' || char === '\t' || char === '\r' || char === '\n';

function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (isBlank(char)) {
      at++;
    } else if (SPECIAL.includes(char)) {
      let end = at + 1;
      while (end < text.length && TOKENS.has(text.slice(at, end + 1)) && SPECIAL.includes(text.charAt(end))) end++;
      const literal = text.slice(at, end);
      tokens.push({ kind: TOKENS.has(literal) ? literal : 'error', text: literal });
      at = end;
    } else {
      let end = at;
      while (end < text.length && !SPECIAL.includes(text.charAt(end)) && !isBlank(text.charAt(end))) end++;
      const word = text.slice(at, end);
      tokens.push({ kind: TOKENS.has(word) ? word : 'id', text: word });
      at = end;
    }
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function checkKey(key: string): void {
  const problems = qualifiedNameRule(key);
  if (problems.length > 0)
    throw new SelectorError(`<nil>: Invalid value: ${JSON.stringify(key)}: ${problems.join('; ')}`);
}

function checkValue(key: string, value: string, at: number): void {
  const problems = labelValue(value);
  if (problems.length === 0) return;
  throw new SelectorError(`values[${at}][${key}]: Invalid value: ${JSON.stringify(value)}: ${problems.join('; ')}`);
}

/** Models: apimachinery/pkg/labels.Parser */
class Parser {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end') return requirements;
      if (token.kind !== 'id' && token.kind !== '!')
        throw new SelectorError(`found '${token.text}', expected: !, identifier, or 'end of string'`);
      requirements.push(this.requirement());
      const after = this.take();
      if (after.kind === 'end') return requirements;
      if (after.kind !== ',') throw new SelectorError(`found '${after.text}', expected: ',' or 'end of string'`);
      const next = this.peek();
      if (next.kind !== 'id' && next.kind !== '!')
        throw new SelectorError(`found '${next.text}', expected: identifier after ','`);
    }
  }

  private requirement(): LabelRequirement {
    let token = this.take();
    const negated = token.kind === '!';
    if (negated) token = this.take();
    const wrap = (problem: string): SelectorError => new SelectorError(`unable to parse requirement: ${problem}`);
    if (token.kind !== 'id') throw wrap(`found '${token.text}', expected: identifier`);
    const key = token.text;
    try {
      checkKey(key);
      const next = this.peek();
      if (negated || next.kind === 'end' || next.kind === ',')
        return { key, operator: negated ? '!' : 'exists', values: [] };
      const operator = this.operator();
      const isSet = operator === 'in' || operator === 'notin';
      const values = [...new Set(isSet ? this.values() : [this.exactValue()])].sort();
      values.forEach((value, at) => {
        if ((operator === 'gt' || operator === 'lt') && !/^[-+]?\d+$/.test(value)) {
          const rule = "for 'Gt', 'Lt' operators, the value must be an integer";
          throw new SelectorError(`values[${at}]: Invalid value: ${JSON.stringify(value)}: ${rule}`);
        }
        checkValue(key, value, at);
      });
      return { key, operator, values };
    } catch (error) {
      if (error instanceof SelectorError) throw wrap(error.message);
      throw error;
    }
  }

  private operator(): LabelOperator {
    const token = this.take(true);
    switch (token.kind) {
      case '=':
      case '==':
      case '!=':
      case 'in':
      case 'notin':
        return token.kind;
      case '>':
        return 'gt';
      case '<':
        return 'lt';
      default:
        throw new SelectorError(`found '${token.text}', expected: ${BINARY_OPERATORS}`);
    }
  }

  private values(): string[] {
    const open = this.take();
    if (open.kind !== '(') throw new SelectorError(`found '${open.text}' expected: '('`);
    const first = this.peek();
    if (first.kind === ')') {
      this.take();
      return [''];
    }
    if (first.kind !== 'id' && first.kind !== ',')
      throw new SelectorError(`found '${first.text}', expected: ',', ')' or identifier`);
    const values: string[] = [];
    for (;;) {
      const token = this.take();
      const next = this.peek();
      if (token.kind === 'id') {
        values.push(token.text);
        if (next.kind !== ',' && next.kind !== ')')
          throw new SelectorError(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.kind === ',') {
        if (values.length === 0 || next.kind === ',' || next.kind === ')') values.push('');
      } else {
        throw new SelectorError(`found '${token.text}', expected: ',', or identifier`);
      }
      if (next.kind !== ')') continue;
      this.take();
      return values;
    }
  }

  private exactValue(): string {
    const next = this.peek();
    if (next.kind === 'end' || next.kind === ',') return '';
    const token = this.take();
    if (token.kind !== 'id') throw new SelectorError(`found '${token.text}', expected: identifier`);
    return token.text;
  }

  /** `in` and `notin` are words unless an operator is looked for. */
  private peek(wantsOperator = false): Token {
    const token = this.tokens[this.at] ?? { kind: 'end', text: '' };
    return !wantsOperator && (token.kind === 'in' || token.kind === 'notin') ? { kind: 'id', text: token.text } : token;
  }

  private take(wantsOperator = false): Token {
    const token = this.peek(wantsOperator);
    this.at++;
    return token;
  }
}

function matchesOne({ key, operator, values }: LabelRequirement, labels: { readonly [key: string]: string }): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'gt':
    case 'lt': {
      if (value === undefined || !/^[-+]?\d+$/.test(value)) return false;
      return operator === 'gt' ? Number(value) > Number(values[0]) : Number(value) < Number(values[0]);
    }
    default:
      return value !== undefined && values.includes(value);
  }
}

const NO_LABELS = {};

/** A parsed label selector. Models: apimachinery/pkg/labels.Selector */
export class LabelSelector {
  constructor(readonly requirements: readonly LabelRequirement[]) {}

  /** Reads the text of a `labelSelector` parameter. Throws `SelectorError`. */
  static parse(text: string): LabelSelector {
    const requirements = new Parser(scan(text)).parse();
    return new LabelSelector(requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)));
  }

  get isEmpty(): boolean {
    return this.requirements.length === 0;
  }

  /** The pairs that must be equal: what an index can answer. */
  get exact(): { readonly [key: string]: string } {
    const pairs: { [key: string]: string } = {};
    for (const { key, operator, values } of this.requirements) {
      if ((operator === '=' || operator === '==' || operator === 'in') && values.length === 1)
        pairs[key] = values[0] ?? '';
    }
    return pairs;
  }

  matches(object: KubeObject): boolean {
    return this.matchesLabels(object.metadata.labels ?? NO_LABELS);
  }

  matchesLabels(labels: { readonly [key: string]: string }): boolean {
    for (const requirement of this.requirements) if (!matchesOne(requirement, labels)) return false;
    return true;
  }
}
