/** Who a node belongs to: ids of a user and a group. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The set-group bit: what is made in such a directory belongs to its group. */
export const SET_GROUP = 0o2000;

/** A file's bytes are held as text (UTF-16 in memory, UTF-8 where bytes are counted; bytes that are no UTF-8 as `bytes.ts` says). */
export interface FileNode {
  readonly type: 'file';
  content: string;
  /** So many zero bytes follow the content: big files made of nothing (`dd if=/dev/zero`) are not held. */
  zeros?: number;
  mode: number;
  /** Left out: root's. */
  owner?: Owner;
  modifiedMs: number;
}

/** A symbolic link. */
export interface LinkNode {
  readonly type: 'link';
  target: string;
  owner?: Owner;
}

/** A directory; `entries` keeps insertion order, listing sorts by name. A volume is a directory that several containers mount. */
export interface DirectoryNode {
  readonly type: 'directory';
  readonly entries: Map<string, TreeNode>;
  mode: number;
  owner?: Owner;
  modifiedMs: number;
}

export type TreeNode = FileNode | LinkNode | DirectoryNode;

/** An empty directory. */
export function directory(modifiedMs = 0, mode = 0o755): DirectoryNode {
  return { type: 'directory', entries: new Map(), mode, modifiedMs };
}

/** A file. */
export function file(content: string, modifiedMs = 0, mode = 0o644): FileNode {
  return { type: 'file', content, mode, modifiedMs };
}

/** Puts a node at a slash-separated path below `root`, making directories on the way. Throws where a file stands in the way. */
export function putNode(root: DirectoryNode, path: string, node: TreeNode, modifiedMs = 0): void {
  const parts = path.split('/').filter((part) => part !== '');
  const last = parts.pop();
  if (last === undefined) throw new Error(`putNode: empty path '${path}'`);
  let at = root;
  for (const part of parts) {
    let next = at.entries.get(part);
    if (next === undefined) {
      next = directory(modifiedMs);
      at.entries.set(part, next);
    }
    if (next.type !== 'directory') throw new Error(`putNode: '${part}' in '${path}' is not a directory`);
    at = next;
  }
  at.entries.set(last, node);
}

/** The node at a path below `root`, or undefined. Links are not followed. */
export function nodeAt(root: DirectoryNode, path: string): TreeNode | undefined {
  let at: TreeNode = root;
  for (const part of path.split('/')) {
    if (part === '') continue;
    if (at.type !== 'directory') return undefined;
    const next = at.entries.get(part);
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}

/** Bytes that the files in a tree hold. Counts one per character beyond ASCII text; links and directories count nothing. */
export function treeBytes(node: TreeNode): number {
  if (node.type === 'file') return node.content.length + (node.zeros ?? 0);
  if (node.type === 'link') return 0;
  let sum = 0;
  for (const child of node.entries.values()) sum += treeBytes(child);
  return sum;
}
