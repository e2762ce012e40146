// Over 300 lines: every operation of one interface over one private copy-on-write tree.
import {
  type DirectoryNode,
  directory,
  type FileNode,
  file,
  type Owner,
  SET_GROUP,
  type TreeNode,
  treeBytes,
} from '../../cluster/files.ts';
import { DEVICE_DIRECTORY, deviceOf } from './devices.ts';
import { FileFailure } from './errors.ts';
import { type Found, lookUp } from './lookup.ts';
import { MountTable } from './mounts.ts';
import { baseName, directoryName, joinPath, resolvePath } from './paths.ts';
import type { FileSystem, OpenFile } from './types.ts';

/** How a machine's files begin. */
export interface FileSystemOptions {
  /** The image's tree. It is shared and never changed: a directory that is written to is copied first, on the way from the root. */
  readonly root: DirectoryNode;
  /** Virtual time for modification stamps. */
  readonly nowMs: () => number;
  /** The root may not be written (mounts may). */
  readonly readOnly?: boolean;
  /** The tree is this machine's own and others read it (a node's kubelet): it is changed where it stands, nothing is copied. */
  readonly inPlace?: boolean;
  /** Who new files belong to. Default root. */
  readonly owner?: Owner;
  /** How much may be written in all, in characters; beyond it ENOSPC. Default 64 Mi. */
  readonly sizeLimit?: number;
}

/** Makes a machine's files over an image. Costs nothing until something is written. */
export function createFileSystem(options: FileSystemOptions): FileSystem {
  return new CopyOnWriteFiles(options);
}

const ROOT: Owner = { uid: 0, gid: 0 };
const NO_MOUNTS = new MountTable();
const DEFAULT_SIZE_LIMIT = 64 * 1024 * 1024;

class CopyOnWriteFiles implements FileSystem {
  private root: DirectoryNode;
  private mountTable = NO_MOUNTS;
  /** Nodes of the writable layer: these may be changed in place. */
  private owned: Set<TreeNode> | undefined;
  private written = 0;
  private layer = 0;
  private listeners: Set<(path: string) => void> | undefined;

  constructor(private readonly options: FileSystemOptions) {
    this.root = options.root;
  }

  resolve(cwd: string, path: string): string {
    return resolvePath(cwd, path);
  }

  exists(path: string): boolean {
    return this.quietly(path)?.node !== undefined;
  }

  isDirectory(path: string): boolean {
    return this.quietly(path)?.node?.type === 'directory';
  }

  node(path: string): TreeNode {
    return this.need(path, true);
  }

  entry(path: string): TreeNode {
    return this.need(path, false);
  }

  canonical(path: string): string {
    return this.find(path, true).path;
  }

  read(path: string): string {
    const node = this.need(path, true);
    if (node.type === 'directory') throw new FileFailure('EISDIR', path);
    return node.type === 'file' ? contentOf(node) : '';
  }

  write(path: string, content: string, options: { readonly append?: boolean; readonly mode?: number } = {}): void {
    const mode = options.mode === undefined ? {} : { mode: options.mode };
    this.open(path, { truncate: options.append !== true, ...mode }).write(content);
  }

  layerBytes(): number {
    return this.layer;
  }

  open(path: string, options: { readonly truncate: boolean; readonly mode?: number }): OpenFile {
    const found = this.find(path, true);
    if (found.node?.type === 'directory' || (found.node === undefined && path.endsWith('/'))) {
      throw new FileFailure('EISDIR', path);
    }
    if (found.node !== undefined && deviceOf(found.node) !== undefined) return { write() {}, fill() {} };
    const node = found.node === undefined ? this.create(found, options.mode ?? 0o644) : this.ownFile(found);
    const inLayer = found.mount === undefined;
    if (options.truncate && (node.content !== '' || node.zeros !== undefined)) {
      this.written -= node.content.length;
      if (inLayer) this.layer -= node.content.length + (node.zeros ?? 0);
      node.content = '';
      delete node.zeros;
      this.stamp(node, found.path);
    }
    return {
      write: (text) => {
        if (text === '') return;
        this.grow(text.length, path);
        fits(found, text.length);
        if (inLayer) this.layer += text.length;
        node.content = contentOf(node) + text;
        delete node.zeros;
        this.stamp(node, found.path);
      },
      fill: (bytes) => {
        if (bytes <= 0) return;
        fits(found, bytes);
        if (inLayer) this.layer += bytes;
        node.zeros = (node.zeros ?? 0) + bytes;
        this.stamp(node, found.path);
      },
    };
  }

