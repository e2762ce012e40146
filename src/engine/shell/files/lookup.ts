import type { DirectoryNode, TreeNode } from '../../cluster/files.ts';
import { FileFailure } from './errors.ts';
import type { Mounted, MountTable } from './mounts.ts';

/** Where a path leads. */
export interface Found {
  /** Absolute, links followed. */
  readonly path: string;
  /** Undefined when the last part does not exist (its directory does). */
  readonly node: TreeNode | undefined;
  /** The mount it lies in; undefined on the machine's own files. */
  readonly mount: Mounted | undefined;
}

const LINK_LIMIT = 40;

const SLASH = 47;

/** As `lookUp`, for a path that needs no more than walking down; undefined where there are dots, links or failures on the way. */
function walkDown(root: DirectoryNode, mounts: MountTable, path: string): Found | undefined {
  const end = path.length;
  if (path.charCodeAt(0) !== SLASH || (end > 1 && path.charCodeAt(end - 1) === SLASH)) return undefined;
  const hasMounts = mounts.size > 0;
  let at: TreeNode = root;
  let mount: Mounted | undefined;
  for (let start = 1; start < end; ) {
    const slash = path.indexOf('/', start);
    const stop = slash < 0 ? end : slash;
    const part = path.slice(start, stop);
    if (part === '' || part === '.' || part === '..' || at.type !== 'directory') return undefined;
    let node: TreeNode | undefined;
    let childMount = mount;
    const childPath = hasMounts ? path.slice(0, stop) : '';
    if (hasMounts) {
      const mounted = mounts.at(childPath);
      if (mounted !== undefined) {
        node = mounted.source;
        childMount = mounted;
      }
    }
    node ??= at.entries.get(part) ?? (hasMounts ? mounts.standIn(childPath) : undefined);
    if (node === undefined) return stop === end ? { path, node: undefined, mount } : undefined;
    if (node.type === 'link') return undefined;
    at = node;
    mount = childMount;
    start = stop + 1;
  }
  return { path, node: at, mount };
}

/**
 * Follows a path from the root through links and mounts. Throws ENOENT when a directory on the way is missing, ENOTDIR when a file is in the
 * way, ELOOP after 40 links.
 */
export function lookUp(root: DirectoryNode, mounts: MountTable, path: string, followLast: boolean): Found {
  return walkDown(root, mounts, path) ?? follow(root, mounts, path, followLast);
}

function follow(root: DirectoryNode, mounts: MountTable, path: string, followLast: boolean): Found {
  let pending = path.split('/').reverse();
  let at: TreeNode = root;
  let atPath = '';
  let mount: Mounted | undefined;
  let links = 0;
  const trail: { node: TreeNode; path: string; mount: Mounted | undefined }[] = [];
  while (pending.length > 0) {
    const part = pending.pop();
    if (part === undefined || part === '' || part === '.') continue;
    if (part === '..') {
      const back = trail.pop();
      if (back !== undefined) ({ node: at, path: atPath, mount } = back);
      continue;
    }
    if (at.type !== 'directory') throw new FileFailure('ENOTDIR', path);
    const childPath = `${atPath}/${part}`;
    let node: TreeNode | undefined;
    let childMount = mount;
    if (mounts.size > 0) {
      const mounted = mounts.at(childPath);
      if (mounted !== undefined) {
        node = mounted.source;
        childMount = mounted;
      }
    }
    node ??= at.entries.get(part) ?? (mounts.size > 0 ? mounts.standIn(childPath) : undefined);
    const last = pending.every((rest) => rest === '' || rest === '.');
    if (node === undefined) {
      if (last) return { path: childPath, node: undefined, mount };
      throw new FileFailure('ENOENT', path);
    }
    if (node.type === 'link' && (!last || followLast || pending.length > 0)) {
      if (++links > LINK_LIMIT) throw new FileFailure('ELOOP', path);
      const target = node.target.split('/').reverse();
      if (node.target.startsWith('/')) {
        at = root;
        atPath = '';
        mount = undefined;
        trail.length = 0;
      }
      pending = pending.concat(target);
      continue;
    }
    trail.push({ node: at, path: atPath, mount });
    at = node;
    atPath = childPath;
    mount = childMount;
  }
  if (at.type !== 'directory' && path.endsWith('/')) throw new FileFailure('ENOTDIR', path);
  return { path: atPath === '' ? '/' : atPath, node: at, mount };
}
