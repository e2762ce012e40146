import { type DirectoryNode, directory, type FileNode } from '../../cluster/files.ts';

/** One thing seen at a path of a machine. */
export interface Mounted {
  readonly path: string;
  readonly source: DirectoryNode | FileNode;
  readonly readOnly: boolean;
}

/**
 * What is mounted where. A mount point needs no directory in the image: the parts of its path that the image lacks are seen as
 * empty directories, so that mounting copies nothing.
 */
export class MountTable {
  private readonly byPath = new Map<string, Mounted>();
  /** Directories on the way to a mount, by path. */
  private readonly onTheWay = new Map<string, { readonly names: Set<string>; readonly stand: DirectoryNode }>();

  get size(): number {
    return this.byPath.size;
  }

  add(mounted: Mounted): void {
    this.byPath.set(mounted.path, mounted);
    const parts = mounted.path.split('/').filter((part) => part !== '');
    let at = '';
    for (const part of parts) {
      const way = this.onTheWay.get(at);
      if (way === undefined) this.onTheWay.set(at, { names: new Set([part]), stand: directory() });
      else way.names.add(part);
      at += `/${part}`;
    }
  }

  /** What is mounted exactly here. */
  at(path: string): Mounted | undefined {
    return this.byPath.get(path);
  }

  /** The empty directory that stands for a path on the way to a mount. */
  standIn(path: string): DirectoryNode | undefined {
    return this.onTheWay.get(path)?.stand;
  }

  /** Names that mounts add to a directory. */
  namesIn(path: string): Iterable<string> {
    return this.onTheWay.get(path === '/' ? '' : path)?.names ?? [];
  }

  list(): readonly Mounted[] {
    return [...this.byPath.values()];
  }
}