  list(path: string): readonly string[] {
    const found = this.find(path, true);
    if (found.node === undefined) throw new FileFailure('ENOENT', path);
    if (found.node.type !== 'directory') throw new FileFailure('ENOTDIR', path);
    const names = new Set(found.node.entries.keys());
    for (const name of this.mountTable.namesIn(found.path)) names.add(name);
    if (found.path === '/') names.add('dev');
    return [...names].sort();
  }

  makeDirectory(path: string, options: { readonly parents?: boolean } = {}): void {
    if (options.parents === true) {
      let at = '';
      for (const part of path.split('/').filter((piece) => piece !== '')) {
        at += `/${part}`;
        if (!this.isDirectory(at)) this.makeDirectory(at);
      }
      return;
    }
    const trimmed = path.replace(/\/+$/, '') || '/';
    const found = this.find(trimmed, true);
    if (found.node !== undefined) throw new FileFailure('EEXIST', path);
    this.put(found, this.belonging(directory(this.options.nowMs()), found.path));
  }

  remove(path: string, options: { readonly recursive?: boolean } = {}): void {
    const found = this.find(path.replace(/(.)\/+$/, '$1'), false);
    const node = found.node;
    if (node === undefined) throw new FileFailure('ENOENT', path);
    if (found.path === '/' || this.mountTable.at(found.path) !== undefined) throw new FileFailure('EINVAL', path);
    if (node.type === 'directory' && options.recursive !== true && this.list(found.path).length > 0) {
      throw new FileFailure('ENOTEMPTY', path);
    }
    const parent = this.ownDirectory(directoryName(found.path));
    parent.entries.delete(baseName(found.path));
    parent.modifiedMs = this.options.nowMs();
    this.written -= this.ownedSize(node);
    if (found.mount === undefined) this.layer -= this.ownedBytes(node);
    this.tell(found.path);
  }

  rename(from: string, to: string): void {
    const source = this.find(from.replace(/(.)\/+$/, '$1'), false);
    if (source.node === undefined) throw new FileFailure('ENOENT', from);
    let target = this.find(to.replace(/(.)\/+$/, '$1'), false);
    if (target.path === source.path) return;
    if (`${target.path}/`.startsWith(`${source.path}/`)) throw new FileFailure('EINVAL', to);
    if (this.mountTable.at(source.path) !== undefined) throw new FileFailure('EINVAL', from);
    if (target.node?.type === 'directory') {
      if (source.node.type !== 'directory') throw new FileFailure('EISDIR', to);
      if (this.list(target.path).length > 0) throw new FileFailure('ENOTEMPTY', to);
    } else if (target.node !== undefined && source.node.type === 'directory') throw new FileFailure('ENOTDIR', to);
    const node = source.node.type === 'file' ? this.ownFile(source) : source.node;
    this.ownDirectory(directoryName(source.path)).entries.delete(baseName(source.path));
    target = { ...target, node: undefined };
    this.put(target, node);
    this.tell(source.path);
  }

  chmod(path: string, mode: number): void {
    const found = this.find(path, true);
    if (found.node === undefined) throw new FileFailure('ENOENT', path);
    if (found.node.type === 'directory') this.ownDirectory(found.path).mode = mode;
    else this.ownFile(found).mode = mode;
    this.tell(found.path);
  }

  chown(path: string, owner: Partial<Owner>): void {
    const found = this.find(path, true);
    if (found.node === undefined) throw new FileFailure('ENOENT', path);
    const node = found.node.type === 'directory' ? this.ownDirectory(found.path) : this.ownFile(found);
    node.owner = { ...(node.owner ?? ROOT), ...owner };
    this.tell(found.path);
  }

  touch(path: string): void {
    const found = this.find(path, true);
    if (found.node === undefined) {
      this.create(found, 0o644);
    } else if (deviceOf(found.node) === undefined) {
      const node = found.node.type === 'directory' ? this.ownDirectory(found.path) : this.ownFile(found);
      this.stamp(node, found.path);
    }
  }

  symlink(target: string, path: string): void {
    const found = this.find(path, false);
    if (found.node !== undefined) throw new FileFailure('EEXIST', path);
    this.put(found, this.belonging({ type: 'link', target }, found.path));
  }

