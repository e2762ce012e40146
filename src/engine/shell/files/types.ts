import type { DirectoryNode, FileNode, Owner, TreeNode } from '../../cluster/files.ts';

/** Why a file operation failed, as errno names. */
export type FileErrorCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'EROFS'
  | 'EACCES'
  | 'ENOTEMPTY'
  | 'ELOOP'
  | 'ENOSPC'
  | 'EINVAL';

/** Thrown by every `FileSystem` method that fails; `message` is the errno text (`No such file or directory`). */
export interface FileError extends Error {
  readonly code: FileErrorCode;
  readonly path: string;
}

/** A file open for writing. */
export interface OpenFile {
  write(text: string): void;
  /** Appends so many zero bytes, which are counted and not held. */
  fill(bytes: number): void;
}

/** A machine's files: one root with directories mounted into it. Paths are absolute (`resolve` makes them so) and may have `.`/`..`. */
export interface FileSystem {
  resolve(cwd: string, path: string): string;
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** The node, links followed. */
  node(path: string): TreeNode;
  /** The node itself, a link not followed. */
  entry(path: string): TreeNode;
  /** The path with every link followed and no `.` or `..`; the last part need not exist. */
  canonical(path: string): string;
  read(path: string): string;
  write(path: string, content: string, options?: { readonly append?: boolean; readonly mode?: number }): void;
  /** Names in a directory, sorted by code unit. */
  list(path: string): readonly string[];
  makeDirectory(path: string, options?: { readonly parents?: boolean }): void;
  remove(path: string, options?: { readonly recursive?: boolean }): void;
  rename(from: string, to: string): void;
  chmod(path: string, mode: number): void;
  chown(path: string, owner: Partial<Owner>): void;
  touch(path: string): void;
  symlink(target: string, path: string): void;
  /** Gives the file at `from` a second name. */
  link(from: string, to: string): void;
  /** Opens for writing (`truncate`, or at the end), making the file if need be. What is written goes to that file even when it is renamed or removed. */
  open(path: string, options: { readonly truncate: boolean; readonly mode?: number }): OpenFile;
  /** Makes `source` appear at `path`; beyond `limitBytes` in it, ENOSPC. `inMemory`: it is a tmpfs. */
  mount(
    path: string,
    source: DirectoryNode | FileNode,
    readOnly: boolean,
    limitBytes?: number,
    inMemory?: boolean,
  ): void;
  /** Bytes in the machine's own writable layer: mounts do not count. */
  layerBytes(): number;
  /** The mounts, for `mount` and `df`. */
  mounts(): readonly { readonly path: string; readonly readOnly: boolean; readonly inMemory?: boolean }[];
  /** Called after each change with the path, until disposed: the page's editor and the journal listen. */
  watch(changed: (path: string) => void): () => void;
}
