import type { JsonObject } from '../../json.ts';

/** A set of field paths as a tree. Elements are written as in FieldsV1: `f:spec`, `k:{"name":"web"}`, `v:"x"`. Immutable. Models: structured-merge-diff/fieldpath.Set */
export class FieldSet {
  static readonly EMPTY = new FieldSet(false, new Map());
  /** A path with nothing below it. */
  static readonly LEAF = new FieldSet(true, new Map());

  constructor(
    /** Whether the path that leads here is itself in the set. */
    readonly isMember: boolean,
    readonly children: ReadonlyMap<string, FieldSet>,
  ) {}

  get isEmpty(): boolean {
    return !this.isMember && this.children.size === 0;
  }

  union(other: FieldSet): FieldSet {
    if (this === other || other.isEmpty) return this;
    if (this.isEmpty) return other;
    const children = new Map(this.children);
    for (const [element, child] of other.children) {
      const own = children.get(element);
      children.set(element, own === undefined ? child : own.union(child));
    }
    return new FieldSet(this.isMember || other.isMember, children);
  }

  /** Paths of this set that are not in the other; each path counts by itself, whatever lies below it. */
  difference(other: FieldSet): FieldSet {
    if (other.isEmpty || this.isEmpty) return this;
    const children = new Map<string, FieldSet>();
    for (const [element, child] of this.children) {
      const theirs = other.children.get(element);
      const rest = theirs === undefined ? child : child.difference(theirs);
      if (!rest.isEmpty) children.set(element, rest);
    }
    return new FieldSet(this.isMember && !other.isMember, children);
  }

  intersection(other: FieldSet): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [element, child] of this.children) {
      const theirs = other.children.get(element);
      const shared = theirs === undefined ? FieldSet.EMPTY : child.intersection(theirs);
      if (!shared.isEmpty) children.set(element, shared);
    }
    return new FieldSet(this.isMember && other.isMember, children);
  }

  /** Without a field at the top and all below it. */
  without(element: string): FieldSet {
    if (!this.children.has(element)) return this;
    const children = new Map(this.children);
    children.delete(element);
    return new FieldSet(this.isMember, children);
  }

  equals(other: FieldSet): boolean {
    return this.difference(other).isEmpty && other.difference(this).isEmpty;
  }

  /** The paths in the order in which messages name them: `.spec.replicas`, `.spec.containers[name="web"].image`. */
  paths(prefix = ''): string[] {
    const sorted = [...this.children].sort(([a], [b]) => (a < b ? -1 : 1));
    const own = sorted.filter(([, child]) => child.isMember).map(([element]) => prefix + elementText(element));
    return [...own, ...sorted.flatMap(([element, child]) => child.paths(prefix + elementText(element)))];
  }

  /** The wire form of `managedFields[].fieldsV1`. */
  toFieldsV1(): JsonObject {
    const out: { [element: string]: JsonObject } = {};
    for (const [element, child] of [...this.children].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const below = child.toFieldsV1();
      out[element] = child.isMember && child.children.size > 0 ? { '.': {}, ...below } : below;
    }
    return out;
  }
}

function elementText(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  const key = JSON.parse(rest) as { readonly [name: string]: unknown };
  return `[${Object.entries(key)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}]`;
}

/** A set that is being put together. */
export class FieldSetBuilder {
  private member = false;
  private readonly children = new Map<string, FieldSetBuilder>();

  child(element: string): FieldSetBuilder {
    let child = this.children.get(element);
    if (child === undefined) {
      child = new FieldSetBuilder();
      this.children.set(element, child);
    }
    return child;
  }

  insert(): void {
    this.member = true;
  }

  build(): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [element, builder] of this.children) {
      const child = builder.build();
      if (!child.isEmpty) children.set(element, child);
    }
    if (children.size > 0) return new FieldSet(this.member, children);
    return this.member ? FieldSet.LEAF : FieldSet.EMPTY;
  }
}

/** The set of the paths given, each a list of field names. */
export function fieldSetOfPaths(paths: readonly (readonly string[])[]): FieldSet {
  const builder = new FieldSetBuilder();
  for (const path of paths) {
    let at = builder;
    for (const name of path) at = at.child(`f:${name}`);
    at.insert();
  }
  return builder.build();
}
