import { type Jq, JqSyntaxError } from '../jq/node.ts';
import { parseJq } from '../jq/parse.ts';
import { type Note, type Translation, Untranslatable } from './translation.ts';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** What a path has come to: its text after the root, and whether it ends in all items of a list, so that a filter can take their place. */
interface Path {
  readonly text: string;
  readonly many: boolean;
}

const ROOT: Path = { text: '', many: false };

/** A name after a dot; JSONPath ends names at these signs unless they are escaped. */
function fieldText(name: string): string {
  return `.${name.replace(/[\\ \t\r\n.,[\]$@{}]/g, '\\$&')}`;
}

function none(node: Jq, why: Untranslatable['why'], what: string): never {
  throw new Untranslatable(why, what, node.at);
}

/** What a jq program is in words, for saying that JSONPath has nothing like it. */
function nameOf(node: Jq): string {
  switch (node.is) {
    case 'call':
    case 'format':
      return node.name;
    case 'other':
      return node.what;
    case 'binary':
      return node.operator;
    case 'array':
      return '[…]';
    case 'negate':
      return '-';
    default:
      return node.is;
  }
}

function wholeNumber(node: Jq | undefined): number | undefined {
  if (node === undefined) return undefined;
  const value =
    node.is === 'negate' && node.of.is === 'literal'
      ? -Number(node.of.value)
      : node.is === 'literal'
        ? node.value
        : undefined;
  return typeof value === 'number' && Number.isInteger(value) ? value : none(node, 'computes', nameOf(node));
}

function plainText(node: Jq): string | undefined {
  const [only] = node.is === 'string' ? node.parts : [];
  return node.is === 'string' && node.parts.length === 1 && typeof only === 'string' ? only : undefined;
}

class Translator {
  readonly notes = new Set<Note>();