  link(from: string, to: string): void {
    const source = this.find(from, true);
    if (source.node === undefined) throw new FileFailure('ENOENT', from);
    if (source.node.type === 'directory') throw new FileFailure('EACCES', from);
    const target = this.find(to, false);
    if (target.node !== undefined) throw new FileFailure('EEXIST', to);
    this.put(target, this.ownFile(source));
  }

  mount(
    path: string,
    source: DirectoryNode | FileNode,
    readOnly: boolean,
    limitBytes?: number,
    inMemory = false,
  ): void {
    if (this.mountTable === NO_MOUNTS) this.mountTable = new MountTable();
    const at = resolvePath('/', path);
    const place = this.isPlain(at) ? at : (this.quietly(at)?.path ?? at);
    this.mountTable.add({ path: place, source, readOnly, limitBytes, inMemory });
  }

  /** Whether neither a link nor a mounted directory can be on the way: then the place is what the path says. */
  private isPlain(path: string): boolean {
    if (path === '/' || path.startsWith('/dev')) return false;
    for (const { path: above } of this.mountTable.list())
      if (above === '/' || (path.startsWith(above) && path.charAt(above.length) === '/')) return false;
    let node: TreeNode | undefined = this.root;
    for (let start = 1; start < path.length && node?.type === 'directory'; ) {
      const slash = path.indexOf('/', start);
      const end = slash < 0 ? path.length : slash;
      node = node.entries.get(path.slice(start, end));
      start = end + 1;
    }
    return node?.type !== 'link';
  }

  mounts(): readonly { readonly path: string; readonly readOnly: boolean; readonly inMemory?: boolean }[] {
    return this.mountTable.list();
  }

  watch(changed: (path: string) => void): () => void {
    this.listeners ??= new Set();
    const listeners = this.listeners;
    listeners.add(changed);
    return () => listeners.delete(changed);
  }

  private find(path: string, followLast: boolean): Found {
    if (path.startsWith('/dev') && (path.length === 4 || path.charAt(4) === '/') && !this.root.entries.has('dev')) {
      const below = path.slice(4);
      const found = lookUp(DEVICE_DIRECTORY, NO_MOUNTS, below, followLast);
      // a volume may be mounted in /dev (shm, termination-log)
      if (found.node !== undefined && found.node !== DEVICE_DIRECTORY)
        return { ...found, path: `/dev${found.path}`, mount: DEVICE_MOUNT };
      if (found.node === DEVICE_DIRECTORY && this.mountTable.standIn('/dev') === undefined) {
        return { path: '/dev', node: DEVICE_DIRECTORY, mount: DEVICE_MOUNT };
      }
      const mounted = this.mountTable.size > 0 ? this.insideMount(path, followLast) : undefined;
      if (mounted !== undefined) return mounted;
      if (found.node === DEVICE_DIRECTORY) return { path: '/dev', node: DEVICE_DIRECTORY, mount: DEVICE_MOUNT };
      return { path: `/dev${found.path}`, node: undefined, mount: DEVICE_MOUNT };
    }
    return lookUp(this.root, this.mountTable, path, followLast);
  }

  private insideMount(path: string, followLast: boolean): Found | undefined {
    for (const mounted of this.mountTable.list()) {
      if (path === mounted.path || path.startsWith(`${mounted.path}/`)) {
        return lookUp(this.root, this.mountTable, path, followLast);
      }
    }
    return undefined;
  }

  private quietly(path: string): Found | undefined {
    try {
      return this.find(path, true);
    } catch (error) {
      if (error instanceof FileFailure) return undefined;
      throw error;
    }
  }

  private need(path: string, followLast: boolean): TreeNode {
    const node = this.find(path, followLast).node;
    if (node === undefined) throw new FileFailure('ENOENT', path);
    return node;
  }

  private create(found: Found, mode: number): FileNode {
    const node = this.belonging(file('', this.options.nowMs(), mode), found.path);
    this.put(found, node);
    return node;
  }

  /** A new node belongs to who makes it; in a directory with the set-group bit, to that directory's group. Models: inode_init_owner */
  private belonging<Node extends TreeNode>(node: Node, path: string): Node {
    const above = this.quietly(directoryName(path))?.node;
    const { uid, gid } = this.options.owner ?? ROOT;
    let group = gid;
    if (above?.type === 'directory' && (above.mode & SET_GROUP) !== 0) {
      group = above.owner?.gid ?? 0;
      if (node.type === 'directory') node.mode |= SET_GROUP;
    }
    if (uid !== 0 || group !== 0) node.owner = { uid, gid: group };
    return node;
  }

