import { FieldSet } from './field-set.ts';

/** How many different sets are remembered before the pool starts anew. */
const LIMIT = 20_000;

/** Keeps one of each set: objects of one template own nearly the same fields, and differ in a name or an address deep below. */
export class FieldSetPool {
  private readonly known = new Map<string, FieldSet>();
  private readonly ids = new Map<FieldSet, number>();

  /** The set of the pool that says the same, put there if it is the first. */
  shared(set: FieldSet): FieldSet {
    if (this.known.size >= LIMIT) {
      this.known.clear();
      this.ids.clear();
    }
    return this.intern(set);
  }

  private intern(set: FieldSet): FieldSet {
    if (this.ids.has(set)) return set;
    const children = new Map<string, FieldSet>();
    const parts = [set.isMember ? '.' : ''];
    for (const [element, child] of set.children) {
      const own = this.intern(child);
      children.set(element, own);
      parts.push(element, String(this.ids.get(own)), '');
    }
    // Joined at once: a text that grew by pieces would keep the pieces.
    const key = parts.join('\0');
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = children.size === 0 && set.isMember ? FieldSet.LEAF : new FieldSet(set.isMember, children);
    this.known.set(key, made);
    this.ids.set(made, this.ids.size);
    return made;
  }
}