  /** A whole program. */
  program(node: Jq): string {
    const { from, template } = this.split(node, ROOT);
    if (template === undefined) {
      if (from.text !== '') this.notes.add('missing');
      if (/\[\*\]|\[\?|\.\./.test(from.text)) this.notes.add('spaces');
      return `{${from.text === '' ? '@' : from.text}}`;
    }
    const body = this.lines(template);
    return from.text === '' ? body : `{range ${from.text}}${body}{end}`;
  }

  /** Parts a program into the path it walks and the text it makes of what it finds there. */
  private split(node: Jq, from: Path): { readonly from: Path; readonly template: Jq | undefined } {
    if (node.is === 'pipe') {
      if (this.isText(node.left)) none(node.right, 'computes', nameOf(node.right));
      if (node.left.is === 'array' && node.right.is === 'format' && /^@(tsv|csv)$/.test(node.right.name))
        return { from, template: node };
      const { from: next, rest } = this.stage(node.left, node.right, from);
      return this.split(rest, next);
    }
    if (node.is === 'array' && node.of !== undefined && node.of.is !== 'comma') {
      this.notes.add('list');
      return this.split(node.of, from);
    }
    if (this.isText(node)) return { from, template: node };
    return { from: this.path(node, from), template: undefined };
  }

  private isText(node: Jq): boolean {
    return (
      node.is === 'string' ||
      node.is === 'comma' ||
      (node.is === 'binary' && node.operator === '+' && (this.isText(node.left) || this.isText(node.right)))
    );
  }

  /** What a template prints for each thing, a line each. */
  private lines(node: Jq): string {
    if (node.is === 'comma') return this.lines(node.left) + this.lines(node.right);
    if (node.is === 'pipe' && node.left.is === 'array' && node.right.is === 'format') {
      const between = node.right.name === '@tsv' ? '{"\\t"}' : ',';
      const cells = node.left.of === undefined ? [] : commas(node.left.of);
      return `${cells.map((cell) => this.text(cell)).join(between)}{"\\n"}`;
    }
    return `${this.text(node)}{"\\n"}`;
  }

  private text(node: Jq): string {
    if (node.is === 'string') {
      if (node.format !== undefined) none(node, 'computes', node.format);
      return node.parts.map((part) => (typeof part === 'string' ? quotedText(part) : this.text(part))).join('');
    }
    if (node.is === 'binary' && node.operator === '+') return this.text(node.left) + this.text(node.right);
    if (node.is === 'pipe' && node.right.is === 'call' && node.right.name === 'tostring') return this.text(node.left);
    const { text } = this.path(node, ROOT);
    this.notes.add('missing');
    return `{${text === '' ? '@' : text}}`;
  }

  /** A program that only walks. */
  private path(node: Jq, from: Path): Path {
    const walk = (of: Jq, step: string, many = false): Path => ({ text: this.path(of, from).text + step, many });
    switch (node.is) {
      case 'identity':
        return from;
      case 'field':
        if (node.of.is === 'recurse') return { text: `${from.text}.${fieldText(node.name)}`, many: false };
        return walk(node.of, fieldText(node.name));
      case 'iterate':
        return walk(node.of, '[*]', true);
      case 'index': {
        const at = wholeNumber(node.index);
        // JSONPath takes the last by a slice
        return walk(node.of, at !== undefined && at < 0 ? `[${at}:${at === -1 ? '' : at + 1}]` : `[${at}]`);
      }
      case 'slice': {
        const [low, high] = [wholeNumber(node.from), wholeNumber(node.to)];
        this.notes.add('list');
        return walk(node.of, `[${low ?? ''}:${high ?? ''}]`);
      }
      case 'optional':
        return this.path(node.of, from);
      case 'pipe':
        return this.piped(node.left, node.right, from);
      case 'array':
        if (node.of === undefined || node.of.is === 'comma') none(node, 'builds', '[…]');
        this.notes.add('list');
        return this.path(node.of, from);
      case 'call':
        return this.call(node, from);
      case 'recurse':
        return none(node, 'recurses', '..');
      case 'other':
        return none(node, node.what === '{…}' ? 'builds' : 'computes', node.what);
      default:
        return none(node, 'computes', nameOf(node));
    }
  }

  private piped(left: Jq, right: Jq, from: Path): Path {
    const { from: next, rest } = this.stage(left, right, from);
    return this.path(rest, next);
  }

  /** The left side of a pipe walked, and what of the right side is still to do. */
  private stage(left: Jq, right: Jq, from: Path): { readonly from: Path; readonly rest: Jq } {
    const [first, after] = right.is === 'pipe' ? [right.left, right.right] : [right, undefined];
    if (left.is === 'recurse') {
      const field = first.is === 'optional' ? first.of : first;
      if (field.is === 'field' && field.of.is === 'identity') {
        this.notes.add('missing');
        const found: Path = { text: `${from.text}.${fieldText(field.name)}`, many: false };
        return { from: found, rest: after ?? { is: 'identity', at: right.at } };
      }
    }
    // A list that is made only to be walked is not made at all.
    const made = left.is === 'call' && left.name === 'map' ? left.args[0] : left.is === 'array' ? left.of : undefined;
    const rest = made === undefined ? undefined : walksItems(right);
    if (made !== undefined && rest !== undefined) {
      const items: Path = left.is === 'array' ? from : { text: `${from.text}[*]`, many: true };
      return { from: this.path(made, items), rest };
    }
    return { from: this.path(left, from), rest: right };
  }

  private call(node: Extract<Jq, { is: 'call' }>, from: Path): Path {
    const { name, args } = node;
    const [first] = args;
    if (name === 'select' && first !== undefined) {
      if (!from.many) none(node, 'filters', 'select');
      return { text: `${from.text.replace(/\[\*\]$/, '')}[?(${this.condition(first)})]`, many: false };
    }
    if (name === 'map' && first !== undefined) {
      this.notes.add('list');
      return this.path(first, { text: `${from.text}[*]`, many: true });
    }
    if (args.length === 0 && (name === 'values' || name === 'tostring')) return { ...from, many: false };
    if (args.length === 0 && name === 'first') return { text: `${from.text}[0]`, many: false };
    if (args.length === 0 && name === 'last') return { text: `${from.text}[-1:]`, many: false };
    if (args.length === 0 && name === 'empty') none(node, 'computes', name);
    return none(node, 'computes', name);
  }

  /** What stands in `[?(…)]`: one comparison, or that a field is there. */
  private condition(node: Jq): string {
    if (node.is === 'call' && node.name === 'has' && node.args[0] !== undefined) {
      const name = plainText(node.args[0]);
      if (name !== undefined) return `@${fieldText(name)}`;
    }
    if (node.is === 'binary' && COMPARISONS.has(node.operator)) {
      const { left, right, operator } = node;
      if (right.is === 'literal' && right.value === null) {
        if (operator === '!=') return this.relative(left);
        none(node, 'filters', `${operator} null`);
      }
      if (operator !== '==') this.notes.add('missing');
      return `${this.operand(left)}${operator}${this.operand(right)}`;
    }
    if (node.is === 'binary') none(node, 'filters', node.operator);
    if (node.is === 'call' || node.is === 'pipe') none(node, 'filters', nameOf(node.is === 'pipe' ? node.right : node));
    return this.relative(node);
  }

  private relative(node: Jq): string {
    return `@${this.path(node, ROOT).text}`;
  }

  private operand(node: Jq): string {
    const text = plainText(node);
    if (text !== undefined) return JSON.stringify(text);
    if (node.is === 'literal' && node.value !== null) return String(node.value);
    if (node.is === 'negate' && node.of.is === 'literal') return `-${String(node.of.value)}`;
    return this.relative(node);
  }
}

function commas(node: Jq): readonly Jq[] {
  return node.is === 'comma' ? [...commas(node.left), node.right] : [node];
}

/** What follows `.[]` in a program that begins with it. */
function walksItems(node: Jq): Jq | undefined {
  if (node.is === 'iterate') return node.of.is === 'identity' ? node.of : undefined;
  if (node.is === 'field' || node.is === 'optional') {
    const of = walksItems(node.of);
    return of === undefined ? undefined : { ...node, of };
  }
  if (node.is === 'pipe') {
    const left = walksItems(node.left);
    return left === undefined ? undefined : { ...node, left };
  }
  return undefined;
}

/** Text of a template: as it is, but what JSONPath would take for its own goes between quotes. */
function quotedText(text: string): string {
  if (text === '') return '';
  return /[{}"\\\n\t\r]/.test(text) ? `{${JSON.stringify(text)}}` : text;
}

/** The JSONPath template that finds what a jq program finds, or why there is none. */
export function toJsonPath(program: string): Translation {
  try {
    const translator = new Translator();
    const query = translator.program(parseJq(program));
    return { is: 'same', query, notes: [...translator.notes] };
  } catch (error) {
    if (error instanceof JqSyntaxError) return { is: 'wrong', at: error.at };
    if (error instanceof Untranslatable) return { is: 'none', what: error.what, why: error.why, at: error.at };
    throw error;
  }
}
