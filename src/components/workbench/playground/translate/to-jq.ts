import { JsonPathError, type PathNode } from '../../../../engine/kubectl/jsonpath/node.ts';
import { parseTemplate } from '../../../../engine/kubectl/jsonpath/parse.ts';
import { type Note, type Translation, Untranslatable } from './translation.ts';

/** A template as a tree: texts, expressions, and what is printed for each of a range. */
type Part =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'path'; readonly nodes: readonly PathNode[] }
  | { readonly is: 'range'; readonly nodes: readonly PathNode[]; readonly body: readonly Part[] };

/** Reads parts up to the end, or up to an `{end}`. */
function partsOf(
  nodes: readonly PathNode[],
  from: number,
  inRange: boolean,
): { readonly parts: readonly Part[]; readonly next: number } {
  const parts: Part[] = [];
  let at = from;
  while (at < nodes.length) {
    const node = nodes[at++];
    if (node === undefined) break;
    if (node.type === 'text') {
      parts.push({ is: 'text', text: node.text });
      continue;
    }
    const inner = node.type === 'list' ? node.nodes : [node];
    const [first, ...rest] = inner;
    if (first?.type === 'identifier' && first.name === 'end') {
      if (!inRange) throw new Untranslatable('ranges', 'end', undefined);
      return { parts, next: at };
    }
    if (first?.type === 'identifier' && first.name === 'range') {
      const body = partsOf(nodes, at, true);
      parts.push({ is: 'range', nodes: rest, body: body.parts });
      at = body.next;
    } else if (inner.length === 1 && first?.type === 'text') parts.push({ is: 'text', text: first.text });
    else parts.push({ is: 'path', nodes: inner });
  }
  if (inRange) throw new Untranslatable('ranges', 'range', undefined);
  return { parts, next: at };
}

class Writer {
  readonly notes = new Set<Note>();

  program(parts: readonly Part[]): string {
    const [only] = parts;
    if (parts.length === 1 && only?.is === 'path') {
      const { text, many } = this.path(only.nodes);
      if (text !== '.') this.notes.add('missing');
      if (many) this.notes.add('spaces');
      return text;
    }
    if (parts.length === 1 && only?.is === 'range' && endsLine(only.body)) {
      this.notes.add('raw');
      return this.range(only, withoutLineEnd(only.body));
    }
    if (!parts.some(({ is }) => is === 'range') && endsLine(parts)) {
      this.notes.add('raw');
      return this.string(withoutLineEnd(parts));
    }
    this.notes.add('joined');
    return this.stream(parts);
  }

  /** Texts and ranges one after the other. */
  private stream(parts: readonly Part[]): string {
    const pieces: string[] = [];
    let texts: Part[] = [];
    const flush = (): void => {
      if (texts.length > 0) pieces.push(this.string(texts));
      texts = [];
    };
    for (const part of parts) {
      if (part.is !== 'range') texts.push(part);
      else {
        flush();
        pieces.push(parts.length === 1 ? this.range(part, part.body) : `(${this.range(part, part.body)})`);
      }
    }
    flush();
    return pieces.length === 0 ? 'empty' : pieces.join(', ');
  }

  private range({ nodes }: Extract<Part, { is: 'range' }>, body: readonly Part[]): string {
    const { text } = this.path(nodes);
    const inner = body.some(({ is }) => is === 'range') ? this.stream(body) : this.string(body);
    return text === '.' ? inner : `${text} | ${inner}`;
  }

  private string(parts: readonly Part[]): string {
    const text = parts
      .map((part) => {
        if (part.is === 'text') return JSON.stringify(part.text).slice(1, -1);
        const { text: found, many } = this.path(part.nodes);
        this.notes.add('missing');
        return many ? `\\([${found}] | join(" "))` : `\\(${found})`;
      })
      .join('');
    return `"${text}"`;
  }