  private put(found: Found, node: TreeNode): void {
    this.grow(1, found.path);
    const parent = this.ownDirectory(directoryName(found.path));
    parent.entries.set(baseName(found.path), node);
    parent.modifiedMs = this.options.nowMs();
    this.own(node);
    this.tell(found.path);
  }

  private isOwned(node: TreeNode): boolean {
    return this.options.inPlace === true || this.owned?.has(node) === true;
  }

  private own(node: TreeNode): void {
    if (this.options.inPlace === true) return;
    this.owned ??= new Set();
    this.owned.add(node);
  }

  /** The file at a place, as one that may be changed. */
  private ownFile(found: Found): FileNode {
    const node = found.node;
    if (node?.type !== 'file') throw new FileFailure('EINVAL', found.path);
    this.mayWrite(found);
    if (found.mount !== undefined || this.isOwned(node)) return node;
    const copy: FileNode = { ...node };
    this.ownDirectory(directoryName(found.path)).entries.set(baseName(found.path), copy);
    this.own(copy);
    return copy;
  }

  /** The directory at a canonical path, as one that may be changed: shared directories on the way are copied. */
  private ownDirectory(path: string): DirectoryNode {
    const found = this.find(path, false);
    this.mayWrite(found);
    if (found.mount !== undefined) {
      if (found.node?.type !== 'directory') throw new FileFailure('ENOTDIR', path);
      return found.node;
    }
    if (!this.isOwned(this.root)) {
      this.root = { ...this.root, entries: new Map(this.root.entries) };
      this.own(this.root);
    }
    let at = this.root;
    let atPath = '';
    for (const part of path.split('/')) {
      if (part === '') continue;
      atPath += `/${part}`;
      const next: TreeNode = at.entries.get(part) ?? this.mountTable.standIn(atPath) ?? directory(this.options.nowMs());
      if (next.type !== 'directory') throw new FileFailure('ENOTDIR', path);
      if (this.isOwned(next) && at.entries.get(part) === next) {
        at = next;
        continue;
      }
      const copy: DirectoryNode = { ...next, entries: new Map(next.entries) };
      at.entries.set(part, copy);
      this.own(copy);
      at = copy;
    }
    return at;
  }

  private mayWrite(found: Found): void {
    const readOnly = found.mount === undefined ? this.options.readOnly === true : found.mount.readOnly;
    if (readOnly) throw new FileFailure('EROFS', found.path);
  }

  private grow(by: number, path: string): void {
    if (this.written + by > (this.options.sizeLimit ?? DEFAULT_SIZE_LIMIT)) throw new FileFailure('ENOSPC', path);
    this.written += by;
  }

  private ownedSize(node: TreeNode): number {
    if (!this.isOwned(node)) return 0;
    if (node.type === 'file') return node.content.length + 1;
    if (node.type === 'link') return 1;
    let sum = 1;
    for (const child of node.entries.values()) sum += this.ownedSize(child);
    return sum;
  }

  private ownedBytes(node: TreeNode): number {
    if (this.owned?.has(node) !== true || node.type === 'link') return 0;
    if (node.type === 'file') return treeBytes(node);
    let sum = 0;
    for (const child of node.entries.values()) sum += this.ownedBytes(child);
    return sum;
  }

  private stamp(node: FileNode | DirectoryNode, path: string): void {
    node.modifiedMs = this.options.nowMs();
    this.tell(path);
  }

  private tell(path: string): void {
    if (this.listeners === undefined) return;
    for (const listener of [...this.listeners]) listener(path);
  }
}

/** Throws ENOSPC where a mount has no room for so much more. */
function fits({ mount, path }: Found, bytes: number): void {
  if (mount?.limitBytes !== undefined && treeBytes(mount.source) + bytes > mount.limitBytes)
    throw new FileFailure('ENOSPC', path);
}

/** What is read from a file. */
function contentOf(node: FileNode): string {
  return node.zeros === undefined ? node.content : node.content + '\0'.repeat(node.zeros);
}

const DEVICE_MOUNT = { path: '/dev', source: DEVICE_DIRECTORY, readOnly: true };

/** The names in a directory with their nodes, links not followed. */
export function entriesOf(fs: FileSystem, path: string): readonly { readonly name: string; readonly node: TreeNode }[] {
  return fs.list(path).map((name) => ({ name, node: fs.entry(joinPath(path, name)) }));
}
