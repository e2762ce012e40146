import type { Json } from '../../cluster/json.ts';
import { formatValue, goType } from '../go/format.ts';
import { entriesOf } from '../go/json.ts';
import { compare } from './compare.ts';
import { JsonPathError, type PathNode } from './node.ts';

/** Values that one evaluation may look at: what takes half a second is refused. */
const MOST_VALUES = 500_000;

/** Evaluates parsed templates. Missing keys are no error when `allowMissingKeys`. Models: client-go/util/jsonpath/jsonpath.go */
export class Evaluator {
  private beginRange = 0;
  private inRange = 0;
  private endRange = 0;
  private lastEnd = -1;
  private looked = 0;

  constructor(private readonly allowMissingKeys: boolean) {}

  /** The results of each top-level node, ranges unrolled. Throws `JsonPathError`. */
  results(nodes: readonly PathNode[], data: Json, from = 0): readonly (readonly Json[])[] {
    const full: (readonly Json[])[] = [];
    for (let at = from; at < nodes.length; at++) {
      const node = nodes[at];
      if (node === undefined) break;
      this.spend(1);
      const found = this.walk([data], node);
      if (this.endRange > 0 && this.endRange <= this.inRange) {
        this.endRange--;
        this.lastEnd = at;
        break;
      }
      if (this.beginRange > 0) {
        this.beginRange--;
        this.inRange++;
        if (found.length > 0)
          for (const value of found) for (const inner of this.results(nodes, value, at + 1)) full.push(inner);
        else this.results(nodes, null, at + 1);
        this.inRange--;
        if (this.lastEnd > at) at = this.lastEnd;
        continue;
      }
      full.push(found);
    }
    return full;
  }

  private spend(values: number): void {
    this.looked += values;
    if (this.looked > MOST_VALUES) throw new JsonPathError(`stopped: it looks at more than ${MOST_VALUES} values`);
  }

  private list(input: readonly Json[], nodes: readonly PathNode[]): readonly Json[] {
    return nodes.reduce((values, node) => this.walk(values, node), input);
  }

  private walk(input: readonly Json[], node: PathNode): readonly Json[] {
    this.spend(input.length);
    switch (node.type) {
      case 'list':
        return this.list(input, node.nodes);
      case 'text':
        return [node.text];
      case 'field':
        return this.field(input, node.name);
      case 'slice':
        return input.flatMap((value) => slice(value, node));
      case 'filter':
        return input.flatMap((value) => this.filter(value, node));
      case 'number':
      case 'bool':
        return input.map(() => node.value);
      case 'wildcard':
        return input.flatMap((value) => this.children(value));
      case 'recursive':
        return input.flatMap((value) => this.descend(value));
      case 'union':
        return node.lists.flatMap((list) => this.list(input, list));
      case 'identifier':
        return this.identifier(input, node.name);
    }
  }

  private identifier(input: readonly Json[], name: string): readonly Json[] {
    if (name === 'range') {
      this.beginRange++;
      return input;
    }
    if (name !== 'end') throw new JsonPathError(`unrecognized identifier ${name}`);
    if (this.inRange === 0) throw new JsonPathError('not in range, nothing to end');
    this.endRange++;
    return [];
  }

  private field(input: readonly Json[], name: string): readonly Json[] {
    if (input.length === 0) return [];
    const found = input.flatMap((value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return [];
      const field = (value as { readonly [key: string]: Json | undefined })[name];
      return field === undefined ? [] : [field];
    });
    if (found.length === 0 && !this.allowMissingKeys) throw new JsonPathError(`${name} is not found`);
    return found;
  }

  private filter(value: Json, node: Extract<PathNode, { type: 'filter' }>): readonly Json[] {
    if (!Array.isArray(value)) {
      throw new JsonPathError(`${formatValue(value)} is not array or slice and cannot be filtered`);
    }
    return (value as readonly Json[]).filter((item) => {
      if (node.operator === 'exists') return this.exists(item, node.left);
      const lefts = this.list([item], node.left);
      if (lefts.length === 0) return false;
      if (lefts.length > 1) throw new JsonPathError('can only compare one element at a time');
      const rights = this.list([item], node.right);
      if (rights.length === 0) return false;
      if (rights.length > 1) throw new JsonPathError('can only compare one element at a time');
      const last = node.right.at(-1);
      return compare(node.operator, lefts[0] ?? null, rights[0] ?? null, last?.type === 'number' && last.float);
    });
  }

  /** What stands inside a value; maps by key, since Go's order is by chance. */
  private children(value: Json): readonly Json[] {
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return [];
    if (typeof value === 'string') {
      this.spend(value.length);
      return [...new TextEncoder().encode(value)];
    }
    const inside = Array.isArray(value) ? (value as readonly Json[]) : entriesOf(value).map(([, item]) => item);
    this.spend(inside.length);
    return inside;
  }

  private descend(value: Json, found: Json[] = []): readonly Json[] {
    const inside = this.children(value);
    if (inside.length === 0) return found;
    found.push(value);
    for (const item of inside) this.descend(item, found);
    return found;
  }

  private exists(item: Json, nodes: readonly PathNode[]): boolean {
    try {
      return this.list([item], nodes).length > 0;
    } catch (error) {
      if (error instanceof JsonPathError) return false;
      throw error;
    }
  }
}

function slice(value: Json, node: Extract<PathNode, { type: 'slice' }>): readonly Json[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice`);
  const length = value.length;
  let from = node.from.known ? node.from.value : 0;
  if (from < 0) from += length;
  let to = node.to.known ? node.to.value : length;
  if (to < 0 || (to === 0 && node.to.derived)) to += length;
  if (to === from) return [];
  const outside = (index: number): JsonPathError =>
    new JsonPathError(`array index out of bounds: index ${index}, length ${length}`);
  if (from >= length || from < 0) throw outside(from);
  if (to > length || to < 0) throw outside(to - 1);
  if (from > to) throw new JsonPathError(`starting index ${from} is greater than ending index ${to}`);
  const step = node.step.known ? node.step.value : 1;
  if (step <= 0) throw new JsonPathError('step must be > 0');
  return (value as readonly Json[]).slice(from, to).filter((_, index) => index % step === 0);
}