  /** A path as jq walks it. `many`: it may find several. */
  path(nodes: readonly PathNode[]): { readonly text: string; readonly many: boolean } {
    const stages: string[] = [];
    let now = '';
    let many = false;
    const stage = (text: string): void => {
      if (now !== '') stages.push(now);
      stages.push(text);
      now = '';
    };
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at];
      if (node === undefined) break;
      switch (node.type) {
        case 'field':
          now += /^[A-Za-z_]\w*$/.test(node.name)
            ? `.${node.name}`
            : `${now === '' ? '.' : ''}[${JSON.stringify(node.name)}]`;
          break;
        case 'wildcard':
          now = this.items(now);
          many = true;
          break;
        case 'slice': {
          const taken = this.slice(now, node);
          now = taken.text;
          many = many || taken.many;
          break;
        }
        case 'filter':
          now = this.items(now);
          stage(`select(${this.condition(node)})`);
          many = true;
          break;
        case 'recursive': {
          const next = nodes[++at];
          if (next?.type !== 'field') throw new Untranslatable('recurses', '..', undefined);
          if (now !== '') stages.push(now);
          now = '';
          stage('..');
          stage('objects');
          stage(`select(has(${JSON.stringify(next.name)}))`);
          now = /^[A-Za-z_]\w*$/.test(next.name) ? `.${next.name}` : `.[${JSON.stringify(next.name)}]`;
          many = true;
          break;
        }
        case 'union':
          stage(`(${node.lists.map((list) => this.path(list).text).join(', ')})`);
          many = true;
          break;
        case 'list': {
          const inner = this.path(node.nodes);
          stage(inner.text);
          many = many || inner.many;
          break;
        }
        case 'number':
        case 'bool':
          stage(String(node.value));
          break;
        case 'text':
          stage(JSON.stringify(node.text));
          break;
        case 'identifier':
          throw new Untranslatable('ranges', node.name, undefined);
      }
    }
    if (now !== '') stages.push(now);
    return { text: stages.length === 0 ? '.' : stages.join(' | '), many };
  }

  /** All of a list; what is not there is nothing to JSONPath, and so to jq with `?`. A list that the API answers has its items. */
  private items(now: string): string {
    return now === '.items' ? '.items[]' : `${now === '' ? '.' : now}[]?`;
  }

  private slice(
    now: string,
    { from, to, step }: Extract<PathNode, { type: 'slice' }>,
  ): { readonly text: string; readonly many: boolean } {
    if (step.known && step.value !== 1) throw new Untranslatable('steps', `:${step.value}`, undefined);
    const base = now === '' ? '.' : now;
    if (to.derived) return { text: `${base}[${from.value}]`, many: false };
    if (!from.known && !to.known) return { text: this.items(now), many: true };
    return { text: `${base}[${from.known ? from.value : ''}:${to.known ? to.value : ''}][]?`, many: true };
  }

  private condition({ left, right, operator }: Extract<PathNode, { type: 'filter' }>): string {
    const first = this.path(left).text;
    if (operator === 'exists') return `${first} != null`;
    if (!/^(==|!=|<|<=|>|>=)$/.test(operator)) throw new Untranslatable('filters', operator, undefined);
    if (operator !== '==') this.notes.add('missing');
    return `${first} ${operator} ${this.path(right).text}`;
  }
}

function endsLine(parts: readonly Part[]): boolean {
  const last = parts.at(-1);
  return last?.is === 'text' && last.text.endsWith('\n');
}

function withoutLineEnd(parts: readonly Part[]): readonly Part[] {
  const last = parts.at(-1);
  if (last?.is !== 'text') return parts;
  const text = last.text.replace(/\n$/, '');
  return text === '' ? parts.slice(0, -1) : [...parts.slice(0, -1), { is: 'text', text }];
}

/** The jq program that finds what a JSONPath template finds, or why there is none. */
export function toJq(template: string): Translation {
  try {
    const writer = new Writer();
    const query = writer.program(partsOf(parseTemplate(template), 0, false).parts);
    return { is: 'same', query, notes: [...writer.notes] };
  } catch (error) {
    if (error instanceof JsonPathError) return { is: 'wrong', at: error.at };
    if (error instanceof Untranslatable) return { is: 'none', what: error.what, why: error.why, at: error.at };
    throw error;
  }
}
