import { type DirectoryNode, directory, type TreeNode } from '../../cluster/files.ts';

/** A directory's entries, looked up in the thing they stand for: nothing is stored, and what is written into it is lost. */
class ComputedEntries extends Map<string, TreeNode> {
  // No initializer: Map's own constructor runs first.
  private readonly list: () => Iterable<readonly [name: string, node: TreeNode]>;

  constructor(list: () => Iterable<readonly [name: string, node: TreeNode]>) {
    super();
    this.list = list;
  }

  override get(name: string): TreeNode | undefined {
    for (const [known, node] of this.list()) if (known === name) return node;
    return undefined;
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  override get size(): number {
    return [...this.list()].length;
  }

  override *keys(): MapIterator<string> {
    for (const [name] of this.list()) yield name;
  }

  override *values(): MapIterator<TreeNode> {
    for (const [, node] of this.list()) yield node;
  }

  override *entries(): MapIterator<[string, TreeNode]> {
    for (const [name, node] of this.list()) yield [name, node];
  }

  override [Symbol.iterator](): MapIterator<[string, TreeNode]> {
    return this.entries();
  }

  override set(): this {
    return this;
  }
}

/** A directory whose entries are worked out each time they are asked for, as in /proc. */
export function computedDirectory(list: () => Iterable<readonly [name: string, node: TreeNode]>): DirectoryNode {
  return { ...directory(0), entries: new ComputedEntries(list) };
}
